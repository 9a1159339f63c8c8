// What for: what everybody else does with a recording: the whole file in one request to the same server, with the
// server's own defaults.
// Promises: no field but the file and the format of the answer; the text as the server wrote it.
// Must not know: how Sotto asks.

import { readFileSync } from 'node:fs';
import { wavFile } from '../../src/audio/wav.ts';
import type { WhisperServer } from '../../src/server/server.node.ts';
import { addressIn } from '../adapters/support/whisper.ts';

export async function sendWhole(server: WhisperServer, pcm: Uint8Array): Promise<string> {
  return postSpeech(await inferenceUrl(server), wavFile(pcm), { response_format: 'json' });
}

/** Starts the server if need be. */
export async function inferenceUrl(server: WhisperServer): Promise<string> {
  const started = await server.start();
  if (!started.ok) throw new Error(started.error.kind);
  const command = readFileSync(`/proc/${started.value.pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  const { port, secret } = addressIn(command);
  return `http://127.0.0.1:${port}/${secret}/inference`;
}

/** The `text` of the answer. */
export async function postSpeech(
  url: string,
  wav: Uint8Array,
  fields: Readonly<Record<string, string>>,
): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([wav]), 'audio.wav');
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const answer = await fetch(url, { method: 'POST', body: form });
  if (!answer.ok) throw new Error(`the server refused: ${answer.status}`);
  return String(Object(await answer.json()).text ?? '');
}
