// What spoken words mean at the beginning of a comment: "todo" and "fix me" become marks, "document this" asks for a
// doc comment and its parts name the slots. Pure.

/** "to do this we need" is a sentence. */
const todo =
  /^(?:to-?do|to do(?!\s+(?:this|that|these|those|it|so|what|which|with|without|anything|everything|all)\b))\b[\s:,.;-]*/i;
const fixMe = /^(?:fix-?me|fix me)\b[\s:,.;-]*/i;

export function marked(text: string): string {
  if (todo.test(text)) return join('TODO:', text.replace(todo, ''));
  if (fixMe.test(text)) return join('FIXME:', text.replace(fixMe, ''));
  return text;
}

function join(mark: string, rest: string): string {
  return rest === '' ? mark : `${mark} ${rest}`;
}

export interface SpokenDoc {
  readonly summary: string;
  readonly params: readonly { readonly name: string; readonly text: string }[];
  readonly returns: string | undefined;
  readonly throws: string | undefined;
}

const request = /^document (?:this|that)(?: (?:function|method|class))?\b[\s,.:;-]*/i;
const slot = /(?<=^|[.,;:!?]\s*|\s)(param(?:eter)?|returns?|throws|raises)\b[\s,:]*/gi;

/** The parts of "document this …", or `undefined` for any other text. `params` are the names in the signature. */
export function spokenDoc(text: string, params: readonly string[]): SpokenDoc | undefined {
  if (!request.test(text)) return undefined;
  const rest = text.replace(request, '');
  const cuts = slotsIn(rest, params);
  const part = (index: number) => {
    const cut = cuts[index];
    return sentence(rest.slice(cut?.end ?? 0, cuts[index + 1]?.start ?? rest.length));
  };
  const all = cuts.map((cut, index) => ({ ...cut, text: part(index) }));
  const of = (kind: Cut['kind']) => all.find((cut) => cut.kind === kind)?.text;
  return {
    summary: sentence(rest.slice(0, cuts[0]?.start ?? rest.length)),
    params: all.flatMap(({ name, text }) => (name === undefined ? [] : [{ name, text }])),
    returns: of('returns'),
    throws: of('throws'),
  };
}

const verbBefore = /\b(?:that|which|it|who|what|and|also|then|or|not|to|function|method)\s+$/i;

interface Cut {
  readonly kind: 'param' | 'returns' | 'throws';
  readonly name?: string;
  readonly start: number;
  readonly end: number;
}

function slotsIn(text: string, params: readonly string[]): readonly Cut[] {
  const cuts: Cut[] = [];
  for (const { 0: whole, 1: word = '', index } of text.matchAll(slot)) {
    const [start, end] = [index, index + whole.length];
    if (/^param/i.test(word)) {
      const named = nameAt(text.slice(end), params);
      if (named) cuts.push({ kind: 'param', name: named.name, start, end: end + named.length });
    } else if (/^(?:throws|raises)/i.test(word)) cuts.push({ kind: 'throws', start, end });
    // A verb inside a sentence is no slot: "the value that it returns".
    else if (!verbBefore.test(text.slice(0, index)) && !cuts.some(({ kind }) => kind === 'returns')) {
      cuts.push({ kind: 'returns', start, end });
    }
  }
  return cuts;
}

/** "user name" and "username" are `userName` or `user_name`; the longest name wins. */
function nameAt(
  text: string,
  params: readonly string[],
): { readonly name: string; readonly length: number } | undefined {
  const candidates = params.flatMap((name) => {
    const letters = name.replace(/[^\p{L}\p{N}]/gu, '');
    const pattern = [...letters].map((letter) => letter.replace(/[^\p{L}\p{N}]/gu, '')).join('[\\s_-]?');
    const found =
      letters === '' ? null : new RegExp(`^\\W*${pattern}(?![\\p{L}\\p{N}])[\\s,:.-]*`, 'iu').exec(text);
    return found ? [{ name, length: found[0].length }] : [];
  });
  return candidates.toSorted((a, b) => b.length - a.length)[0];
}

function sentence(text: string): string {
  return text.replace(/^[\s,;:]+|[\s,;:]+$/g, '');
}
