// What the status bar item shows, as a function of the dictation's and the server's state. Pure and without
// wording: the words come from a table that statusBar.ts fills with localised strings.

import type { DictationState } from '../dictation/machine.ts';
import type { ServerState } from '../server/lifecycle.ts';
import type { CommandId } from './ids.ts';

export type StatusWord =
  | 'idle'
  | 'starting'
  | 'recording'
  | 'recordingOnly'
  | 'loading'
  | 'transcribing'
  | 'nothingHeard'
  | 'error';

export interface StatusView {
  readonly icon: 'mic' | 'record' | 'loading~spin' | 'warning';
  readonly word: StatusWord;
  /** Time spoken so far, as m:ss. */
  readonly time?: string;
  readonly severity: 'none' | 'warning' | 'error';
  readonly command: CommandId;
}

export function statusView(dictation: DictationState, server: ServerState, now: number): StatusView {
  switch (dictation.kind) {
    case 'idle':
      return { icon: 'mic', word: 'idle', severity: 'none', command: 'sotto.dictate' };
    case 'arming':
      return { icon: 'loading~spin', word: 'starting', severity: 'none', command: 'sotto.dictate' };
    case 'recording':
      return {
        icon: 'record',
        word: server.kind === 'failed' ? 'recordingOnly' : 'recording',
        time: clockTime(now - dictation.since),
        severity: 'error', // red, as everywhere where a microphone is open
        command: 'sotto.dictate',
      };
    case 'finishing':
      return {
        icon: 'loading~spin',
        word: server.kind === 'starting' || server.kind === 'waiting' ? 'loading' : 'transcribing',
        severity: 'none',
        command: 'sotto.cancel',
      };
    case 'error':
      if (dictation.problem.kind === 'nothingHeard') {
        return { icon: 'mic', word: 'nothingHeard', severity: 'none', command: 'sotto.dictate' };
      }
      return { icon: 'warning', word: 'error', severity: 'warning', command: 'sotto.server.showLog' };
  }
}

export function clockTime(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
