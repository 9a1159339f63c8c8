// Tells when a window begins to record, from the file over which the windows of a person meet. Where there is no such
// file nothing is told.

import { type FSWatcher, mkdirSync, watch } from 'node:fs';
import { type Disposable, disposable } from '../base/disposables.ts';
import { reasonOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';

/** `folder` and `file`: where the window that begins writes its name. */
export function whenWindowsRecord(folder: string, file: string, begins: () => void, log: Log): Disposable {
  let watching: FSWatcher | undefined;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    watching = watch(folder, (_, name) => {
      if (name === file) begins();
    });
    watching.on('error', () => watching?.close());
  } catch (error) {
    log.debug(`this window does not see when others record: ${reasonOf(error)}`);
  }
  return disposable(() => watching?.close());
}
