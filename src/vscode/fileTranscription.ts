// "Transcribe an Audio File" as a person sees it: which file, as what, progress with cancel, and a document with the
// result. What was heard before a failure or a cancel is shown too: hours of work are not thrown away.

import * as vscode from 'vscode';
import { secondsOf } from '../audio/format.ts';
import type { SoundFileEvents } from '../audio/soundFile.node.ts';
import type { VoiceDetector } from '../audio/voice.ts';
import type { Problem } from '../base/problem.ts';
import type { Result } from '../base/result.ts';
import { FileTranscription } from '../dictation/fileTranscription.ts';
import type { Recogniser } from '../dictation/ports.ts';
import { type Cue, type CueFormat, clock, formatCues } from '../text/cues.ts';

export interface FileTranscriptionParts {
  readonly recogniser: Recogniser;
  readonly voiceDetector: () => VoiceDetector;
  readonly read: (
    file: string,
    events: SoundFileEvents,
    signal: AbortSignal,
  ) => Promise<Result<void, Problem>>;
  readonly tell: (problem: Problem) => void;
}

export async function transcribeFile(parts: FileTranscriptionParts): Promise<void> {
  const file = await chooseFile();
  if (file === undefined) return;
  const format = await chooseFormat();
  if (format === undefined) return;
  const abort = new AbortController();
  const transcription = new FileTranscription(parts.recogniser, parts.voiceDetector(), abort.signal);
  const outcome = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Sotto: transcribing {0}', vscode.workspace.asRelativePath(file)),
      cancellable: true,
    },
    (progress, token) => {
      token.onCancellationRequested(() => abort.abort());
      return run(parts, file.fsPath, transcription, progress, abort);
    },
  );
  const { cues } = transcription;
  if (cues.length > 0) await show(cues, format);
  if (!outcome.ok) parts.tell(outcome.error);
  else if (abort.signal.aborted) {
    const until = clock(cues.at(-1)?.to ?? 0, '');
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Sotto: cancelled after {0} of the file.', until),
    );
  } else if (cues.length === 0) parts.tell({ kind: 'nothingHeard' });
}

async function run(
  { recogniser, read }: FileTranscriptionParts,
  file: string,
  transcription: FileTranscription,
  progress: vscode.Progress<{ message?: string; increment?: number }>,
  abort: AbortController,
): Promise<Result<void, Problem>> {
  void recogniser.prepare();
  let length: number | undefined;
  let heardSeconds = 0;
  let shown = 0;
  let failure: Result<void, Problem> | undefined;
  const report = () => {
    const done = length === undefined ? undefined : Math.floor((100 * heardSeconds) / length);
    const of = length === undefined ? '' : ` / ${clock(length, '')}`;
    progress.report({
      message: `${clock(heardSeconds, '')}${of}`,
      increment: Math.max(0, (done ?? 0) - shown),
    });
    shown = done ?? 0;
  };
  const events: SoundFileEvents = {
    length: (seconds) => {
      length = seconds;
    },
    heard: async (pcm) => {
      if (failure !== undefined) return;
      const outcome = await transcription.hear(pcm);
      heardSeconds += secondsOf(pcm);
      report();
      if (outcome.ok) return;
      failure = outcome;
      reading.abort();
    },
  };
  const reading = new AbortController();
  abort.signal.addEventListener('abort', () => reading.abort());
  const wasRead = await read(file, events, reading.signal);
  if (failure !== undefined) return failure;
  if (!wasRead.ok && wasRead.error.kind !== 'soundFilePartial') return wasRead;
  const ended = await transcription.end();
  return ended.ok ? wasRead : ended;
}

async function chooseFile(): Promise<vscode.Uri | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Choose a sound file to transcribe'),
      filters: {
        [vscode.l10n.t('Sound')]: [
          'wav',
          'flac',
          'mp3',
          'ogg',
          'oga',
          'opus',
          'm4a',
          'aac',
          'webm',
          'mp4',
          'mkv',
        ],
        [vscode.l10n.t('All files')]: ['*'],
      },
    })) ?? [];
  return file;
}

async function chooseFormat(): Promise<CueFormat | undefined> {
  const items: readonly (vscode.QuickPickItem & { readonly format: CueFormat })[] = [
    { format: 'text', label: vscode.l10n.t('Text'), description: vscode.l10n.t('in paragraphs') },
    { format: 'timed', label: vscode.l10n.t('Text with time stamps') },
    { format: 'srt', label: 'SubRip (.srt)' },
    { format: 'vtt', label: 'WebVTT (.vtt)' },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Transcribe an Audio File'),
    placeHolder: vscode.l10n.t('As what?'),
  });
  return chosen?.format;
}

async function show(cues: readonly Cue[], format: CueFormat): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ content: formatCues(cues, format) });
  await vscode.window.showTextDocument(document);
}
