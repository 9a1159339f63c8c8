// The distributions by how they install programs, and the command for it. Pure.

export type PackageFamily = 'debian' | 'fedora' | 'arch' | 'suse';

/** What brings a program, by the names that each family has for it. */
export type Packages = Readonly<Record<PackageFamily, string>>;

/** Reads the text of /etc/os-release. */
export function packageFamily(osRelease: string): PackageFamily | undefined {
  const ids = [...osRelease.matchAll(/^ID(?:_LIKE)?=(.*)$/gm)].flatMap(([, value]) =>
    (value ?? '').replace(/["']/g, '').split(/\s+/),
  );
  if (ids.some((id) => id === 'debian' || id === 'ubuntu')) return 'debian';
  if (ids.some((id) => id === 'fedora' || id === 'rhel')) return 'fedora';
  if (ids.some((id) => id === 'arch')) return 'arch';
  if (ids.some((id) => id.includes('suse'))) return 'suse';
  return undefined;
}

const installers: Packages = {
  debian: 'sudo apt install',
  fedora: 'sudo dnf install',
  arch: 'sudo pacman -S',
  suse: 'sudo zypper install',
};

/** Undefined where nobody knows how this distribution installs programs. */
export function installCommandFor(packages: Packages, family: PackageFamily | undefined): string | undefined {
  return family === undefined ? undefined : `${installers[family]} ${packages[family]}`;
}
