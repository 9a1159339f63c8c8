// Words and signs put together to one text with the spaces that belong between them, in code and in prose. Between
// two words the space stays as it was.

import type { SymbolForm } from './symbolTable.ts';
import { isProse, type Target } from './target.ts';

export type Piece =
  | { readonly kind: 'text'; readonly gap: string; readonly text: string }
  | { readonly kind: 'sign'; readonly form: SymbolForm };

export function printed(pieces: readonly Piece[], target: Target): string {
  const out: string[] = [];
  const openQuotes = new Set<string>();
  let before: Side = sideBefore(target);
  for (const piece of pieces) {
    if (piece.kind === 'text') {
      const parted =
        before.kind === 'word' ? piece.gap : before.kind === 'glue' || out.length === 0 ? '' : ' ';
      out.push(parted, piece.text);
      before = piece.text === '' ? before : { kind: 'word', text: piece.text };
      continue;
    }
    const { text } = piece.form;
    const join = resolved(piece.form, before, openQuotes);
    out.push(out.length > 0 && spaceBefore(join, text, before, target) ? ' ' : '', text);
    before = { kind: glues.has(join) ? 'glue' : 'sign', text };
  }
  return out.join('');
}

/** What was written last: after `glue` comes no space, between two words the space that was there. */
interface Side {
  readonly kind: 'start' | 'word' | 'sign' | 'glue';
  readonly text: string;
}

type Resolved =
  | 'word'
  | 'operator'
  | 'behind'
  | 'tight'
  | 'opening'
  | 'block'
  | 'closing'
  | 'prefix'
  | 'break';

const glues: ReadonlySet<Resolved> = new Set(['tight', 'opening', 'block', 'prefix', 'break']);
const canBeUnary = /^[-+*&]$/;
const wantsOperand = /[=<>+\-*/%&|^!?:,([{~]$|^(?:return|case|yield|in|and|or|not|await|typeof)$/;

/** An underscore behind them begins a name. */
const comesBeforeName =
  /^(?:def|class|const|let|var|fn|func|function|return|import|from|as|in|new|await|private|public|static)$/;

function sideBefore({ before }: Target): Side {
  return { kind: 'start', text: before.trimEnd().slice(-1) };
}

function resolved({ text, join }: SymbolForm, before: Side, openQuotes: Set<string>): Resolved {
  if (join === 'quote') {
    const closes = openQuotes.delete(text);
    if (!closes) openQuotes.add(text);
    return closes ? 'closing' : 'block';
  }
  if (/^_+$/.test(text) && comesBeforeName.test(before.text)) return 'prefix';
  const isSign = canBeUnary.test(text) && (before.text === '' || wantsOperand.test(before.text));
  return join === 'operator' && isSign ? 'prefix' : join;
}

/** A call or an index stands at its name, a condition apart from its keyword. */
const keywords =
  /^(?:if|else|for|while|switch|catch|return|in|of|and|or|not|case|await|yield|import|from|elif|match|with)$/;

function spaceBefore(join: Resolved, text: string, before: Side, target: Target): boolean {
  if (before.kind === 'glue') return false;
  // "vec![…]" and "user!.name": behind a name it belongs to it.
  if (text === '!' && join === 'prefix' && before.kind === 'word' && !wantsOperand.test(before.text))
    return keywords.test(before.text);
  switch (join) {
    case 'behind':
    case 'tight':
    case 'closing':
    case 'break':
      return false;
    case 'opening':
      if (isProse(target) && text === '(') return true;
      return before.kind === 'word' ? keywords.test(before.text) : !/[)\]]$/.test(before.text);
    default:
      return true;
  }
}
