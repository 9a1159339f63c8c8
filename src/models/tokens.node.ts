// Reads the token list out of a model file, once per file: what the vocabulary counts its prompt with.

import { open } from 'node:fs/promises';
import { type ModelTokens, tokensOfModel } from './ggml.ts';

/** Undefined where the file cannot be read or is no model. */
export async function readTokens(file: string): Promise<ModelTokens | undefined> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      return await tokensOfModel(async (offset, length) => {
        const buffer = new Uint8Array(length);
        const { bytesRead } = await handle.read(buffer, 0, length, offset);
        return buffer.subarray(0, bytesRead);
      }, size);
    } finally {
      await handle.close();
    }
  } catch {
    return undefined;
  }
}
