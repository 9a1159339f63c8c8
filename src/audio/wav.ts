// PCM samples as a WAV file in memory, the form in which the server takes audio. Pure.

import { bytesPerSample, sampleRate } from './format.ts';

const headerBytes = 44;

export function wavFile(pcm: Uint8Array): Uint8Array {
  const file = new Uint8Array(headerBytes + pcm.byteLength);
  const view = new DataView(file.buffer);
  const tag = (offset: number, name: string) => {
    for (let index = 0; index < name.length; index++) view.setUint8(offset + index, name.charCodeAt(index));
  };
  tag(0, 'RIFF');
  view.setUint32(4, headerBytes - 8 + pcm.byteLength, true);
  tag(8, 'WAVE');
  tag(12, 'fmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * bytesPerSample, true);
  view.setUint16(32, bytesPerSample, true);
  view.setUint16(34, bytesPerSample * 8, true);
  tag(36, 'data');
  view.setUint32(40, pcm.byteLength, true);
  file.set(pcm, headerBytes);
  return file;
}
