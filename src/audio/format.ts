// The one audio format inside Sotto: what recorders are asked for and what the recogniser was trained on.
// Signed 16 bit, little endian, mono. Pure.

export const sampleRate = 16_000;
export const bytesPerSample = 2;

export function secondsOf(pcm: Uint8Array): number {
  return pcm.byteLength / bytesPerSample / sampleRate;
}

/** One piece out of many, cut to whole samples. */
export function joinPcm(pieces: readonly Uint8Array[]): Uint8Array {
  const total = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
  const joined = new Uint8Array(total);
  let offset = 0;
  for (const piece of pieces) {
    joined.set(piece, offset);
    offset += piece.byteLength;
  }
  return joined.subarray(0, total - (total % bytesPerSample));
}
