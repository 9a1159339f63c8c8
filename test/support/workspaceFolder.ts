// What for: the workspace that a test's VS Code opens.
// Promises: a folder with exactly the given files, or a copy of the given folder.
// Must not know: who opens it.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** File names and their texts, or the path of a folder to copy. */
export type WorkspaceContent = Readonly<Record<string, string>> | string;

export function fillWorkspace(workspace: string, content: WorkspaceContent): void {
  mkdirSync(workspace, { recursive: true });
  if (typeof content === 'string') {
    cpSync(content, workspace, { recursive: true });
    return;
  }
  for (const [name, text] of Object.entries(content)) {
    mkdirSync(dirname(join(workspace, name)), { recursive: true });
    writeFileSync(join(workspace, name), text);
  }
}
