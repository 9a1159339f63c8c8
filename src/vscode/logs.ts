// The two output channels: what Sotto does, and what the server says. Created on the first line that is written,
// so that a start of VS Code costs nothing.

import * as vscode from 'vscode';
import type { Disposable } from '../base/disposables.ts';
import type { Log } from '../base/log.ts';

export class Channel implements Log, Disposable {
  private channel: vscode.LogOutputChannel | undefined;

  constructor(private readonly name: string) {}

  debug(message: string): void {
    this.open().debug(message);
  }

  info(message: string): void {
    this.open().info(message);
  }

  warn(message: string): void {
    this.open().warn(message);
  }

  error(message: string): void {
    this.open().error(message);
  }

  show(): void {
    this.open().show(true);
  }

  dispose(): void {
    this.channel?.dispose();
  }

  private open(): vscode.LogOutputChannel {
    this.channel ??= vscode.window.createOutputChannel(this.name, { log: true });
    return this.channel;
  }
}
