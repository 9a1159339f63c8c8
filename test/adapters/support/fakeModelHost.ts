// What for: a host of model files on the loopback that behaves as it is told: whole, cut, lying, silent.
// Promises: keeps what it was asked for, so that a test can see a resumed download ask for the rest only.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

export type Behaviour =
  | { readonly kind: 'honest' }
  | { readonly kind: 'ignoresRange' }
  /** Sends so many bytes of what was asked and then drops the connection. */
  | { readonly kind: 'cuts'; readonly after: number }
  /** Sends so many bytes of what was asked and then nothing, with the connection open. */
  | { readonly kind: 'stalls'; readonly after: number }
  /** Sends all of it, in so many pieces with pauses between them. */
  | { readonly kind: 'drips'; readonly pieces: number; readonly everyMs: number }
  /** Never even answers. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'adds'; readonly bytes: number }
  | { readonly kind: 'status'; readonly status: number };

export interface FakeModelHost {
  readonly url: string;
  behaviour: Behaviour;
  content: Uint8Array;
  /** The `Range` header of every request, or undefined where there was none. */
  readonly ranges: (string | undefined)[];
  openConnections(): Promise<number>;
  close(): Promise<void>;
}

export async function startFakeModelHost(content: Uint8Array): Promise<FakeModelHost> {
  const server = createServer((request, response) => answer(host, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const host: FakeModelHost = {
    ...{ content, behaviour: { kind: 'honest' }, ranges: [] },
    url: `http://127.0.0.1:${port}/ggerganov/whisper.cpp/resolve/main/ggml-test.bin`,
    openConnections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))),
      ),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return host;
}

function answer(host: FakeModelHost, request: IncomingMessage, response: ServerResponse): void {
  const { behaviour, content } = host;
  const { range } = request.headers;
  host.ranges.push(range);
  if (behaviour.kind === 'silent') return;
  if (behaviour.kind === 'status') {
    response.writeHead(behaviour.status).end('not here');
    return;
  }
  const from = behaviour.kind === 'ignoresRange' ? 0 : Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
  const extra = behaviour.kind === 'adds' ? behaviour.bytes : 0;
  const rest = Buffer.concat([content.subarray(from), Buffer.alloc(extra, 1)]);
  response.writeHead(from > 0 ? 206 : 200, {
    'content-length': rest.length,
    ...(from > 0 ? { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` } : {}),
  });
  if (behaviour.kind === 'drips') {
    void drip(response, rest, behaviour);
    return;
  }
  if (behaviour.kind !== 'cuts' && behaviour.kind !== 'stalls') {
    response.end(rest);
    return;
  }
  response.write(rest.subarray(0, behaviour.after), () => {
    // Only after the client had time to take what was sent: a reset throws away what is under way.
    if (behaviour.kind === 'cuts') response.socket?.end();
  });
}

async function drip(
  response: ServerResponse,
  rest: Uint8Array,
  { pieces, everyMs }: { readonly pieces: number; readonly everyMs: number },
): Promise<void> {
  const size = Math.ceil(rest.length / pieces);
  for (let from = 0; from < rest.length; from += size) {
    response.write(rest.subarray(from, from + size));
    await setTimeout(everyMs);
  }
  response.end();
}
