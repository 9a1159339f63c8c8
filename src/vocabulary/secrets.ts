// Keeps keys, tokens and passwords out of the vocabulary: what enters it is sent to the recogniser with every
// request and stands in the log. Pure. In doubt a word is left out: the price is one word spelled wrongly.

import { partsOf } from './names.ts';

const shapes: readonly RegExp[] = [
  /^(?=.*[0-9])(?:sk|pk|rk|ghp|gho|ghu|ghs|ghr|glpat|xox[abprs]|npm|hf|pypi|shpat|dop_v1)[-_][A-Za-z0-9_-]{8,}$/,
  /^github_pat_/,
  /^(?:AKIA|ASIA|AIza|ya29|eyJ)[A-Za-z0-9_-]{8,}/,
  /^[0-9a-f]{8}-[0-9a-f]{4}-/i,
  /^(?=.*[0-9])[0-9a-f]{12,}$/i,
];

export function looksLikeSecret(word: string): boolean {
  return shapes.some((shape) => shape.test(word)) || looksRandom(word);
}

/** Letters of both cases and digits in quick alternation, over a length that nobody would speak. */
function looksRandom(word: string): boolean {
  if (word.length < 16) return false;
  const digits = (word.match(/[0-9]/g) ?? []).length;
  const turns = (word.match(/[a-z][A-Z0-9]|[A-Z][0-9]|[0-9][A-Za-z]/g) ?? []).length;
  return (digits >= 3 && turns / word.length > 0.2) || /[^aeiouyAEIOUY\W_\d]{9,}/.test(word);
}

/** A text given to a name that speaks of a secret: `password: "…"`, `const apiKey: string = '…'`. */
const given =
  /((?:secret|token|passw(?:or)?d|passphrase|pwd|credential|(?:api|access|private|auth)[_-]?key)[\w-]{0,40}["'\]]{0,2}\s{0,4}(?::\s{0,4}\w{1,20}\s{0,4})?(?:=>|:=|[:=])\s{0,4})(?:(["'`])[^"'`\n]{1,200}\2|(?=\S*\d)[A-Za-z0-9+/_=-]{8,}(?![\w(.]))/gi;
const longRun = /[A-Za-z0-9+/_-]{12,}={0,2}/g;

/** The text with spaces in place of what looks like a secret; everything else stands where it stood. */
export function withoutSecrets(text: string): string {
  return text
    .replace(given, (whole, name: string) => name.padEnd(whole.length))
    .replace(longRun, (run) => (looksLikeSecret(run) || looksEncoded(run) ? ' '.repeat(run.length) : run));
}

/** Base64 and the like: what would be the words of a name are hardly longer than two letters. */
function looksEncoded(run: string): boolean {
  if (run.length < 24 || !/\d/.test(run) || !/[a-z]/.test(run) || !/[A-Z]/.test(run)) return false;
  return run.replace(/[^A-Za-z0-9]/g, '').length / partsOf(run).length < 2.6;
}

const secretFile =
  /(?:^|[\\/])(?:\.env(?:rc|\.[^\\/]*)?|[^\\/]*\.env|\.npmrc|\.netrc|\.pypirc|\.htpasswd|\.pgpass|\.git-credentials|\.dockercfg|id_(?:rsa|dsa|ecdsa|ed25519)[^\\/]*|credentials[^\\/]*|secrets?(?:\.[^\\/]*)?|[^\\/]*\.(?:pem|key|p12|pfx|jks|keystore|kdbx|gpg|asc|crt|cer|tfvars|tfstate))$/i;

/** Files that nothing is read from, however they are named otherwise. */
export function isSecretFile(path: string): boolean {
  return secretFile.test(path) || /[\\/]\.(?:ssh|aws|gnupg|kube|docker)[\\/]/.test(path);
}
