// On which hardware the model really runs, in the words that fit a status bar, and whether that is less than was
// wished: the server's verdict, made short.

import type { ServerState } from '../server/lifecycle.ts';

export interface RunsOn {
  /** Short enough for the status bar: a proper name, the same in every language. */
  readonly label: string;
  readonly isGpu: boolean;
  /** A GPU is here or was wished for, and the CPU works. */
  readonly fellBack: boolean;
}

const notKnown: RunsOn = { label: 'GPU', isGpu: false, fellBack: false };

export function runsOn(server: ServerState): RunsOn {
  if (server.kind !== 'ready') return notKnown;
  const { verdict } = server.acceleration;
  switch (verdict.kind) {
    case 'gpu':
      return { label: verdict.device.replace(/\d+$/, ''), isGpu: true, fellBack: false };
    case 'cpu':
      // The figures behind it are the GPU's all the same.
      return { label: 'CPU · GPU', isGpu: false, fellBack: verdict.why === 'fellBack' };
    case 'unknown':
      return notKnown;
  }
}
