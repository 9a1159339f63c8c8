// What for: the Chromium of this machine, without a screen, as every test in a browser has it.
// Promises: it asks nobody on the network by itself.
// Must not know: which pages it shows.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** `more`: further arguments of Chromium. */
export async function launchBrowser(...more: readonly string[]): Promise<Browser> {
  const args = [
    ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
    ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ...more,
  ];
  return await chromium.launch({ executablePath: browserProgram(), headless: true, args });
}

function browserProgram(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const wanted = process.env['CHROMIUM'];
  const candidates = wanted ? [wanted] : names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (!found)
    throw new Error(`No Chromium was found (${wanted ?? names.join(', ')}): install it, or set CHROMIUM`);
  return found;
}
