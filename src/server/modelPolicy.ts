// What each model bears: how much of its 30 s window it must look at, and how long a prompt is worth its time.
// Promises: pure; every row has the measurement that it rests on; a model that was never measured looks at the whole
// window. Must not know: where a model's file comes from, or how a request is sent.

export interface ContextPolicy {
  /** In positions of the encoder: 50 for each second, 1,500 for the whole window. */
  readonly least: number;
  /** What is looked at after the end of the sound. */
  readonly margin: number;
}

export interface ModelPolicy {
  /** Undefined: always the whole window. */
  readonly context: ContextPolicy | undefined;
}

interface Row extends ModelPolicy {
  /** The file's name without `ggml-`, the quantisation and `.bin`. */
  readonly model: RegExp;
  readonly evidence: string;
}

/**
 * Word error rates with Whisper's English normaliser over every second of the 169 recordings of people in
 * shared/recordings (85 clips), q5_1, flash attention with its padding masked, one temperature, no time stamps, as
 * `npm run bench:context -- MODEL --least … --margin …` prints them; "plain": the same files sent whole with the server's own
 * fields.
 */
const rows: readonly Row[] = [
  {
    model: /^tiny\.en$/,
    context: { least: 768, margin: 400 },
    evidence: '10.30 % (768 and 300: 10.30 %), the whole window 10.79 %, plain 11.53 %; 256 and 128 loops',
  },
  {
    model: /^base$/,
    context: { least: 1280, margin: 600 },
    evidence: '8.07 %, plain 9.64 %; 768 and 400 was 8.7 % where the whole window had 6.4 % (70 other clips)',
  },
  {
    // FUTO trains these to bear a context of the length of the sound.
    model: /acft/,
    context: { least: 256, margin: 128 },
    evidence: "not measured here: FUTO's own keyboard cuts to the length of the sound",
  },
  {
    model: /^nano\.en$/,
    context: { least: 256, margin: 128 },
    evidence: 'the test model of this project was trained on contexts of every length (test/fixtures/models)',
  },
];

const wholeWindow: ModelPolicy = { context: undefined };

/** `file`: a path or a name, with or without its folder. */
export function policyFor(file: string): ModelPolicy {
  const name = modelName(file);
  return rows.find(({ model }) => model.test(name)) ?? wholeWindow;
}

export function modelName(file: string): string {
  return file
    .replace(/^.*[\\/]/, '')
    .replace(/^ggml-/, '')
    .replace(/\.bin$/, '')
    .replace(/-q\d_\w+$/, '')
    .toLowerCase();
}
