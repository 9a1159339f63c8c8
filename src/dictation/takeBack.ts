// Takes back what was dictated last, or exchanges it for what was heard, where it stands now; and the deeds that a
// dictation can end with. The next time the one before it is meant.

import type { Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Spoken } from '../text/spokenEdit.ts';
import type { Ledger } from './ledger.ts';
import type { Insertion, Place } from './ports.ts';

export async function scratchThat(ledger: Ledger): Promise<Result<unknown, Problem>> {
  const { last } = ledger;
  if (last === undefined) return fail({ kind: 'nothingToTakeBack' });
  const removed = await last.insertion.remove();
  if (removed.ok || removed.error.kind === 'cannotTakeBack') ledger.remove(last);
  return removed;
}

export async function insertRaw(ledger: Ledger): Promise<Result<unknown, Problem>> {
  const { last } = ledger;
  if (last === undefined) return fail({ kind: 'nothingToTakeBack' });
  const raw = await last.insertion.replace(last.transcript);
  if (!raw.ok) return raw;
  ledger.add({ ...last, insertion: raw.value }, last);
  return ok(undefined);
}

/** Said in one breath with other words, "scratch that" meant them, and they were not written. */
export async function editPlace(
  place: Place,
  { said, edit }: Spoken,
  ledger: Ledger,
): Promise<Result<unknown, Problem>> {
  if (edit === undefined) return ok(undefined);
  if (edit === 'scratchThat') return said === '' ? scratchThat(ledger) : ok(undefined);
  place.move(edit);
  return ok(undefined);
}

/** Where the retry of a dictation goes: to the text that it became. */
export function placeOf(insertion: Insertion): Place {
  return {
    target: () => insertion.target(),
    insert: (text) => insertion.replace(text),
    preview() {},
    move() {},
    release() {},
  };
}
