// Which packages bring a missing tool, on the Linux distributions where we know it.
// Promises: one command that can be pasted into a terminal.
// Must not know: why the tool is needed or how it is looked for.

import { readFileSync } from 'node:fs';

const packages = {
  cmake: { debian: 'cmake', fedora: 'cmake', arch: 'cmake' },
  ninja: { debian: 'ninja-build', fedora: 'ninja-build', arch: 'ninja' },
  compiler: { debian: 'g++', fedora: 'gcc-c++', arch: 'gcc' },
  binutils: { debian: 'binutils', fedora: 'binutils', arch: 'binutils' },
  patch: { debian: 'patch', fedora: 'patch', arch: 'patch' },
  tar: { debian: 'tar', fedora: 'tar', arch: 'tar' },
  npm: { debian: 'npm', fedora: 'nodejs-npm', arch: 'npm' },
  glslc: { debian: 'glslc', fedora: 'glslc', arch: 'shaderc' },
  'vulkan-headers': {
    debian: 'libvulkan-dev',
    fedora: 'vulkan-headers vulkan-loader-devel',
    arch: 'vulkan-headers vulkan-icd-loader',
  },
  'spirv-headers': { debian: 'spirv-headers', fedora: 'spirv-headers-devel', arch: 'spirv-headers' },
  rocm: {
    debian: 'hipcc libhipblas-dev librocblas-dev',
    fedora: 'rocm-hip-devel hipblas-devel rocblas-devel',
    arch: 'rocm-hip-sdk',
  },
};

const commands = {
  debian: 'sudo apt-get install -y --no-install-recommends',
  fedora: 'sudo dnf install -y',
  arch: 'sudo pacman -S --needed',
};

const names = { debian: 'Debian/Ubuntu', fedora: 'Fedora', arch: 'Arch' };

/** The command for this machine's distribution, or, where it is another one, the commands of all we know. */
export function installCommand(needs, family = distribution()) {
  const command = (of) => `${commands[of]} ${needs.map((need) => packages[need][of]).join(' ')}`;
  if (family) return command(family);
  return Object.keys(commands)
    .map((of) => `${names[of]}: ${command(of)}`)
    .join('\n');
}

export function packageNames(needs, family = distribution() ?? 'debian') {
  return needs.map((need) => packages[need][family]).join(' ');
}

export function distribution() {
  let release = '';
  try {
    release = readFileSync('/etc/os-release', 'utf8');
  } catch {
    return undefined;
  }
  const words = [...release.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)/gm)].flatMap((match) => match[1].split(' '));
  if (words.some((word) => word === 'debian' || word === 'ubuntu')) return 'debian';
  if (words.some((word) => word === 'fedora' || word === 'rhel')) return 'fedora';
  return words.includes('arch') ? 'arch' : undefined;
}
