// What for: the true state of the editors, told by a small extension of the tests' own inside VS Code. The
// screen holds only the lines in view, with spaces replaced, and reading it by copying would move the
// cursors.
// Promises: before it answers it waits until everything that the window did before has arrived in the
// extension host. It reads, and changes nothing but user settings, when it is asked to: code-server does not
// notice a settings file that was changed from outside. Installed beside what is tested, not part of it.
// Must not know: Sotto.
import { request } from 'node:http';
import { writeExtension } from './unpackedExtension.ts';

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface EditorState {
  readonly uri: string;
  readonly language: string;
  readonly text: string;
  readonly dirty: boolean;
  readonly version: number;
  readonly selections: readonly {
    readonly anchor: Position;
    readonly active: Position;
    readonly text: string;
  }[];
}

export interface WindowState {
  readonly active: EditorState | null;
  readonly visible: readonly EditorState[];
  /** Every open document with a text, shown or not. */
  readonly documents: readonly Pick<EditorState, 'uri' | 'language' | 'text' | 'dirty' | 'version'>[];
  readonly terminals: readonly string[];
}

export const witnessSocketVariable = 'SOTTO_TEST_WITNESS';

/** Puts the witness into an extensions folder of a VS Code that is not running. */
export function installWitness(extensions: string): void {
  writeExtension(extensions, 'witness', program);
}

/** Asks a running witness; fails while the extension host is starting or gone. */
export async function askWitness(socketPath: string): Promise<WindowState> {
  return JSON.parse(await call(socketPath, '/state', '')) as WindowState;
}

/** Sets user settings in the running window; null takes one away. */
export async function changeSettings(
  socketPath: string,
  changes: Readonly<Record<string, unknown>>,
): Promise<void> {
  await call(socketPath, '/settings', JSON.stringify(changes), 20_000);
}

function call(socketPath: string, path: string, body: string, timeoutMs = 5000): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { socketPath, path, method: 'POST', agent: false, timeout: timeoutMs },
      (response) => {
        let answer = '';
        response.setEncoding('utf8').on('data', (data: string) => (answer += data));
        response.once('end', () => {
          if (response.statusCode === 200) resolve(answer);
          else reject(new Error(`The witness failed: ${answer}`));
        });
      },
    );
    asked.once('timeout', () =>
      asked.destroy(new Error(`The witness did not answer within ${timeoutMs} ms`)),
    );
    asked.once('error', reject);
    asked.end(body);
  });
}

/** `getCommands` goes to the window and back, on the same ordered way on which edits and selections come. */
const program = `'use strict';
const vscode = require('vscode');
const http = require('node:http');
const fs = require('node:fs');

const position = ({ line, character }) => ({ line, character });
const documentState = (d) => ({
  uri: d.uri.toString(), language: d.languageId, text: d.getText(), dirty: d.isDirty, version: d.version,
});
const editorState = (e) => ({
  ...documentState(e.document),
  selections: e.selections.map((s) => ({
    anchor: position(s.anchor), active: position(s.active), text: e.document.getText(s),
  })),
});

async function state() {
  await vscode.commands.getCommands(true);
  const active = vscode.window.activeTextEditor;
  return {
    active: active ? editorState(active) : null,
    visible: vscode.window.visibleTextEditors.map(editorState),
    documents: vscode.workspace.textDocuments.filter((d) => !d.isClosed).map(documentState),
    terminals: vscode.window.terminals.map((t) => t.name),
  };
}

async function change(settings) {
  for (const [name, value] of Object.entries(settings)) {
    await vscode.workspace.getConfiguration().update(name, value === null ? undefined : value, true);
  }
  return {};
}

async function answer(request) {
  let body = '';
  for await (const part of request.setEncoding('utf8')) body += part;
  return request.url === '/settings' ? change(JSON.parse(body)) : state();
}

let server;
exports.activate = () => {
  const socket = process.env.${witnessSocketVariable};
  if (!socket) return;
  fs.rmSync(socket, { force: true });
  server = http.createServer((request, response) => {
    answer(request).then(
      (value) => response.end(JSON.stringify(value)),
      (error) => { response.statusCode = 500; response.end(String(error && error.stack)); },
    );
  });
  server.keepAliveTimeout = 1;
  server.listen(socket);
};
exports.deactivate = () => { if (server) server.close(); };
`;
