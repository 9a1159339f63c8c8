// On which hardware the model really runs, in the words that fit a status bar, and whether that is less than was
// wished. The one place where the server's verdict meets what the machine has.

import type { Gpu } from '../gpu/devices.ts';
import type { ServerState } from '../server/lifecycle.ts';
import type { SettingTypes } from './ids.ts';

export interface RunsOn {
  /** Short enough for the status bar: a proper name, the same in every language. */
  readonly label: string;
  readonly isGpu: boolean;
  /** A GPU is here and was wished for, and the CPU works. */
  readonly fellBack: boolean;
}

const notKnown: RunsOn = { label: 'GPU', isGpu: false, fellBack: false };

export function runsOn(
  server: ServerState,
  wish: SettingTypes['server.backend'],
  gpu: Gpu | undefined,
): RunsOn {
  if (server.kind !== 'ready') return notKnown;
  const { verdict } = server.acceleration;
  switch (verdict.kind) {
    case 'gpu':
      return { label: verdict.device.replace(/\d+$/, ''), isGpu: true, fellBack: false };
    case 'cpu': {
      // On "auto" a GPU that nobody uses is a fallback too, also where no backend for it was built.
      const isLess = verdict.why === 'fellBack' || (wish === 'auto' && gpu !== undefined);
      return { label: 'CPU', isGpu: false, fellBack: isLess };
    }
    case 'unknown':
      return notKnown;
  }
}
