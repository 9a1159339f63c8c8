// Whether the machine runs on its battery, as the kernel says. Where nothing tells, it does not.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** `sysRoot` stands for /sys. */
export async function isOnBattery(sysRoot: string): Promise<boolean> {
  const folder = join(sysRoot, 'class', 'power_supply');
  const names = await readdir(folder).catch(() => []);
  const supplies = await Promise.all(
    names.map(async (name) => {
      const said = (what: string) =>
        readFile(join(folder, name, what), 'utf8').then(
          (text) => text.trim(),
          () => '',
        );
      const [type, scope, status] = await Promise.all(['type', 'scope', 'status'].map(said));
      // A mouse has a battery too: its scope is "Device".
      return type === 'Battery' && scope !== 'Device' && status === 'Discharging';
    }),
  );
  return supplies.some((discharging) => discharging);
}
