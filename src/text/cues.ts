// The transcript of a sound file as a document: plain text in paragraphs, with time stamps, or as subtitles. Pure.

import { escapeMarkup } from '../base/markup.ts';

export interface Cue {
  /** In seconds from the beginning of the file. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export const cueFormats = ['text', 'timed', 'srt', 'vtt'] as const;
export type CueFormat = (typeof cueFormats)[number];

/** A longer pause begins a paragraph. */
const paragraphPause = 2;

export function formatCues(cues: readonly Cue[], format: CueFormat): string {
  switch (format) {
    case 'text':
      return `${paragraphs(cues).join('\n\n')}\n`;
    case 'timed':
      return cues.map(({ from, text }) => `[${clock(from, '')}] ${text}\n`).join('');
    case 'srt':
      return cues
        .map(
          ({ from, to, text }, index) => `${index + 1}\n${clock(from, ',')} --> ${clock(to, ',')}\n${text}\n`,
        )
        .join('\n');
    case 'vtt': {
      // `<` would begin a tag, and `-->` a time.
      const blocks = cues.map(
        ({ from, to, text }) => `${clock(from, '.')} --> ${clock(to, '.')}\n${escapeMarkup(text)}\n`,
      );
      return ['WEBVTT\n', ...blocks].join('\n');
    }
  }
}

function paragraphs(cues: readonly Cue[]): readonly string[] {
  const all: string[] = [];
  for (const [index, { from, text }] of cues.entries()) {
    const before = cues[index - 1];
    if (before === undefined || from - before.to > paragraphPause) all.push(text);
    else all[all.length - 1] += ` ${text}`;
  }
  return all;
}

/** `point`: what stands before the milliseconds; without one there are none. */
export function clock(seconds: number, point: ',' | '.' | ''): string {
  const whole = Math.max(0, Math.round(seconds * 1_000));
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const time = `${two(whole / 3_600_000)}:${two((whole / 60_000) % 60)}:${two((whole / 1_000) % 60)}`;
  return point === '' ? time : `${time}${point}${String(whole % 1_000).padStart(3, '0')}`;
}
