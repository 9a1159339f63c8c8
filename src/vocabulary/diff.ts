// The lines that a diff of git adds or takes away. Pure. Nothing of a file that holds secrets.

import { isSecretFile } from './secrets.ts';

export function changedLines(diff: string): string {
  let secret = false;
  let columns = 1;
  const lines: string[] = [];
  for (const line of diff.split('\n')) {
    if (line.startsWith('diff --')) {
      secret = namesSecretFile(line);
      columns = line.startsWith('diff --git') ? 1 : 2; // a merge compares with two versions
    } else if (!secret && /[+-]/.test(line.slice(0, columns)) && !/^(?:\+\+\+|---) /.test(line)) {
      lines.push(line.slice(columns));
    }
  }
  return lines.join('\n');
}

/** Names with spaces stand as they are, those with rare letters in quotes. */
function namesSecretFile(header: string): boolean {
  const words = header.replaceAll('"', '').split(' ');
  return words.some((_, from) => isSecretFile(words.slice(from).join(' ')));
}
