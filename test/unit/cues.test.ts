// The transcript of a sound file: the documents that it becomes, and the work phrase by phrase.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { windowSamples, windowSeconds } from '../../src/audio/voice.ts';
import type { Problem } from '../../src/base/problem.ts';
import { fail, ok, type Result } from '../../src/base/result.ts';
import { FileTranscription } from '../../src/dictation/fileTranscription.ts';
import { type Cue, type CueFormat, clock, formatCues } from '../../src/text/cues.ts';

const cues: readonly Cue[] = [
  { from: 0.3, to: 2.5, text: 'First words.' },
  { from: 3, to: 4, text: 'A < b & c --> d.' },
  { from: 3_661.0409, to: 3_662, text: 'An hour later.' },
];

const documents: { readonly [Format in CueFormat]: string } = {
  text: 'First words. A < b & c --> d.\n\nAn hour later.\n',
  timed: '[00:00:00] First words.\n[00:00:03] A < b & c --> d.\n[01:01:01] An hour later.\n',
  srt: `1
00:00:00,300 --> 00:00:02,500
First words.

2
00:00:03,000 --> 00:00:04,000
A < b & c --> d.

3
01:01:01,041 --> 01:01:02,000
An hour later.
`,
  vtt: `WEBVTT

00:00:00.300 --> 00:00:02.500
First words.

00:00:03.000 --> 00:00:04.000
A &lt; b &amp; c --&gt; d.

01:01:01.041 --> 01:01:02.000
An hour later.
`,
};

for (const [format, document] of Object.entries(documents)) {
  test(`as ${format}`, () => assert.equal(formatCues(cues, format as CueFormat), document));
}

test('times', () => {
  const rows = [
    [0, '.', '00:00:00.000'],
    [0.9996, '.', '00:00:01.000'],
    [59.9996, ',', '00:01:00,000'],
    [359_999, '', '99:59:59'],
    [-1, '', '00:00:00'],
  ] as const;
  for (const [seconds, point, text] of rows) assert.equal(clock(seconds, point), text);
});

const reads = { likelihood: (window: Int16Array) => Number(window.some((sample) => sample !== 0)) };

/** Seconds of voice and, as negative numbers, of silence. */
function sound(...score: readonly number[]): Uint8Array {
  const windows = score.map((seconds) => {
    const count = Math.round(Math.abs(seconds) / windowSeconds);
    return new Uint8Array(count * windowSamples * 2).fill(seconds < 0 ? 0 : 9);
  });
  return Buffer.concat(windows);
}

function transcriptionWith(...answers: readonly Result<string, Problem>[]) {
  const prompts: string[] = [];
  const left = [...answers];
  const transcribe = async (_phrase: unknown, prompt: string) => {
    prompts.push(prompt);
    return left.shift() ?? ok('more');
  };
  const abort = new AbortController();
  return { prompts, abort, transcription: new FileTranscription({ transcribe }, reads, abort.signal) };
}

const rounded = ({ from, to, text }: Cue) => `${from.toFixed(1)}-${to.toFixed(1)} ${text}`;

test('each phrase is a cue at its place, and the next is told what was said before', async () => {
  const { transcription, prompts } = transcriptionWith(ok(' One.\n'), ok(' [BLANK_AUDIO] '), ok(' Three.'));
  await transcription.hear(sound(-1, 2, -1));
  await transcription.hear(sound(1, -1, 1, -1));
  await transcription.end();
  assert.deepEqual(transcription.cues.map(rounded), ['0.4-3.3 One.', '5.4-7.3 Three.']);
  assert.deepEqual(prompts, ['', 'One.', 'One.']);
});

test('words at a seam without a pause stand once', async () => {
  const { transcription } = transcriptionWith(ok('we go on and'), ok('and on without a pause'));
  await transcription.hear(sound(-1, 27, -1));
  await transcription.end();
  assert.deepEqual(
    transcription.cues.map(({ text }) => text),
    ['we go on and', 'on without a pause'],
  );
});

const died: Problem = { kind: 'serverDied', detail: 'ended by SIGKILL', tail: [] };

test('a phrase that fails is asked for once more, and then ends the work with what was done', async () => {
  const { transcription } = transcriptionWith(ok('one'), fail(died), ok('two'), fail(died), fail(died));
  assert.deepEqual(await transcription.hear(sound(-1, 1, -1, 1, -1)), ok(undefined));
  assert.deepEqual(await transcription.hear(sound(1, -1)), fail(died));
  assert.deepEqual(
    transcription.cues.map(({ text }) => text),
    ['one', 'two'],
  );
});

test('cancelled, nothing more is asked and nothing has failed', async () => {
  const { transcription, prompts, abort } = transcriptionWith();
  abort.abort();
  assert.deepEqual(await transcription.hear(sound(-1, 1, -1)), ok(undefined));
  assert.deepEqual(await transcription.end(), ok(undefined));
  assert.deepEqual(prompts, []);
});
