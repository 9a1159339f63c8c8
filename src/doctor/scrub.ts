// Takes out of a report what is nobody's business: the names of the person and the machine, and the folders in
// which files lie. Pure. What belongs to the system keeps its path, because that is what a report is read for.

export interface Private {
  readonly home: string;
  readonly user: string;
  readonly host: string;
  /** Settings that a person chose, such as the name of a microphone. */
  readonly secrets: readonly string[];
}

const system = /^\/(?:dev|sys|proc|usr|lib|lib64|opt\/rocm[^/]*|etc|bin|sbin)(?:\/|$)/;

export function scrub(text: string, { home, user, host, secrets }: Private): string {
  const paths = text.replace(
    /(^|[\s"'(=:])(\/[^\s"'()]*[^\s"'().,;:])/gm,
    (_, before: string, path: string) => before + (system.test(path) ? path : withoutFolders(path, home)),
  );
  return [...secrets, host, user]
    .filter((name) => name.length >= 3)
    .reduce((rest, name) => rest.replaceAll(wholeWord(name), '…'), paths);
}

function withoutFolders(path: string, home: string): string {
  const name = path.split('/').findLast((part) => part !== '') ?? '';
  return path.startsWith(`${home}/`) ? `~/…/${name}` : `…/${name}`;
}

function wholeWord(name: string): RegExp {
  return new RegExp(`(?<![\\w-])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`, 'g');
}
