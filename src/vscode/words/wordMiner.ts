// Keeps the vocabulary fresh while Sotto is in use: after the first dictation began, and from then on when the person
// goes to another file, saves, or pauses. Promises: never in a dictation's way, in steps so short that typing is not
// felt, given up as soon as somebody types, and what was read once is not read again.

import * as vscode from 'vscode';
import type { Clock } from '../../base/clock.ts';
import { type Disposable, DisposableStore, disposable } from '../../base/disposables.ts';
import type { Log } from '../../base/log.ts';
import { knownTermsFor } from '../../vocabulary/knownTerms.ts';
import { ProjectNames } from '../../vocabulary/project.ts';
import type { Term } from '../../vocabulary/terms.ts';
import type { Vocabulary } from '../../vocabulary/vocabulary.ts';
import { isWorkOn } from '../editor/documentChanges.ts';
import { setting } from '../settings.ts';
import { changesNear } from './gitChanges.ts';
import {
  changeTerms,
  diagnosticTerms,
  documentTerms,
  isSource,
  knownTermsOf,
  neighbourTerms,
  neighbourTexts,
  read,
  userTerms,
  vocabularyFile,
  workspaceTerms,
} from './wordSources.ts';
import { filesIn } from './workspaceFiles.ts';

const pauseMs = 1_200;
const stepMs = 6;
const seeAllAgainMs = 15 * 60_000;
const mostFiles = 8_000;

export class WordMiner implements Disposable {
  private readonly project = new ProjectNames();
  private readonly disposables = new DisposableStore();
  private pending: Disposable | undefined;
  private pass: AbortController | undefined;
  private isOn = false;
  private stepBegan = 0;
  private todo: vscode.Uri[] = [];
  private sawAllAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.disposables.add(disposable(() => this.stop()));
  }

  /** From now on; the first look is taken at once. */
  begin(): void {
    if (this.isOn) return;
    this.isOn = true;
    const later = () => this.later();
    this.disposables.add(vscode.workspace.onDidChangeTextDocument((change) => isWorkOn(change) && later()));
    this.disposables.add(vscode.window.onDidChangeActiveTextEditor(later));
    this.disposables.add(vscode.workspace.onDidChangeWorkspaceFolders(later));
    this.disposables.add(vscode.workspace.onDidGrantWorkspaceTrust(later));
    this.disposables.add(
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (this.project.has(uri.toString())) this.todo.push(uri);
        later();
      }),
    );
    this.disposables.add(
      vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration('sotto') && later()),
    );
    const files = vscode.workspace.createFileSystemWatcher(`**/${vocabularyFile}`);
    for (const event of [files.onDidChange, files.onDidCreate, files.onDidDelete])
      this.disposables.add(event(later));
    this.disposables.add(files);
    void this.look();
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private later(): void {
    this.stop();
    this.pending = this.clock.after(pauseMs, () => void this.look());
  }

  private stop(): void {
    this.pending?.dispose();
    this.pass?.abort();
  }

  private async look(): Promise<void> {
    this.pass?.abort();
    const pass = new AbortController();
    this.pass = pass;
    this.stepBegan = this.clock.now();
    try {
      this.vocabulary.set('user', userTerms());
      if (setting('vocabulary.workspace')) await this.lookAround(pass.signal);
      else this.forgetWorkspace();
      await this.settle(pass.signal);
    } catch (error) {
      if (!pass.signal.aborted) this.log.warn(`vocabulary: ${String(error)}`);
    }
  }

  private forgetWorkspace(): void {
    for (const finder of ['workspace', 'file', 'neighbours', 'changes', 'project'])
      this.vocabulary.set(finder, []);
    this.vocabulary.set('known', knownTermsFor(new Set()));
    this.sawAllAt = Number.NEGATIVE_INFINITY;
  }

  private async lookAround(signal: AbortSignal): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
    const own = await Promise.all(folders.map(workspaceTerms));
    this.vocabulary.set('workspace', own.flat());
    await this.settle(signal); // what a person wrote down is there for the very first phrase
    this.vocabulary.set('known', await knownTermsOf(folders, editor?.document));
    await this.settle(signal); // the symbols of a document may take long: a language server starts
    if (editor !== undefined) {
      const { document, selection } = editor;
      this.vocabulary.set('file', [
        ...(await documentTerms(document, selection.active)),
        ...diagnosticTerms(document),
      ]);
      await this.settle(signal); // what is nearest is of use before the rest is read
      const neighbours: Term[] = [];
      for await (const text of neighbourTexts(document)) {
        neighbours.push(...neighbourTerms(text));
        await this.breathe(signal);
      }
      this.vocabulary.set('neighbours', neighbours);
      this.vocabulary.set('changes', changeTerms(await changesNear(document.uri)));
      await this.breathe(signal);
    }
    await this.settle(signal);
    await this.lookThrough(folders, signal);
  }

  /** All files of the workspace once, and again when that was long ago; a pass that was given up goes on. */
  private async lookThrough(folders: readonly vscode.Uri[], signal: AbortSignal): Promise<void> {
    if (this.todo.length === 0) {
      if (this.clock.now() - this.sawAllAt < seeAllAgainMs) return;
      const breathe = () => this.breathe(signal);
      const all: vscode.Uri[] = [];
      for (const folder of folders)
        if (all.length < mostFiles) all.push(...(await filesIn(folder, mostFiles - all.length, breathe)));
      this.todo = all;
    }
    let fed = 0;
    for (let uri = this.todo.pop(); uri !== undefined; uri = this.todo.pop()) {
      try {
        await this.breathe(signal);
        if (isSource(uri.path) && (await this.feed(uri, signal))) fed += 1;
      } catch (error) {
        this.todo.push(uri); // given up: the next pass goes on with it
        throw error;
      }
    }
    this.sawAllAt = this.clock.now();
    this.vocabulary.set('project', this.project.terms());
    const { files: all, names } = this.project.size;
    if (fed > 0) this.log.debug(`vocabulary: ${fed} files read, ${names} names in ${all} files`);
  }

  private async feed(uri: vscode.Uri, signal: AbortSignal): Promise<boolean> {
    const path = uri.toString();
    const stamp = await vscode.workspace.fs.stat(uri).then(
      ({ mtime }) => mtime,
      () => undefined,
    );
    if (stamp === undefined) this.project.forget(path);
    if (stamp === undefined || this.project.knows(path, stamp)) return false;
    const text = await read(uri);
    await this.breathe(signal);
    this.project.feed(path, stamp, text ?? '');
    return true;
  }

  private async settle(signal: AbortSignal): Promise<void> {
    for (const _ of this.vocabulary.settling()) await this.breathe(signal);
  }

  /** Lets others run where this step was long enough, and throws where it is not wanted any more. */
  private async breathe(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.clock.now() - this.stepBegan < stepMs) return;
    await new Promise((resolve) => setTimeout(resolve, stepMs));
    this.stepBegan = this.clock.now();
    signal.throwIfAborted();
  }
}
