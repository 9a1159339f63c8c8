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

/** `npm run bench:context -- MODEL …` prints word error rates over the 169 clips of people in shared/recordings. */
const rows: readonly Row[] = [
  {
    model: /^tiny\.en$/,
    context: { least: 768, margin: 400 },
    evidence: '70 clips of people: 7.96 % as with the whole window; 11.2 % at 256 and 128',
  },
  {
    model: /^base$/,
    context: undefined,
    evidence: '70 clips of people: 6.4 % with the whole window; 8.7 % at 768 and 400',
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
