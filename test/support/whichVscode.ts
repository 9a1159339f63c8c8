// What for: decides in which VS Code the extension-host tests run: the desktop one, or the one in the
// browser.
// Promises: SOTTO_VSCODE=desktop|browser is obeyed; `auto` (or nothing) takes the desktop only where one is
// given by SOTTO_VSCODE_EXECUTABLE or can be downloaded, and a screen to show it on exists; it answers within
// seconds.
// Must not know: how either is started.

export type VscodeKind = 'desktop' | 'browser';

const downloadCheck = 'https://update.code.visualstudio.com/api/releases/stable';

export async function whichVscode(env: NodeJS.ProcessEnv = process.env): Promise<VscodeKind> {
  const wanted = env['SOTTO_VSCODE'] ?? 'auto';
  if (wanted === 'desktop' || wanted === 'browser') return wanted;
  if (wanted !== 'auto') throw new Error(`SOTTO_VSCODE is "${wanted}", it may be auto, desktop or browser`);

  const screen = process.platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
  if (!screen) return 'browser';
  if (env['SOTTO_VSCODE_EXECUTABLE']) return 'desktop';
  return !env['CI'] && (await canDownload()) ? 'desktop' : 'browser';
}

async function canDownload(): Promise<boolean> {
  try {
    return (await fetch(downloadCheck, { method: 'HEAD', signal: AbortSignal.timeout(3000) })).ok;
  } catch {
    return false;
  }
}
