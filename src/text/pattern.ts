// Regular expressions of users, run so that none can hang: all ways through a pattern are followed side by side, one
// character after the other, and every step is counted. Knows what dictation needs: characters, classes, groups,
// alternatives, repetition, line ends and word borders. No look-around and no back-references: those cannot be
// followed side by side. JavaScript's own engine is never used for them.

import type { ReplacementFault } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { type Node, parsePattern, type Test } from './patternSyntax.ts';

/** How many more steps may be taken; shared by all patterns of a text. */
export interface Budget {
  left: number;
}

export interface Match {
  readonly start: number;
  readonly end: number;
  /** The whole match and its groups. */
  readonly groups: readonly (string | undefined)[];
}

export interface Pattern {
  /** The first match from `from` on; undefined also where the budget ends before one is found. */
  find(text: string, from: number, budget: Budget): Match | undefined;
}

type Step =
  | { readonly kind: 'take'; readonly test: Test }
  | { readonly kind: 'fork'; first: number; second: number }
  | { readonly kind: 'jump'; to: number }
  | { readonly kind: 'mark'; readonly slot: number }
  | { readonly kind: 'at'; readonly holds: (text: string, at: number) => boolean }
  | { readonly kind: 'done' };

const longestPattern = 300;
const mostSteps = 2_000;

export function compilePattern(source: string, ignoreCase: boolean): Result<Pattern, ReplacementFault> {
  if (source.length > longestPattern) return fail('tooLong');
  const parsed = parsePattern(source, ignoreCase);
  if (!parsed.ok) return parsed;
  const steps: Step[] = [];
  if (!emit(steps, { kind: 'group', slot: 0, body: parsed.value.root })) return fail('repetition');
  steps.push({ kind: 'done' });
  const slots = 2 * (parsed.value.groups + 1);
  return ok({ find: (text, from, budget) => search(steps, slots, text, from, budget) });
}

/** False if the pattern becomes too long. */
function emit(steps: Step[], node: Node): boolean {
  if (steps.length > mostSteps) return false;
  switch (node.kind) {
    case 'take':
      steps.push({ kind: 'take', test: node.test });
      return true;
    case 'at':
      steps.push({ kind: 'at', holds: node.holds });
      return true;
    case 'row':
      return node.parts.every((part) => emit(steps, part));
    case 'group': {
      steps.push({ kind: 'mark', slot: 2 * node.slot });
      const whole = emit(steps, node.body);
      steps.push({ kind: 'mark', slot: 2 * node.slot + 1 });
      return whole;
    }
    case 'either': {
      const fork = { kind: 'fork' as const, first: steps.length + 1, second: 0 };
      steps.push(fork);
      if (!emit(steps, node.first)) return false;
      const jump = { kind: 'jump' as const, to: 0 };
      steps.push(jump);
      fork.second = steps.length;
      const whole = emit(steps, node.second);
      jump.to = steps.length;
      return whole;
    }
    case 'repeat':
      return emitRepeat(steps, node);
  }
}

function emitRepeat(steps: Step[], { body, least, most, lazy }: Extract<Node, { kind: 'repeat' }>): boolean {
  for (let count = 0; count < least; count += 1) if (!emit(steps, body)) return false;
  const optional = most === Number.POSITIVE_INFINITY ? 1 : most - least;
  const forks: Extract<Step, { kind: 'fork' }>[] = [];
  for (let count = 0; count < optional; count += 1) {
    const fork = { kind: 'fork' as const, first: steps.length + 1, second: 0 };
    const at = steps.length;
    steps.push(fork);
    forks.push(fork);
    if (!emit(steps, body)) return false;
    if (most === Number.POSITIVE_INFINITY) steps.push({ kind: 'jump', to: at });
  }
  for (const fork of forks) {
    fork.second = steps.length;
    if (lazy) [fork.first, fork.second] = [fork.second, fork.first];
  }
  return true;
}

interface Way {
  readonly step: number;
  readonly marks: readonly number[];
}

function search(
  steps: readonly Step[],
  slots: number,
  text: string,
  from: number,
  budget: Budget,
): Match | undefined {
  const seen = new Int32Array(steps.length).fill(-1);
  const none: readonly number[] = new Array(slots).fill(-1);
  let ways: Way[] = [];
  let best: readonly number[] | undefined;
  for (let at = from; at <= text.length; ) {
    if (best === undefined) follow(steps, ways, seen, { step: 0, marks: none }, text, at, budget);
    if (ways.length === 0 && best !== undefined) break;
    const code = text.codePointAt(at);
    const next = at + (code !== undefined && code > 0xffff ? 2 : 1);
    const going: Way[] = [];
    for (const { step: number, marks } of ways) {
      const step = steps[number];
      budget.left -= 1;
      if (step?.kind === 'done') {
        best = marks;
        break; // the ways behind it are worse
      }
      if (step?.kind === 'take' && code !== undefined && step.test(code)) {
        follow(steps, going, seen, { step: number + 1, marks }, text, next, budget);
      }
    }
    budget.left -= 1;
    if (budget.left < 0) return undefined;
    ways = going;
    at = next;
  }
  return best === undefined ? undefined : matchOf(text, best);
}

/** Adds a way, and all that it leads to without taking a character, best first. */
function follow(
  steps: readonly Step[],
  ways: Way[],
  seen: Int32Array,
  start: Way,
  text: string,
  at: number,
  budget: Budget,
): void {
  const open: Way[] = [start];
  for (let way = open.pop(); way !== undefined; way = open.pop()) {
    const step = steps[way.step];
    if (step === undefined || seen[way.step] === at) continue;
    seen[way.step] = at;
    budget.left -= 1;
    switch (step.kind) {
      case 'jump':
        open.push({ step: step.to, marks: way.marks });
        break;
      case 'fork':
        open.push({ step: step.second, marks: way.marks }, { step: step.first, marks: way.marks });
        break;
      case 'mark':
        open.push({ step: way.step + 1, marks: way.marks.with(step.slot, at) });
        break;
      case 'at':
        if (step.holds(text, at)) open.push({ step: way.step + 1, marks: way.marks });
        break;
      default:
        ways.push(way);
    }
  }
}

function matchOf(text: string, marks: readonly number[]): Match {
  const [start = 0, end = 0] = marks;
  const groups: (string | undefined)[] = [];
  for (let slot = 0; slot < marks.length; slot += 2) {
    const [from = -1, to = -1] = marks.slice(slot, slot + 2);
    groups.push(from < 0 || to < from ? undefined : text.slice(from, to));
  }
  return { start, end, groups };
}
