// A path as a person writes it into a setting. Pure.

/**
 * `~` is the home folder, and what is relative is taken from the folder. Where there is none, it stays relative: whoever
 * would use it refuses it, because where a program happens to run is nothing that a person knows.
 */
export function expandPath(written: string, home: string, folder: string | undefined): string {
  const path = written.trim();
  if (path === '~') return home;
  if (path.startsWith('~/')) return home + path.slice(1);
  if (path === '' || path.startsWith('/') || folder === undefined) return path;
  return `${folder.replace(/\/+$/, '')}/${path.replace(/^(?:\.\/+)+/, '')}`;
}
