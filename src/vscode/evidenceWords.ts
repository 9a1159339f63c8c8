// What the server runs on, and why one may believe it: the verdict and each piece of evidence as a sentence, for the
// eye and for the log. What the server or the kernel said is quoted as it is.

import * as vscode from 'vscode';
import type { Disposable } from '../base/disposables.ts';
import type { Log } from '../base/log.ts';
import type { BackendKind } from '../server/backends.ts';
import type { Cause, Evidence, Refusal } from '../server/evidence.ts';
import type { ServerState } from '../server/lifecycle.ts';
import type { WhisperServer } from '../server/server.node.ts';
import { problemText } from './messages.ts';

/** What the server runs on, and the evidence for it. */
export function serverLines(server: ServerState): readonly string[] {
  const evidence = server.kind === 'ready' ? server.acceleration.evidence : [];
  return [serverText(server), ...evidence.map(evidenceText)];
}

/** Each piece once for each time that the server is up: more is known when it is warm. */
export function logEvidence(server: WhisperServer, log: Log): Disposable {
  const logged = new Set<string>();
  return server.onChange((state) => {
    if (state.kind !== 'ready') return logged.clear();
    for (const line of serverLines(state).filter((one) => !logged.has(one))) {
      log.info(line);
      logged.add(line);
    }
  });
}

export function serverText(server: ServerState): string {
  switch (server.kind) {
    case 'stopped':
      return vscode.l10n.t('not running; it starts with the first dictation');
    case 'starting':
      return vscode.l10n.t('loading the model');
    case 'stopping':
      return vscode.l10n.t('stopping');
    case 'waiting':
      return vscode.l10n.t('it crashed and is started again in a moment');
    case 'failed':
      return problemText(server.problem);
    case 'ready':
      switch (server.acceleration.verdict.kind) {
        case 'gpu':
          return vscode.l10n.t('ready, the model lies on the GPU ({0})', server.acceleration.verdict.device);
        case 'cpu':
          return server.acceleration.verdict.why === 'fellBack'
            ? vscode.l10n.t('ready, the model runs on the CPU. {0}', refusalText(server.acceleration.verdict))
            : vscode.l10n.t('ready, the model runs on the CPU');
        case 'unknown':
          return vscode.l10n.t('ready, the server does not say on which hardware');
      }
  }
}

/** What else decides: where the weights lie, and why backends before this one do not do the work. */
export function decidingLines(server: ServerState): readonly string[] {
  if (server.kind !== 'ready') return [];
  const { verdict, evidence } = server.acceleration;
  // Why it fell back is in the text of the server already.
  const told = verdict.kind === 'cpu' && verdict.why === 'fellBack' ? verdict.backend : undefined;
  return evidence
    .filter((one) => decides.has(one.kind) && !(one.kind === 'refused' && one.refusal.backend === told))
    .map(evidenceText);
}

const decides: ReadonlySet<Evidence['kind']> = new Set(['weights', 'said', 'refused']);

function evidenceText(evidence: Evidence): string {
  const t = vscode.l10n.t;
  switch (evidence.kind) {
    case 'weights':
      return t('{0} MB of the model lie on {1}', Math.round(evidence.megabytes), evidence.device);
    case 'workspace':
      return t('{0} MB more for its computations', Math.round(evidence.megabytes));
    case 'listed': {
      const { backend, index, name } = evidence.device;
      const device = `${backend}${index} ${name}`;
      return evidence.software
        ? t('The server lists {0}: software that poses as a GPU', device)
        : t('The server lists {0}', device);
    }
    case 'library':
      return t('Loaded for {0}: {1}', evidence.backend, evidence.file);
    case 'flashAttention':
      return evidence.on ? t('Flash attention is on') : t('Flash attention is off');
    case 'said':
      return t('The server said: {0}', evidence.line);
    case 'refused':
      return refusalText(evidence.refusal);
    case 'leftOut':
      return t('{0} is left out: it crashed with this model on this machine', evidence.library);
    case 'vram':
      return t('The kernel counts {0} MB of graphics memory for the server', Math.round(evidence.megabytes));
    case 'speed':
      return t('{0} s of sound took {1} ms', evidence.seconds.toFixed(1), Math.round(evidence.tookMs));
  }
}

/** Proper names, the same in every language. */
export const backendNames: Readonly<Record<BackendKind, string>> = {
  rocm: 'ROCm',
  vulkan: 'Vulkan',
  cpu: 'CPU',
};

function refusalText({ backend, cause }: Refusal): string {
  return vscode.l10n.t('{0} was not taken: {1}', backendNames[backend], causeText(cause));
}

export function causeText(cause: Cause): string {
  const t = vscode.l10n.t;
  switch (cause.kind) {
    case 'notBuilt':
      return t('this build of the server does not have it');
    case 'noAccess':
      return t('{0} may not be opened', cause.file);
    case 'notLoaded':
    case 'noDevice':
    case 'outOfMemory':
    case 'crashed':
    case 'noAnswer':
      return cause.detail;
    case 'softwareOnly':
      return t('its only device is {0}, which computes on the CPU', cause.device);
    case 'wrongText':
      return t('it heard "{0}" where "{1}" was spoken', cause.heard, cause.expected);
  }
}
