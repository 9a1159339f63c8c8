// The doctor's report as a text with places for buttons: a summary line, then the findings, those first that need
// something done. The same text is what goes into a bug report.

import * as vscode from 'vscode';
import type { Finding, Remedy, Weight } from '../../doctor/finding.ts';
import { remedyLabel, subjectText } from './doctorWords.ts';

export type Button =
  | { readonly kind: 'again' }
  | { readonly kind: 'copyReport' }
  | { readonly kind: 'remedy'; readonly remedy: Remedy }
  | { readonly kind: 'copyCommand'; readonly command: string };

export interface DoctorReport {
  readonly text: string;
  readonly buttons: readonly { readonly line: number; readonly button: Button; readonly label: string }[];
}

const marks: Readonly<Record<Weight, string>> = { trouble: '✗', hint: '!', fine: '✓' };
const weights: readonly Weight[] = ['trouble', 'hint', 'fine'];

export function doctorReport(findings: readonly Finding[], about: string): DoctorReport {
  const t = vscode.l10n.t;
  const count = (weight: Weight) => findings.filter((one) => one.weight === weight).length;
  const lines = [
    t(
      'Sotto setup check: {0} to mend, {1} to know, {2} fine',
      count('trouble'),
      count('hint'),
      count('fine'),
    ),
    about,
    '',
  ];
  const buttons: { line: number; button: Button; label: string }[] = [
    { line: 0, button: { kind: 'again' }, label: t('Check Again') },
    { line: 0, button: { kind: 'copyReport' }, label: t('Copy for a Bug Report') },
  ];
  for (const weight of weights) {
    for (const { subject, remedies, command } of findings.filter((one) => one.weight === weight)) {
      const line = lines.length;
      lines.push(`${marks[weight]} ${subjectText(subject)}`);
      for (const remedy of remedies)
        buttons.push({ line, button: { kind: 'remedy', remedy }, label: remedyLabel(remedy) });
      if (command !== undefined) {
        buttons.push({ line, button: { kind: 'copyCommand', command }, label: t('Copy Command') });
        lines.push(`      ${command}`);
      }
    }
  }
  return { text: `${lines.join('\n')}\n`, buttons };
}
