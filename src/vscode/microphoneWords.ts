// The wording of what can go wrong between the microphone and the recording. messages.ts has the rest.

import * as vscode from 'vscode';
import type { Problem } from '../base/problem.ts';

type Kind =
  | 'recorderMissing'
  | 'recorderFailed'
  | 'recorderStopped'
  | 'recordingGap'
  | 'microphoneSilent'
  | 'deviceMissing';

export function microphoneText(problem: Extract<Problem, { kind: Kind }>): string {
  const t = vscode.l10n.t;
  switch (problem.kind) {
    case 'recorderMissing':
      return recorderMissing(problem);
    case 'recorderFailed':
      return t('{0} could not record: {1}.', problem.program, problem.detail);
    case 'recorderStopped':
      return t(
        '{0} stopped while recording ({1}). What it heard before is kept.',
        problem.program,
        problem.detail,
      );
    case 'microphoneSilent':
      return microphoneSilent(problem.why);
    case 'recordingGap':
      return recordingGap(problem);
    case 'deviceMissing':
      return t('The microphone {0} is not there: the default one is used.', problem.device);
  }
}

function recorderMissing({ wanted, install }: Extract<Problem, { kind: 'recorderMissing' }>): string {
  const t = vscode.l10n.t;
  const missing = t('No program to record with was found (looked for {0}).', wanted.join(', '));
  return install === undefined ? missing : `${missing} ${t('This installs one: {0}', install)}`;
}

function microphoneSilent(why: Extract<Problem, { kind: 'microphoneSilent' }>['why']): string {
  const t = vscode.l10n.t;
  switch (why) {
    case 'noFrames':
      return t('The microphone gives nothing: no sound data came. Is another device the right one?');
    case 'constant':
      return t('The microphone gives only a dead signal. Is it muted, or is another device the right one?');
    case 'muted':
      return t('The microphone is muted: what you say now is not heard.');
  }
}

function recordingGap({ program, why, seconds }: Extract<Problem, { kind: 'recordingGap' }>): string {
  const t = vscode.l10n.t;
  const length = seconds.toFixed(1);
  return why === 'stalled'
    ? t(
        '{0} gave no sound for {1} s. What was said in this time is missing, the rest is kept.',
        program,
        length,
      )
    : t('{0} stopped while recording. {1} s of sound are missing, the rest is kept.', program, length);
}
