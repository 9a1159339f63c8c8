// What a person has to say about a server that somebody else runs: where it is, whether speech may go there, asked
// once for each address, and its key, which lies in VS Code's secret storage and nowhere else.

import * as vscode from 'vscode';
import type { ExternalServerParts } from '../server/endpoint.node.ts';
import type { Endpoint } from '../server/endpoint.ts';
import { setting } from './settings.ts';

const allowedKey = 'endpoint.allowed';
const secretOf = (origin: string) => `endpoint.key:${origin}`;

export class EndpointAccess implements ExternalServerParts {
  private asking: { readonly origin: string; readonly answer: Promise<boolean> } | undefined;

  constructor(
    private readonly memory: vscode.Memento,
    private readonly secrets: vscode.SecretStorage,
    /** The other machine whose ports can be forwarded to this one. */
    private readonly forwardsFrom: () => string | undefined,
  ) {}

  address(): string {
    return setting('endpoint.url');
  }

  model(): string {
    return setting('endpoint.model');
  }

  /**
   * A server on this machine needs no question: nothing leaves it. But where the window works on another machine, a
   * port here can be one that is forwarded from there.
   */
  async mayLeave(endpoint: Endpoint): Promise<boolean> {
    const remote = endpoint.isLoopback ? this.forwardsFrom() : undefined;
    if (endpoint.isLoopback && remote === undefined) return true;
    const origin = remote === undefined ? endpoint.origin : `${endpoint.origin} ${remote}`;
    if (this.allowed.includes(origin)) return true;
    if (this.asking?.origin !== origin)
      this.asking = { origin, answer: this.ask(endpoint, origin, remote !== undefined) };
    const { asking } = this;
    try {
      return await asking.answer;
    } finally {
      if (this.asking === asking) this.asking = undefined; // who declined is asked again
    }
  }

  async key(origin: string): Promise<string | undefined> {
    return await this.secrets.get(secretOf(origin));
  }

  async askKey(origin: string): Promise<void> {
    const key = await vscode.window.showInputBox({
      title: vscode.l10n.t('API key for {0}', origin),
      prompt: vscode.l10n.t('It is kept in the secret storage of VS Code. Empty: none.'),
      password: true,
      ignoreFocusOut: true,
    });
    if (key === undefined) return;
    if (key.trim() === '') await this.secrets.delete(secretOf(origin));
    else await this.secrets.store(secretOf(origin), key.trim());
  }

  private get allowed(): readonly string[] {
    return this.memory.get<readonly string[]>(allowedKey, []);
  }

  private async ask(
    { origin, isEncrypted }: Endpoint,
    agreed: string,
    isForwarded: boolean,
  ): Promise<boolean> {
    const send = vscode.l10n.t('Send Speech There');
    const question = vscode.l10n.t('Sotto: may what you dictate be sent to {0}?', origin);
    const open = vscode.l10n.t('The connection is not encrypted: others on the way can listen.');
    const forwarded = vscode.l10n.t(
      'This window works on another machine, and the port can be one that is forwarded from there.',
    );
    const picked = await vscode.window.showWarningMessage(
      isForwarded ? `${question} ${forwarded}` : isEncrypted ? question : `${question} ${open}`,
      send,
      vscode.l10n.t('Keep It Here'),
    );
    if (picked !== send) return false;
    await this.memory.update(allowedKey, [...this.allowed, agreed]);
    return true;
  }
}

/** Of a window that works on another machine while Sotto runs on this one. */
export function remoteBeside(
  extension: Pick<vscode.Extension<unknown>, 'extensionKind'>,
  remoteName = vscode.env.remoteName,
): string | undefined {
  if (remoteName === undefined || extension.extensionKind !== vscode.ExtensionKind.UI) return undefined;
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'vscode-remote');
  return folder?.uri.authority || remoteName;
}
