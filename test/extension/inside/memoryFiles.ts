// A file system in memory, as the virtual workspaces of VS Code have: without a search, without anything on a disk.

import * as vscode from 'vscode';

export class MemoryFiles implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  private readonly files: ReadonlyMap<string, string>;
  /** What was read, by path. */
  readonly read: string[] = [];

  constructor(files: Readonly<Record<string, string>>) {
    this.files = new Map(Object.entries(files));
  }

  stat({ path }: vscode.Uri): vscode.FileStat {
    const text = this.files.get(path);
    if (text !== undefined) return { type: vscode.FileType.File, ctime: 0, mtime: 1, size: text.length };
    if (this.inside(path).length > 0) return { type: vscode.FileType.Directory, ctime: 0, mtime: 1, size: 0 };
    throw vscode.FileSystemError.FileNotFound(path);
  }

  readDirectory({ path }: vscode.Uri): [string, vscode.FileType][] {
    const kinds = this.inside(path).map((rest): [string, vscode.FileType] => [
      rest.split('/')[0] ?? '',
      rest.includes('/') ? vscode.FileType.Directory : vscode.FileType.File,
    ]);
    return [...new Map(kinds)];
  }

  readFile({ path }: vscode.Uri): Uint8Array {
    this.read.push(path);
    const text = this.files.get(path);
    if (text === undefined) throw vscode.FileSystemError.FileNotFound(path);
    return new TextEncoder().encode(text);
  }

  watch = () => new vscode.Disposable(() => {});
  createDirectory(): void {}
  writeFile(): void {}
  delete(): void {}
  rename(): void {}

  private inside(path: string): readonly string[] {
    const folder = path.endsWith('/') ? path : `${path}/`;
    return [...this.files.keys()]
      .filter((file) => file.startsWith(folder))
      .map((file) => file.slice(folder.length));
  }
}
