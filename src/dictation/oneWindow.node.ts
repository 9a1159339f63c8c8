// Of all the windows of a person only one records: where a recording begins, that of another window ends, and what
// was said there is written there. The windows meet over one file, which holds the name of the one that began last.
// Promises: where there is no such file, a dictation goes on all the same.

import { randomUUID } from 'node:crypto';
import { type FSWatcher, mkdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Disposable, disposable } from '../base/disposables.ts';
import type { Log } from '../base/log.ts';
import type { Dictation } from './dictation.ts';
import { isListening } from './machine.ts';

/** `folder`: one that all windows of this person know, and nobody else. */
export function onlyOneWindowRecords(
  dictation: Pick<Dictation, 'onChange' | 'stop'>,
  folder: string,
  log: Log,
): Disposable {
  const file = join(folder, 'recording');
  let watching: FSWatcher | undefined;
  const end = () => {
    watching?.close();
    watching = undefined;
  };
  const begin = () => {
    const own = randomUUID();
    const look = () => {
      if (![undefined, '', own].includes(contentOf(file))) dictation.stop();
    };
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(file, own, { mode: 0o600 });
      const mine = watch(file, look);
      mine.on('error', end);
      watching = mine;
      // Another window may have written between our writing and our watching: nobody would tell of that any more.
      queueMicrotask(() => watching === mine && look());
    } catch (error) {
      log.debug(`the other windows are not told of this recording: ${String(error)}`);
    }
  };
  const listening = dictation.onChange((state) => {
    if (!isListening(state)) end();
    else if (state.kind === 'arming') begin();
  });
  return disposable(() => {
    listening.dispose();
    end();
  });
}

/** Empty for the moment in which it is written; nothing where somebody cleans up. */
function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
