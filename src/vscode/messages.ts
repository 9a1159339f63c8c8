// All wording of problems: what happened and what it means. One sentence a kind; the compiler asks for a new kind here.
// Shows them as notifications; the labels of the ways out are in fixLabels.ts, what they do in fixes.ts.

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { type Fix, fixesFor, type Problem, type ReplacementFault } from '../base/problem.ts';
import { clock } from '../text/cues.ts';
import { fixLabel } from './fixLabels.ts';
import { microphoneText } from './microphoneWords.ts';

export function problemText(problem: Problem): string {
  const t = vscode.l10n.t;
  switch (problem.kind) {
    case 'recorderMissing':
    case 'recorderFailed':
    case 'recorderStopped':
    case 'recordingGap':
    case 'microphoneSilent':
    case 'deviceMissing':
      return microphoneText(problem);
    case 'soundFileUnreadable':
      return t(
        '{0} could not be read as sound ({1}). WAV, FLAC, MP3 and Ogg are read as they are, other formats through ffmpeg.',
        basename(problem.file),
        problem.detail,
      );
    case 'soundFilePartial':
      return soundFilePartial(problem);
    case 'recordingLong':
      return t('This recording is very long: it ends by itself in one minute, and what was said is written.');
    case 'nothingHeard':
      return t('No speech was heard.');
    case 'nothingToRetry':
      return t('There is no recording to transcribe again: nothing was dictated since VS Code started.');
    case 'nothingToTakeBack':
      return t('Nothing that was dictated stands any more.');
    case 'modelMissing':
      return t(
        'The speech model {0} is not on this machine yet ({1} MB, from huggingface.co). Sotto works offline after that.',
        problem.name,
        Math.round(problem.bytes / 1e6),
      );
    case 'modelUnknown':
      return t(
        'There is no model named “{0}”. Known: {1}; or give the path of a model file.',
        problem.name,
        problem.known.join(', '),
      );
    case 'modelFileMissing':
      return t('The model file {0} does not exist.', problem.file);
    case 'modelBroken':
      return `${modelFault(problem)} ${t('File: {0}', problem.file)}`;
    case 'downloadFailed':
      return downloadFault(problem);
    case 'pathRelative':
      return t(
        'The path “{0}” is relative, and no trusted folder is open that it could belong to. Write it from / or from ~.',
        problem.path,
      );
    case 'serverMissing':
      return t(
        'The speech server is missing: {0} does not exist. This package was made without one, or the setting is wrong.',
        problem.file,
      );
    case 'backendMissing':
      return t(
        'The server was built without the backend “{0}”. Built: {1}.',
        problem.backend,
        problem.built.join(', '),
      );
    case 'badServerArgument':
      return t('The server argument “{0}” is managed by Sotto and cannot be set.', problem.argument);
    case 'folderUnusable':
      return t('The folder {0} cannot be used: {1}', problem.folder, problem.detail);
    case 'serverWontStart':
      return startFault(problem);
    case 'serverDied':
      return t('The speech server ended in the middle of its work ({0}).', problem.detail);
    case 'serverKeepsDying':
      return t(
        'The speech server crashed {0} times in a row and is not started again by itself ({1}). Its last words: {2}',
        problem.crashes,
        problem.detail,
        problem.tail.at(-1) ?? t('none'),
      );
    case 'serverRefused':
      return t(
        'The speech server could not transcribe this (HTTP {0}: {1}).',
        problem.status,
        problem.detail,
      );
    case 'serverTimeout':
      return t('The speech server gave no answer for {0} s.', problem.seconds);
    case 'endpointFailed':
      return endpointFault(problem);
    case 'noEditor':
      return t('Open a file and put the cursor where the text should go.');
    case 'readOnly':
      return t('{0} is read-only: there is no place for the text.', basename(problem.file));
    case 'replacementRefused':
      return t(
        'The replacement for “{0}” cannot be used: {1}',
        problem.spoken,
        replacementFault(problem.why),
      );
    case 'workspaceUntrusted':
      return t(
        'This workspace is not trusted: its words in {0} do not change what you dictate.',
        problem.file,
      );
    case 'noComments':
      return t(
        'VS Code knows no comments of the language “{0}”. The text is kept: “{1}”',
        problem.language,
        shortened(problem.text),
      );
    case 'placeGone':
      return t(
        '{0} was closed or cannot be written. The text is kept: “{1}”',
        basename(problem.file),
        shortened(problem.text),
      );
    case 'cannotTakeBack':
      return t(
        'VS Code lets no extension take back what was sent there. The next time the dictation before it is meant.',
      );
  }
}

function soundFilePartial(problem: Extract<Problem, { kind: 'soundFilePartial' }>): string {
  const t = vscode.l10n.t;
  const { file, heardSeconds, seconds, detail } = problem;
  const heard = clock(heardSeconds, '');
  return seconds === undefined || seconds <= heardSeconds
    ? t('The text is partial: {0} could be read for {1} only ({2}).', basename(file), heard, detail)
    : t(
        'The text is partial: {0} could be read for {1} of {2} only ({3}).',
        basename(file),
        heard,
        clock(seconds, ''),
        detail,
      );
}

function endpointFault({ address, why, detail }: Extract<Problem, { kind: 'endpointFailed' }>): string {
  const t = vscode.l10n.t;
  switch (why) {
    case 'invalid':
      return address === ''
        ? t('The external speech server has no address yet: set sotto.endpoint.url.')
        : t('“{0}” is not the address of a speech server, such as http://127.0.0.1:8000.', address);
    case 'notAllowed':
      return t('Nothing was sent to {0}: you have not agreed to it.', address);
    case 'notOurs':
      return t('The speech server at {0} is not run by Sotto.', address);
    case 'unreachable':
      return t('The speech server at {0} cannot be reached: {1}.', address, detail);
    case 'timeout':
      return t('The speech server at {0} gave no answer for {1}.', address, detail);
    case 'unauthorized':
      return t('The speech server at {0} wants another key ({1}).', address, detail);
    case 'refused':
      return t('The speech server at {0} could not transcribe this ({1}).', address, detail);
    case 'noTranscript':
      return t('What the server at {0} answers is no transcript ({1}).', address, detail);
  }
}

function modelFault({ why }: Extract<Problem, { kind: 'modelBroken' }>): string {
  const t = vscode.l10n.t;
  switch (why) {
    case 'notAModel':
      return t('This file is not a whisper model in the ggml format.');
    case 'truncated':
      return t('The model file is cut short.');
    case 'wrongContent':
      return t('The model file has the wrong content.');
    case 'unreadable':
      return t('The model file cannot be read.');
  }
}

function downloadFault({ name, why, detail }: Extract<Problem, { kind: 'downloadFailed' }>): string {
  const t = vscode.l10n.t;
  switch (why) {
    case 'network':
      return t('The model {0} could not be downloaded: {1}. What came so far is kept.', name, detail);
    case 'refused':
      return t('The host of the model {0} refused: {1}.', name, detail);
    case 'disk':
      return t('The model {0} could not be written: {1}.', name, detail);
    case 'wrongContent':
      return t('What came for the model {0} is not the model ({1}) and was thrown away.', name, detail);
  }
}

function startFault({ why, detail, tail }: Extract<Problem, { kind: 'serverWontStart' }>): string {
  const t = vscode.l10n.t;
  switch (why) {
    case 'notRunnable':
      return t(
        'The speech server is no program that runs here ({0}). It may be damaged or made for another machine.',
        detail,
      );
    case 'missingLibrary':
      return t('The speech server lacks a library: {0}', tail.at(-1) ?? detail);
    case 'badModel':
      return t('The speech server could not load the model.');
    case 'badArgument':
      return t(
        'The speech server did not accept its arguments: {0}',
        tail.find((line) => line.includes('error')) ?? detail,
      );
    case 'portTaken':
      return t('The speech server found no free port.');
    case 'crashed':
      return t('The speech server crashed at its start ({0}).', detail);
    case 'exited':
      return t('The speech server ended at its start ({0}).', detail);
    case 'timeout':
      return t('The speech server did not become ready in time.');
  }
}

function replacementFault(why: ReplacementFault): string {
  const t = vscode.l10n.t;
  switch (why) {
    case 'tooLong':
      return t('the regular expression is too long.');
    case 'notKnown':
      return t(
        'it uses what could make a regular expression hang, or what Sotto does not know (look-around, back-references).',
      );
    case 'incomplete':
      return t('the regular expression is incomplete: a bracket is missing or too many.');
    case 'repetition':
      return t('the regular expression repeats nothing, too much, or from high to low.');
    case 'notWords':
      return t('it must be one to twelve words, or a regular expression between slashes.');
  }
}

/** Quiet: told in the status bar only, because a pop-up would cost more than it says. */
const quiet: ReadonlySet<Problem['kind']> = new Set(['nothingHeard']);

export async function showProblem(
  problem: Problem,
  audioKept: boolean,
  apply: (fix: Fix, problem: Problem) => Promise<void>,
): Promise<void> {
  if (quiet.has(problem.kind)) return;
  const fixes = fixesFor(problem, audioKept);
  const picked = await vscode.window.showWarningMessage(
    `Sotto: ${problemText(problem)}`,
    ...fixes.map((fix) => ({ title: fixLabel(fix), fix })),
  );
  if (picked !== undefined) await apply(picked.fix, problem);
}

function shortened(text: string): string {
  const characters = [...text]; // whole ones, not halves
  return characters.length > 80 ? `${characters.slice(0, 79).join('')}…` : text;
}
