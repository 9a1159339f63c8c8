// What a comment's planner must know about a place, and what it plans. Plain data.

import type { Piece } from '../../grammar/pieces.ts';
import type { Markers } from './markers.ts';

export interface Point {
  readonly line: number;
  readonly character: number;
}

export interface Situation {
  readonly lines: readonly string[];
  /** The selection, or twice the cursor. */
  readonly start: Point;
  readonly end: Point;
  /** Of the inner language at the place. */
  readonly languageId: string;
  readonly markers: Markers;
  /** The place is in a comment: words put there would be part of it. */
  readonly inComment: boolean;
  /** The line where the function around the place begins, where VS Code knows it. */
  readonly functionAround: number | undefined;
  readonly style: CommentStyle;
  readonly grammar: Grammar;
}

export interface CommentStyle {
  readonly wrapColumn: number;
  readonly tabSize: number;
  /** One step of indentation. */
  readonly indent: string;
  /** Where a comment goes that is dictated behind code. */
  readonly afterCode: 'trailing' | 'above';
}

/** What the installed grammars say; `undefined` where they say nothing. */
export interface Grammar {
  /** The pieces of lines, both included. */
  pieces(from: number, to: number): Promise<readonly (readonly Piece[])[] | undefined>;
  /** The pieces of a text that would stand in place of this line. */
  tried(line: number, text: string): Promise<readonly Piece[] | undefined>;
}

/** The text that replaces a range, and where the cursor stands in it afterwards. Lines end with `\n`. */
export interface CommentEdit {
  readonly start: Point;
  readonly end: Point;
  readonly text: string;
  readonly caret: number;
}
