// What for: pressing and holding keys as a keyboard and its operating system do, auto-repeat included.
// Promises: combinations are written as VS Code writes them (`ctrl+alt+space`); repeats keep to their
// timetable and are marked as repeats; a key that was pressed is released, also after an error.
// Must not know: what the keys are bound to.
import type { Keyboard } from 'playwright-core';

export interface RepeatTiming {
  /** From the press to the first repeat. */
  readonly delayMs?: number;
  /** Between repeats. */
  readonly repeatMs?: number;
}

export interface ReleaseOrder {
  /** People often let the modifiers go first: the key alone then goes on repeating for this long. */
  readonly modifiersFirstMs?: number;
  /** As when another window takes the focus: the repeats stop, and nobody here sees the keys come up before this. */
  readonly unseenUntil?: Promise<unknown>;
}

export interface Hold {
  /** How often the system has sent the key down so far, the first press included. */
  readonly presses: number;
  /** Releases the keys; gives the number of presses. */
  release(order?: ReleaseOrder): Promise<number>;
}

export async function pressKeys(keyboard: Keyboard, combination: string): Promise<void> {
  const { modifiers, key } = parseCombination(combination);
  await keyboard.press([...modifiers, key].join('+'));
}

/** Presses the combination and keeps it down until `release` is called. */
export async function holdKeys(
  keyboard: Keyboard,
  combination: string,
  timing: RepeatTiming = {},
): Promise<Hold> {
  const { delayMs = 500, repeatMs = 33 } = timing;
  const { modifiers, key } = parseCombination(combination);
  for (const modifier of modifiers) await keyboard.down(modifier);
  const start = performance.now();
  await keyboard.down(key);

  let presses = 1;
  let held = true;
  const repeating = (async () => {
    // As a system does it: the next repeat is sent when it is due, also to a window that has not yet taken the last.
    const taken: Promise<void>[] = [];
    for (let due = start + delayMs; held; due = Math.max(due + repeatMs, performance.now())) {
      await pauseUntil(due, () => held);
      if (!held) break;
      taken.push(keyboard.down(key));
      presses += 1;
    }
    await Promise.all(taken);
  })();
  repeating.catch(() => {});

  return {
    get presses() {
      return presses;
    },
    async release({ modifiersFirstMs, unseenUntil } = {}) {
      const letModifiersGo = async () => {
        for (const modifier of modifiers.toReversed()) await keyboard.up(modifier);
      };
      if (modifiersFirstMs !== undefined) {
        await letModifiersGo();
        await pauseUntil(performance.now() + modifiersFirstMs, () => true);
      }
      held = false;
      try {
        await repeating;
        await unseenUntil;
      } finally {
        await keyboard.up(key);
        if (modifiersFirstMs === undefined) await letModifiersGo();
      }
      return presses;
    },
  };
}

export function parseCombination(combination: string): { modifiers: string[]; key: string } {
  // The key itself may be a plus sign: `ctrl++`.
  const parts = combination.replace(/\+\+$/, '+plus').toLowerCase().split('+');
  const key = parts.pop() ?? '';
  return {
    modifiers: parts.map((part) => modifierNames[part] ?? refuse(combination, part)),
    key: namedKeys[key] ?? codeOf(key) ?? refuse(combination, key),
  };
}

const modifierNames: Readonly<Record<string, string>> = {
  ctrl: 'Control',
  control: 'Control',
  alt: 'Alt',
  shift: 'Shift',
  cmd: 'Meta',
  meta: 'Meta',
};

const namedKeys: Readonly<Record<string, string>> = {
  space: 'Space',
  escape: 'Escape',
  enter: 'Enter',
  tab: 'Tab',
  backspace: 'Backspace',
  delete: 'Delete',
  insert: 'Insert',
  home: 'Home',
  end: 'End',
  pageup: 'PageUp',
  pagedown: 'PageDown',
  up: 'ArrowUp',
  down: 'ArrowDown',
  left: 'ArrowLeft',
  right: 'ArrowRight',
  '/': 'Slash',
  '\\': 'Backslash',
  '.': 'Period',
  ',': 'Comma',
  ';': 'Semicolon',
  "'": 'Quote',
  '`': 'Backquote',
  '-': 'Minus',
  '=': 'Equal',
  plus: 'Equal',
  '[': 'BracketLeft',
  ']': 'BracketRight',
};

/** By the key's place on the board: the same for every combination of modifiers. */
function codeOf(key: string): string | undefined {
  if (/^[a-z]$/.test(key)) return `Key${key.toUpperCase()}`;
  if (/^[0-9]$/.test(key)) return `Digit${key}`;
  if (/^f([1-9]|1[0-2])$/.test(key)) return key.toUpperCase();
  return undefined;
}

function refuse(combination: string, part: string): never {
  throw new Error(`"${part}" in "${combination}" is no key that the tests know; see test/support/keys.ts`);
}

async function pauseUntil(due: number, wanted: () => boolean): Promise<void> {
  for (let left = due - performance.now(); left > 0 && wanted(); left = due - performance.now()) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(left, 20)));
  }
}
