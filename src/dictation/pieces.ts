// The parts of an utterance's sound and what became of each: heard, failed, or not asked for yet. Pure. Knows neither
// how a part is cut nor who hears it.

import type { Problem } from '../base/problem.ts';
import { join } from './join.ts';

/** A part of an utterance's sound and what became of it. */
export interface Piece {
  /** Seconds in the utterance's sound. */
  readonly from: number;
  readonly to: number;
  /** Its sound begins before that of the piece before it ends: words there are in both. */
  readonly overlaps?: boolean;
  readonly state: PieceState;
}

export type PieceState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'heard'; readonly text: string }
  | { readonly kind: 'failed'; readonly problem: Problem };

export interface Seconds {
  readonly from: number;
  readonly to: number;
}

/** The words that were heard, in spoken order. */
export function textOf(pieces: readonly Piece[]): string {
  return pieces.reduce(
    (said, { state, overlaps = false }) => (state.kind === 'heard' ? join(said, state.text, overlaps) : said),
    '',
  );
}

export function isHeard({ state }: Piece): boolean {
  return state.kind === 'heard';
}

/** The seconds of which nobody knows the words yet; neighbours are told as one. */
export function missingIn(pieces: readonly Piece[]): readonly Seconds[] {
  const missing: Seconds[] = [];
  let isOpen = false;
  for (const piece of pieces) {
    const { from, to } = piece;
    const last = missing.at(-1);
    if (isHeard(piece)) isOpen = false;
    else if (isOpen && last !== undefined) missing[missing.length - 1] = { from: last.from, to };
    else {
      missing.push({ from, to });
      isOpen = true;
    }
  }
  return missing;
}

/** Why words are missing: what the first of the pieces says that failed. */
export function faultIn(pieces: readonly Piece[]): Problem | undefined {
  for (const { state } of pieces) if (state.kind === 'failed') return state.problem;
  return undefined;
}
