// What for: shows that combinations as VS Code writes them become the keys of a keyboard, and when they go
// down and up. Which characters then appear is shown in vscodeInBrowser.test.ts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Keyboard } from 'playwright-core';
import { holdKeys, parseCombination } from '../support/keys.ts';

const cases: [string, string[], string][] = [
  ['ctrl+alt+space', ['Control', 'Alt'], 'Space'],
  ['ctrl+alt+/', ['Control', 'Alt'], 'Slash'],
  ['escape', [], 'Escape'],
  ['x', [], 'KeyX'],
  ['shift+F1', ['Shift'], 'F1'],
  ['ctrl+0', ['Control'], 'Digit0'],
  ['ctrl++', ['Control'], 'Equal'],
];
for (const [combination, modifiers, key] of cases) {
  test(combination, () => assert.deepEqual(parseCombination(combination), { modifiers, key }));
}

test('an unknown key is refused by name', () => {
  assert.throws(() => parseCombination('ctrl+hyper+x'), /"hyper" in "ctrl\+hyper\+x"/);
  assert.throws(() => parseCombination('ctrl+ä'), /"ä"/);
});

test('a hold presses, repeats after the delay, and releases in order', async () => {
  const { keyboard, log } = recorder();
  const hold = await holdKeys(keyboard, 'ctrl+x', { delayMs: 60, repeatMs: 20 });
  await new Promise((resolve) => setTimeout(resolve, 130));
  const presses = await hold.release();
  assert.ok(presses >= 3 && presses <= 6, `${presses} presses`);
  const downs = Array.from({ length: presses }, () => 'down KeyX');
  assert.deepEqual(log, ['down Control', ...downs, 'up KeyX', 'up Control']);
});

test('modifiers may be let go first, and the key goes on repeating alone', async () => {
  const { keyboard, log } = recorder();
  const hold = await holdKeys(keyboard, 'ctrl+alt+x', { delayMs: 10, repeatMs: 10 });
  await hold.release({ modifiersFirstMs: 100 });
  const after = log.slice(log.indexOf('up Control') + 1);
  assert.deepEqual(log.slice(0, 3), ['down Control', 'down Alt', 'down KeyX']);
  assert.ok(
    after.length > 2 && after.at(-1) === 'up KeyX' && after.slice(0, -1).every((one) => one === 'down KeyX'),
  );
});

test('a keyboard that fails meanwhile is told at the release, with the keys up', async () => {
  const { keyboard, log } = recorder(3);
  const hold = await holdKeys(keyboard, 'x', { delayMs: 5, repeatMs: 5 });
  await new Promise((resolve) => setTimeout(resolve, 60));
  await assert.rejects(hold.release(), /window is gone/);
  assert.equal(log.at(-1), 'up KeyX');
});

function recorder(failAt = Number.POSITIVE_INFINITY): { keyboard: Keyboard; log: string[] } {
  const log: string[] = [];
  const keyboard = {
    down: async (key: string) => {
      if (log.length >= failAt) throw new Error('the window is gone');
      log.push(`down ${key}`);
    },
    up: async (key: string) => void log.push(`up ${key}`),
  };
  return { keyboard: keyboard as unknown as Keyboard, log };
}
