// Is this file a whole whisper model? Walks the records of the ggml format from first to last without loading
// the weights. Pure over a reader of byte ranges. Needed because the server does not notice a file that was
// cut inside its last tensor: it loads and writes nonsense.

import type { ModelFault } from '../base/problem.ts';

export type ReadBytes = (offset: number, length: number) => Promise<Uint8Array>;

const magic = 0x67676d6c;
/** Places in the header's settings: they say how many tensors the file must hold. */
const header = { settings: 11, audioLayers: 4, textContext: 5, textLayers: 8 };
const most = { dimensions: 4, nameBytes: 256, tokens: 200_000, tokenBytes: 1_024, mel: 256 * 1_024 };

/** ggml type -> elements and bytes of one block. */
const blocks: Readonly<Record<number, readonly [elements: number, bytes: number]>> = {
  0: [1, 4], // f32
  1: [1, 2], // f16
  2: [32, 18], // q4_0
  3: [32, 20], // q4_1
  6: [32, 22], // q5_0
  7: [32, 24], // q5_1
  8: [32, 34], // q8_0
  10: [256, 84], // q2_K
  11: [256, 110], // q3_K
  12: [256, 144], // q4_K
  13: [256, 176], // q5_K
  14: [256, 210], // q6_K
};

export async function faultOfModel(read: ReadBytes, size: number): Promise<ModelFault | undefined> {
  const cursor = new Cursor(read, size);
  try {
    if ((await cursor.int()) !== magic) return 'notAModel';
    const settings: number[] = [];
    for (let index = 0; index < header.settings; index++) settings.push(await cursor.int());
    const mel = (await cursor.int()) * (await cursor.int());
    if (mel <= 0 || mel > most.mel) return 'notAModel';
    cursor.skip(4 * mel);
    const tokens = await cursor.int();
    if (tokens <= 0 || tokens > most.tokens) return 'notAModel';
    for (let token = 0; token < tokens; token++) {
      const length = cursor.intAtHand() ?? (await cursor.int());
      if (length < 0 || length > most.tokenBytes) return 'notAModel';
      cursor.skip(length);
    }
    let tensors = 0;
    for (; !cursor.atEnd; tensors++) {
      if (!(await skipTensor(cursor))) return 'notAModel';
    }
    return tensors < tensorsOf(settings) ? 'truncated' : undefined;
  } catch (error) {
    if (error instanceof PastEnd) return 'truncated';
    throw error;
  }
}

export interface ModelTokens {
  /** Each token in the order of their ids, one character a byte: they are no whole UTF-8. */
  readonly tokens: readonly string[];
  /** How many tokens of a prompt the server keeps: half the text context less the mark before the prompt. */
  readonly promptTokens: number;
}

/** The token list of a model file that was found whole; undefined where it cannot be read. */
export async function tokensOfModel(read: ReadBytes, size: number): Promise<ModelTokens | undefined> {
  const cursor = new Cursor(read, size);
  try {
    if ((await cursor.int()) !== magic) return undefined;
    const settings: number[] = [];
    for (let index = 0; index < header.settings; index++) settings.push(await cursor.int());
    cursor.skip(4 * (await cursor.int()) * (await cursor.int()));
    const count = await cursor.int();
    if (count <= 0 || count > most.tokens) return undefined;
    const tokens: string[] = [];
    while (tokens.length < count) {
      const length = cursor.intAtHand() ?? (await cursor.int());
      if (length < 0 || length > most.tokenBytes) return undefined;
      tokens.push(cursor.bytesAtHand(length) ?? (await cursor.bytes(length)));
    }
    return { tokens, promptTokens: Math.floor((settings[header.textContext] ?? 0) / 2) - 1 };
  } catch (error) {
    if (error instanceof PastEnd) return undefined;
    throw error;
  }
}

/** What whisper's loader asks for: 7 and 4 outside the layers, 15 in each of the encoder's, 24 of the decoder's. */
function tensorsOf(settings: readonly number[]): number {
  return 11 + 15 * (settings[header.audioLayers] ?? 0) + 24 * (settings[header.textLayers] ?? 0);
}

async function skipTensor(cursor: Cursor): Promise<boolean> {
  const dimensions = await cursor.int();
  const nameBytes = await cursor.int();
  const block = blocks[await cursor.int()];
  if (dimensions < 1 || dimensions > most.dimensions) return false;
  if (nameBytes < 1 || nameBytes > most.nameBytes || block === undefined) return false;
  let elements = 1;
  for (let dimension = 0; dimension < dimensions; dimension++) elements *= await cursor.int();
  if (elements <= 0 || elements % block[0] !== 0) return false;
  cursor.skip(nameBytes + (elements / block[0]) * block[1]);
  return true;
}

class PastEnd extends Error {}

/** Reads forward in windows, so that thousands of small records are not thousands of reads. */
class Cursor {
  private position = 0;
  private window: Uint8Array = new Uint8Array();
  private windowStart = 0;

  constructor(
    private readonly read: ReadBytes,
    private readonly size: number,
  ) {}

  get atEnd(): boolean {
    return this.position === this.size;
  }

  async int(): Promise<number> {
    if (this.position + 4 > this.size) throw new PastEnd();
    const value = this.intAtHand();
    if (value !== undefined) return value;
    this.windowStart = this.position;
    this.window = await this.read(this.position, Math.min(65_536, this.size - this.position));
    const read = this.intAtHand();
    if (read === undefined) throw new PastEnd();
    return read;
  }

  /** Without waiting, where the window holds it: fifty thousand tokens are not worth as many promises. */
  intAtHand(): number | undefined {
    const from = this.position - this.windowStart;
    if (from < 0 || from + 4 > this.window.byteLength) return undefined;
    this.position += 4;
    return new DataView(this.window.buffer, this.window.byteOffset).getInt32(from, true);
  }

  async bytes(length: number): Promise<string> {
    if (this.position + length > this.size) throw new PastEnd();
    this.windowStart = this.position;
    this.window = await this.read(this.position, Math.min(65_536, this.size - this.position));
    const read = this.bytesAtHand(length);
    if (read === undefined) throw new PastEnd();
    return read;
  }

  bytesAtHand(length: number): string | undefined {
    const from = this.position - this.windowStart;
    if (from < 0 || from + length > this.window.byteLength) return undefined;
    this.position += length;
    return String.fromCharCode(...this.window.subarray(from, from + length));
  }

  skip(bytes: number): void {
    this.position += bytes;
    if (this.position > this.size) throw new PastEnd();
  }
}
