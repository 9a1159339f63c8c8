// The life of one recording as a union and one pure transition: which recorder is started, what happens when one
// gives nothing, stalls or dies while the person speaks, and what the person is told. Runs nothing; recorderLine.node.ts
// runs the effects.

import type { Problem } from '../base/problem.ts';
import type { Recorder } from './recorders.ts';

/** The sound broke off here. */
interface Loss {
  readonly program: string;
  readonly why: 'stalled' | 'stopped';
  readonly cause: Problem;
  readonly since: number;
}

interface Known {
  /** All that may be tried, the best first. */
  readonly order: readonly Recorder[];
  /** '' is the default one. */
  readonly device: string;
  readonly presence: 'unknown' | 'there' | 'gone';
  /** When sound broke off in this recording. */
  readonly losses: readonly number[];
}

interface Trying extends Known {
  readonly recorder: Recorder;
  readonly untried: readonly Recorder[];
  readonly loss: Loss | undefined;
}

export type RecordingLife =
  | ({ readonly kind: 'starting' } & Trying)
  /** The recorder gave nothing: whether the chosen device is there is asked just now. */
  | ({ readonly kind: 'asking'; readonly problem: Problem } & Trying)
  | ({ readonly kind: 'flowing'; readonly recorder: Recorder } & Known)
  | { readonly kind: 'over' };

export type LifeEvent =
  | { readonly kind: 'sound'; readonly at: number }
  | {
      readonly kind: 'gone';
      readonly why: Loss['why'];
      readonly problem: Problem;
      readonly at: number;
      /** When the last sound came. */
      readonly lastSoundAt: number;
    }
  | { readonly kind: 'device'; readonly isThere: boolean }
  | { readonly kind: 'end'; readonly at: number; readonly lastSoundAt: number };

export type LifeEffect =
  | { readonly kind: 'start'; readonly recorder: Recorder; readonly device: string }
  | { readonly kind: 'askDevice'; readonly device: string }
  | { readonly kind: 'flowing' }
  | { readonly kind: 'notice'; readonly problem: Problem }
  | { readonly kind: 'ended'; readonly problem: Problem };

export interface LifeStep {
  readonly life: RecordingLife;
  readonly effects: readonly LifeEffect[];
}

/** A recorder that breaks off more often than that is not started again: the person would hear of nothing else. */
const mostLosses = 4;
const lossesCountMs = 30_000;
/** No recorder of the table holds sound back for so long while it works: see `npm run bench:recorders`. */
export const toldFromMs = 600;

export function beginLife(order: readonly Recorder[], device: string): LifeStep {
  const [recorder, ...untried] = order;
  if (recorder === undefined) return { life: { kind: 'over' }, effects: [] };
  const known: Known = { order, device, presence: 'unknown', losses: [] };
  return start({ ...known, recorder, untried, loss: undefined }, ...asked(device));
}

export function stepLife(life: RecordingLife, event: LifeEvent): LifeStep {
  if (life.kind === 'over') return { life, effects: [] };
  switch (event.kind) {
    case 'sound':
      return life.kind === 'starting' ? flow(life, event.at) : { life, effects: [] };
    case 'gone':
      if (life.kind === 'flowing') return breakOff(life, event);
      return life.kind === 'starting' ? goOnWithout(life, event.problem) : { life, effects: [] };
    case 'device':
      return answered(life, event.isThere);
    case 'end':
      return { life: { kind: 'over' }, effects: missingAtEnd(life, event) };
  }
}

function flow(
  { untried: _, loss, ...rest }: Extract<RecordingLife, { kind: 'starting' }>,
  at: number,
): LifeStep {
  const life: RecordingLife = { ...rest, kind: 'flowing' };
  const effect: LifeEffect = loss === undefined ? { kind: 'flowing' } : gap(loss, at);
  return { life, effects: [effect] };
}

function breakOff(
  life: Extract<RecordingLife, { kind: 'flowing' }>,
  { why, problem, at, lastSoundAt }: Extract<LifeEvent, { kind: 'gone' }>,
): LifeStep {
  const { order, recorder, device } = life;
  const losses = [...life.losses.filter((earlier) => at - earlier < lossesCountMs), at];
  if (losses.length > mostLosses) return end(problem);
  const loss: Loss = { program: recorder.program, why, cause: problem, since: lastSoundAt };
  const untried = order.filter(({ name }) => name !== recorder.name);
  const known: Known = { order, device, presence: 'unknown', losses };
  return start({ ...known, recorder, untried, loss }, ...asked(device));
}

/** A recorder gave nothing: without the device that is gone it may, else the next one. */
function goOnWithout(life: Trying, problem: Problem): LifeStep {
  const { device, presence, untried, loss } = life;
  if (device !== '' && presence === 'unknown')
    return { life: { ...life, kind: 'asking', problem }, effects: [] };
  if (device !== '' && presence === 'gone') return start({ ...life, device: '' });
  const [recorder, ...rest] = untried;
  if (recorder === undefined) return end(loss?.cause ?? problem);
  return start({ ...life, recorder, untried: rest });
}

function answered(life: Exclude<RecordingLife, { kind: 'over' }>, isThere: boolean): LifeStep {
  const { device } = life;
  const told: LifeEffect[] =
    isThere || device === '' ? [] : [{ kind: 'notice', problem: { kind: 'deviceMissing', device } }];
  const known = { ...life, presence: isThere ? ('there' as const) : ('gone' as const) };
  if (known.kind !== 'asking') return { life: known, effects: told };
  const { life: next, effects } = goOnWithout(known, known.problem);
  return { life: next, effects: [...told, ...effects] };
}

/** The recording ends while no sound comes: what was said since is missing. */
function missingAtEnd(
  life: Exclude<RecordingLife, { kind: 'over' }>,
  { at, lastSoundAt }: Extract<LifeEvent, { kind: 'end' }>,
): readonly LifeEffect[] {
  if (life.kind !== 'flowing') return life.loss === undefined ? [] : [gap(life.loss, at)];
  if (at - lastSoundAt < toldFromMs) return [];
  const { program } = life.recorder;
  return [gap({ program, why: 'stalled', since: lastSoundAt }, at)];
}

function start(
  { recorder, untried, loss, order, device, presence, losses }: Trying,
  ...more: LifeEffect[]
): LifeStep {
  const life: RecordingLife = { kind: 'starting', recorder, untried, loss, order, device, presence, losses };
  return { life, effects: [...more, { kind: 'start', recorder, device }] };
}

function end(problem: Problem): LifeStep {
  return { life: { kind: 'over' }, effects: [{ kind: 'ended', problem }] };
}

function asked(device: string): LifeEffect[] {
  return device === '' ? [] : [{ kind: 'askDevice', device }];
}

function gap({ program, why, since }: Omit<Loss, 'cause'>, at: number): LifeEffect {
  return { kind: 'notice', problem: { kind: 'recordingGap', program, why, seconds: (at - since) / 1_000 } };
}
