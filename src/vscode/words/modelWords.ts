// What the vocabulary must know about the model that is set: how it counts words, and what it writes when it hears the
// project's terms. The first is read at the first dictation with a model. The second is learned while nobody dictates
// or types: only where a synthesiser is installed, with a server that runs anyway, never on battery; it ends at once
// when a dictation begins. What was learned stands in a file for each model, to be read, changed and deleted.

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { secondsOf } from '../../audio/format.ts';
import { findSynthesiser } from '../../audio/synthesiser.node.ts';
import { wavFile } from '../../audio/wav.ts';
import type { Clock } from '../../base/clock.ts';
import { type Disposable, DisposableStore, disposable } from '../../base/disposables.ts';
import type { Log } from '../../base/log.ts';
import type { Problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import type { SpeechRequest, Transcript } from '../../base/speech.ts';
import { readTokens } from '../../models/tokens.node.ts';
import { formatHeard, type Heard, parseHeard } from '../../vocabulary/heard.ts';
import { learn } from '../../vocabulary/learning.ts';
import { termsToLearn } from '../../vocabulary/lessons.ts';
import { isOnBattery } from '../../vocabulary/power.node.ts';
import type { Vocabulary } from '../../vocabulary/vocabulary.ts';
import { isWorkOn } from '../editor/documentChanges.ts';

export interface ModelWordsParts {
  readonly vocabulary: Vocabulary;
  readonly clock: Clock;
  readonly log: Log;
  /** The file of the model that is set. */
  readonly locate: () => Promise<Result<string, Problem>>;
  readonly folder: string;
  /** Stands for /sys. */
  readonly sysRoot: string;
  readonly mayLearn: () => boolean;
  readonly serverIsReady: () => boolean;
  readonly transcribe: (request: SpeechRequest, signal: AbortSignal) => Promise<Result<Transcript, Problem>>;
}

const restMs = 60_000;
/** So many terms in one go; the rest waits for the next time. */
const termsAtOnce = 25;

export class ModelWords implements Disposable {
  private known: string | undefined;
  private heard: readonly Heard[] = [];
  private lesson: AbortController | undefined;
  private waiting: Disposable | undefined;
  private readonly disposables = new DisposableStore();

  constructor(private readonly parts: ModelWordsParts) {
    this.disposables.add(disposable(() => this.interrupt()));
  }

  /** A dictation begins: nothing else may use the server, and the words of its model are needed soon. */
  async dictationBegins(): Promise<void> {
    this.interrupt();
    const model = await this.parts.locate();
    const file = model.ok ? model.value : undefined;
    if (file === this.known) return;
    this.known = file;
    const { vocabulary } = this.parts;
    vocabulary.useModel(file === undefined ? undefined : await readTokens(file));
    this.heard = await this.readHeard();
    vocabulary.useHeard(this.heard);
    await this.settle();
  }

  /** No dictation runs: after a while of rest there is time to learn. */
  dictationEnded(): void {
    this.interrupt();
    const lesson = new AbortController();
    this.lesson = lesson;
    this.waiting = this.parts.clock.after(restMs, () => void this.learnSome(lesson));
  }

  async showFile(): Promise<void> {
    const file = this.heardFile();
    if (file === undefined || (await readFile(file).catch(() => undefined)) === undefined) {
      const nothing = vscode.l10n.t(
        'Sotto has not learned yet what the model mishears. It does so in idle time where espeak-ng or flite is installed.',
      );
      void vscode.window.showInformationMessage(nothing);
      return;
    }
    await vscode.window.showTextDocument(vscode.Uri.file(file));
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private interrupt(): void {
    this.waiting?.dispose();
    this.lesson?.abort();
  }

  private async learnSome(lesson: AbortController): Promise<void> {
    const { vocabulary, log, mayLearn } = this.parts;
    const isAllowed = mayLearn() && (await this.mayAsk(lesson.signal));
    this.heard = await this.readHeard(); // a person may have changed it
    const terms = isAllowed ? termsToLearn(vocabulary.terms(), this.heard, termsAtOnce) : [];
    const synthesiser = terms.length === 0 ? undefined : findSynthesiser(process.env['PATH'] ?? '');
    if (synthesiser === undefined || lesson.signal.aborted) {
      log.debug('vocabulary: no lesson now');
      return;
    }
    const typed = vscode.workspace.onDidChangeTextDocument((change) => isWorkOn(change) && lesson.abort());
    log.info(`vocabulary: asks the model how it hears ${terms.length} terms`);
    try {
      const room = {
        ...synthesiser,
        hear: (sound: Uint8Array, prompt: string, signal: AbortSignal) => this.hear(sound, prompt, signal),
        keep: (heard: readonly Heard[]) => this.keep(heard),
      };
      this.heard = await learn(terms, this.heard, room, lesson.signal);
      vocabulary.useHeard(this.heard);
      await this.settle();
    } catch (error) {
      log.warn(`vocabulary: what the model hears could not be learned: ${String(error)}`);
    } finally {
      typed.dispose();
      log.debug('vocabulary: the lesson is over');
    }
  }

  /** Before each question: the battery or a dictation may have begun meanwhile. */
  private async mayAsk(signal: AbortSignal): Promise<boolean> {
    const { serverIsReady, sysRoot } = this.parts;
    return serverIsReady() && !(await isOnBattery(sysRoot)) && !signal.aborted;
  }

  private async hear(sound: Uint8Array, prompt: string, signal: AbortSignal): Promise<string | undefined> {
    if (!(await this.mayAsk(signal))) return undefined;
    const request = {
      wav: wavFile(sound),
      seconds: secondsOf(sound),
      language: 'en',
      prompt,
      care: 'draft',
    } as const;
    const answer = await this.parts.transcribe(request, signal);
    return answer.ok && !signal.aborted ? answer.value.text : undefined;
  }

  /** Between the steps others run: the words of a large project take longer than a key may wait. */
  private async settle(): Promise<void> {
    for (const _ of this.parts.vocabulary.settling()) await new Promise(setImmediate);
  }

  private heardFile(): string | undefined {
    return this.known === undefined ? undefined : join(this.parts.folder, `${basename(this.known)}.txt`);
  }

  private async readHeard(): Promise<readonly Heard[]> {
    const file = this.heardFile();
    return file === undefined ? [] : parseHeard(await readFile(file, 'utf8').catch(() => ''));
  }

  private async keep(heard: readonly Heard[]): Promise<void> {
    const file = this.heardFile();
    if (file === undefined) return;
    await mkdir(dirname(file), { recursive: true });
    const own = new Set(heard.map(({ term }) => term));
    const ofOtherWindows = (await this.readHeard()).filter(({ term }) => !own.has(term));
    await writeFile(`${file}.new`, formatHeard([...ofOtherWindows, ...heard]));
    await rename(`${file}.new`, file);
  }
}
