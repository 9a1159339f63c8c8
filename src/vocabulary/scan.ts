// Finds the names in a piece of source or prose without a parser: quick enough for thousands of files, and good
// enough, because a name is a name in every language. Pure. Leaves out keywords, numbers and secrets.

import { longestName } from './names.ts';
import { looksLikeSecret, withoutSecrets } from './secrets.ts';

export interface FoundName {
  readonly name: string;
  /** Offset of the occurrence that is nearest to the focus. */
  readonly at: number;
  readonly count: number;
}

const namePattern = /[\p{L}_$][\p{L}\p{M}\p{N}_$]*/gu;
const shortestName = 3;

const keywords: ReadonlySet<string> = new Set(
  `abstract and any array assert async auto await bool boolean break byte case catch char class const constexpr
  continue debugger declare def default defer del delete double dyn each elif else elsif end ensure enum except
  export extends extern false final finally float fn for foreach foreign from func function global goto if impl
  implements import in include instanceof int interface is lambda let long loop match mod module mut namespace
  native new nil none nonlocal not null number object of operator or out override package pass private protected
  pub public raise readonly ref register require rescue return self short signed sizeof static str string struct
  super switch synchronized template then this throw throws trait transient true try type typedef typename typeof
  undef undefined union unless unsafe unsigned until use using val var virtual void volatile when where while with
  yield`.split(/\s+/),
);

export function isKeyword(word: string): boolean {
  return keywords.has(word.toLowerCase());
}

/** All names of a text, each once. `focus` is the offset of the cursor in it. */
export function namesIn(text: string, focus = 0): readonly FoundName[] {
  const found = new Map<string, { at: number; count: number }>();
  for (const match of withoutSecrets(text).matchAll(namePattern)) {
    const [name] = match;
    if (name.length < shortestName || name.length > longestName) continue;
    const known = found.get(name);
    if (known === undefined) {
      if (!keywords.has(name) && !looksLikeSecret(name)) found.set(name, { at: match.index, count: 1 });
      continue;
    }
    known.count += 1;
    if (Math.abs(match.index - focus) < Math.abs(known.at - focus)) known.at = match.index;
  }
  return [...found].map(([name, { at, count }]) => ({ name, at, count }));
}
