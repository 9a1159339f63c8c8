// Makes a text safe to send to a shell: one line without any sign that a terminal acts on. So a spoken new line runs
// no command, a tab completes nothing, and no sequence that moves or deletes gets in. Pure.

// Control characters of both sets, the separators of lines and paragraphs, and marks that turn the direction.
const acting = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

export function terminalText(text: string): string {
  return text
    .replace(/\s*[\p{Cc}\u2028\u2029]\s*/gu, ' ')
    .replace(acting, '')
    .trim();
}
