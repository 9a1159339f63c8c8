// Push-to-talk without a key-up event: an extension only sees the key's command again and again while it is
// held. This decides from the times of those calls whether the key is tapped or held and when it was let go.
// Pure: (gesture, event) -> gesture and what to do. pushToTalk.ts owns the timer.
//
// A missing repeat alone proves nothing: window and extension host have busy moments, and what was pressed then
// comes late. So silence is a suspicion only, and the window is asked: its answer comes behind every call that
// it sent before. Silence and a prompt answer together are a release. Only what still waits in front of the window, on a
// machine without a moment to spare, is behind no answer: so who is just speaking has longer.

import { callsKept, firstRepeatWithin, learned, quiet, quietAfterRepeat, type Rhythm } from './rhythm.ts';

export type GestureMode = 'auto' | 'hold' | 'toggle';

export type Phase = { readonly kind: 'resting' } | Pressed | Held | Toggled | Ignoring;

/** Recording; no repeat yet, so tap or hold is open. */
interface Pressed extends Asking {
  readonly kind: 'pressed';
  readonly at: number;
}

interface Held extends Asking {
  readonly kind: 'held';
  /** From the press to its first repeat; unknown where that came too late to tell. */
  readonly delay?: number | undefined;
  /** The latest ones of the held key. */
  readonly calls: readonly number[];
  /** Not suspected again before. */
  readonly patientUntil?: number;
}

/** Recording until the next press. */
interface Toggled extends Asking {
  readonly kind: 'toggled';
  readonly first: number;
  readonly last: number;
  /** A call so soon that it may be the late first repeat of a held key: alone it is the next press. */
  readonly lone?: number;
}

/** Calls that belong to a press that is over: such as come sooner than `gap`, and one that comes at `echo`. */
interface Ignoring extends Asking {
  readonly kind: 'ignoring';
  readonly last: number;
  readonly gap: number;
  readonly echo?: number;
  /** After a tap that ended, or was refused: one call alone is the next tap, several are that tap held down. */
  readonly afterTap?: number;
  /** Such a call, of which it is not known yet whether it stays alone. */
  readonly lone?: number;
}

interface Asking {
  /** The window was asked then, for the first or second time. */
  readonly asked?: { readonly at: number; readonly times: number };
}

export interface Gesture {
  readonly phase: Phase;
  readonly rhythm?: Rhythm | undefined;
}

export interface Moment {
  readonly at: number;
  /** A voice is heard then. */
  readonly speaking?: boolean;
}

export type GestureEvent =
  /** `recording`: a dictation runs, whoever started it. */
  | { readonly kind: 'press'; readonly at: number; readonly recording?: boolean }
  | ({ readonly kind: 'tick' } & Moment)
  /** The window's answer to what was asked at that time. */
  | ({ readonly kind: 'answered'; readonly askedAt: number } & Moment)
  | { readonly kind: 'dictationEnded'; readonly at: number };

export interface GestureStep {
  readonly gesture: Gesture;
  readonly act?: 'start' | 'stop' | 'ask';
}

export const atRest: Gesture = { phase: { kind: 'resting' } };

/** Desktops wait 250 to 1000 ms before the first repeat of a held key. */
const longestInitialDelay = 1_100;
const usualInitialDelay = 700;
/** On a machine without a moment to spare it may come so late. */
const lateFirstRepeat = 2_000;
/** How far a repeat may be off the time at which it is due. */
const echoWidth = 35;
const quietAfterRelease = 150;
/** Nobody lets go in the middle of a word; and the first hold of all has the start of the server beside it. */
const quietInDoubt = 500;
const lookAgain = 30;
/** A slower answer was given by a busy window: it is asked once more. */
const promptAnswer = 40;
const mostQuestions = 2;
/** A window that answers nothing is not waited for. */
const longestAnswer = 2_000;

/** When to send a tick, unless another event comes first. */
export function wakeAt({ phase, rhythm }: Gesture): number | undefined {
  if (!isOpen(phase)) return undefined;
  if (phase.asked !== undefined) return phase.asked.at + longestAnswer;
  switch (phase.kind) {
    case 'pressed':
      return phase.at + longestInitialDelay;
    case 'held':
      return Math.max(lastCall(phase) + quiet(phase.calls, rhythm), phase.patientUntil ?? 0);
    case 'toggled':
    case 'ignoring':
      return phase.lone + quietAfterRepeat;
  }
}

/** What more calls, or none, will decide. */
type Open = Pressed | Held | ((Toggled | Ignoring) & { readonly lone: number });

function isOpen(phase: Phase): phase is Open {
  return (
    phase.kind === 'pressed' ||
    phase.kind === 'held' ||
    ((phase.kind === 'toggled' || phase.kind === 'ignoring') && phase.lone !== undefined)
  );
}

export function gestureStep(gesture: Gesture, event: GestureEvent, mode: GestureMode): GestureStep {
  switch (event.kind) {
    case 'press':
      return press(gesture, event, mode);
    case 'tick':
      return tick(gesture, event, mode);
    case 'answered':
      return answered(gesture, event, mode);
    case 'dictationEnded':
      return dictationEnded(gesture);
  }
}

type Press = Extract<GestureEvent, { kind: 'press' }>;

function press(gesture: Gesture, event: Press, mode: GestureMode): GestureStep {
  const { phase, rhythm } = gesture;
  const { at } = event;
  switch (phase.kind) {
    case 'resting':
      return begin(rhythm, event, mode);
    case 'ignoring':
      return belongsToThePressBefore(phase, at)
        ? become(afterRepeat(phase, rhythm, at), rhythm)
        : begin(rhythm, event, mode);
    case 'pressed':
      return become({ kind: 'held', delay: at - phase.at, calls: [at] }, rhythm);
    case 'held': {
      const calls = [...phase.calls, at].slice(-callsKept);
      return become({ kind: 'held', delay: phase.delay, calls }, learned(rhythm, phase.delay, calls));
    }
    case 'toggled':
      return pressAgain(phase, rhythm, at, mode);
  }
}

function pressAgain(phase: Toggled, rhythm: Rhythm | undefined, at: number, mode: GestureMode): GestureStep {
  const { first, lone } = phase;
  if (mode === 'toggle')
    return isRepeat(phase, rhythm, at) ? become({ ...phase, last: at }, rhythm) : end(rhythm, at);
  if (lone !== undefined) return become({ kind: 'held', calls: [lone, at] }, rhythm);
  return at - first < lateFirstRepeat
    ? become({ kind: 'toggled', first, last: at, lone: at }, rhythm)
    : end(rhythm, at);
}

function begin(rhythm: Rhythm | undefined, { at, recording = false }: Press, mode: GestureMode): GestureStep {
  if (recording) return end(rhythm, at); // begun by the palette, say: the key ends it as a second tap would
  const phase: Phase = mode === 'toggle' ? { kind: 'toggled', first: at, last: at } : { kind: 'pressed', at };
  return { gesture: { phase, rhythm }, act: 'start' };
}

/** By a press; the key may stay down. */
function end(rhythm: Rhythm | undefined, at: number): GestureStep {
  const gap = firstRepeatWithin(rhythm, usualInitialDelay);
  return { gesture: { phase: { kind: 'ignoring', last: at, gap, afterTap: at }, rhythm }, act: 'stop' };
}

/** The first call behind such a tap is a repeat of it where one is due then; else that is open. */
function afterRepeat({ afterTap }: Ignoring, rhythm: Rhythm | undefined, at: number): Ignoring {
  const over: Ignoring = { kind: 'ignoring', last: at, gap: quietAfterRepeat };
  if (afterTap === undefined) return over;
  const isDue = rhythm !== undefined && Math.abs(at - afterTap - rhythm.delay) <= echoWidth;
  return isDue ? over : { ...over, lone: at };
}

/** In toggle mode the key may be held at the start: its repeats are no second tap. */
function isRepeat({ first, last }: Toggled, rhythm: Rhythm | undefined, at: number): boolean {
  const within = last === first ? firstRepeatWithin(rhythm, longestInitialDelay) : quietAfterRepeat;
  return at - last < within;
}

function tick(gesture: Gesture, moment: Moment, mode: GestureMode): GestureStep {
  const { phase, rhythm } = gesture;
  const { at } = moment;
  const due = wakeAt(gesture);
  if (!isOpen(phase) || due === undefined || at < due) return { gesture };
  return phase.asked === undefined ? ask(phase, rhythm, at, 1) : decide(phase, rhythm, moment, mode);
}

function ask(phase: Open, rhythm: Rhythm | undefined, at: number, times: number): GestureStep {
  return { gesture: { phase: { ...phase, asked: { at, times } }, rhythm }, act: 'ask' };
}

function answered(
  gesture: Gesture,
  event: Extract<GestureEvent, { kind: 'answered' }>,
  mode: GestureMode,
): GestureStep {
  const { at, askedAt } = event;
  const { phase, rhythm } = gesture;
  if (!isOpen(phase)) return { gesture };
  if (phase.asked?.at !== askedAt) return { gesture }; // a call came in between: the key is down
  return at - askedAt > promptAnswer && phase.asked.times < mostQuestions
    ? ask(phase, rhythm, at, phase.asked.times + 1)
    : decide(phase, rhythm, event, mode);
}

/** Nothing more comes from this press. */
function decide(
  phase: Open,
  rhythm: Rhythm | undefined,
  { at, speaking = false }: Moment,
  mode: GestureMode,
): GestureStep {
  if (phase.kind === 'ignoring') return begin(rhythm, { kind: 'press', at: phase.lone }, mode);
  if (phase.kind === 'toggled') return end(rhythm, phase.lone);
  const isPatient = speaking || rhythm === undefined;
  if (phase.kind === 'held' && isPatient && at - lastCall(phase) < quietInDoubt) {
    const { delay, calls } = phase;
    return become({ kind: 'held', delay, calls, patientUntil: at + lookAgain }, rhythm);
  }
  if (phase.kind === 'held') {
    // Where a second key was pressed meanwhile, only that one repeats, after its own delay.
    const echo = phase.delay === undefined ? {} : { echo: lastCall(phase) + phase.delay };
    const over: Ignoring = { kind: 'ignoring', last: at, gap: quietAfterRelease, ...echo };
    return { gesture: { phase: over, rhythm }, act: 'stop' };
  }
  // No repeat came: the key went up before the first one.
  return mode === 'hold'
    ? { gesture: { phase: { kind: 'resting' }, rhythm }, act: 'stop' }
    : become({ kind: 'toggled', first: phase.at, last: phase.at }, rhythm);
}

/** By Escape, say, or refused at once. The key may still be down: its repeats must not start the next dictation. */
function dictationEnded(gesture: Gesture): GestureStep {
  const { phase, rhythm } = gesture;
  if (phase.kind === 'resting' || phase.kind === 'ignoring') return { gesture };
  const last = lastCall(phase);
  if (phase.kind === 'held') {
    return become(
      { kind: 'ignoring', last, gap: Math.max(quietAfterRepeat, quiet(phase.calls, rhythm)) },
      rhythm,
    );
  }
  const gap = firstRepeatWithin(rhythm, longestInitialDelay);
  return become({ kind: 'ignoring', last, gap, afterTap: last }, rhythm);
}

function belongsToThePressBefore({ last, gap, echo }: Ignoring, at: number): boolean {
  return at - last < gap || (echo !== undefined && Math.abs(at - echo) <= echoWidth);
}

function lastCall(phase: Exclude<Phase, { kind: 'resting' }>): number {
  if (phase.kind === 'held') return phase.calls.at(-1) ?? 0;
  return phase.kind === 'pressed' ? phase.at : phase.last;
}

function become(phase: Phase, rhythm: Rhythm | undefined): GestureStep {
  return { gesture: { phase, rhythm } };
}
