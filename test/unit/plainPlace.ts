// A place without an editor, for tests and benches of everything before it: it hands over what is written there.

import { ok } from '../../src/base/result.ts';
import type { Insertion, Place } from '../../src/dictation/ports.ts';
import type { Target } from '../../src/text/target.ts';

export function plainPlace(
  target: Target,
  write: (text: string) => void,
  preview: (text: string) => void = () => {},
): Place {
  const insert = async (text: string) => {
    write(text);
    return ok(insertion);
  };
  const insertion: Insertion = {
    stands: false,
    isFinal: true,
    target: async () => target,
    remove: async () => ok(undefined),
    replace: insert,
    forget() {},
  };
  return { target: insertion.target, insert, preview, move() {}, release() {} };
}
