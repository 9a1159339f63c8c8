// What the doctor makes of the facts: findings in the order in which a person would mend them, each with its
// weight and its ways out. Pure and without wording. Says what is fine too: a report without it is no relief.

import type { Problem } from '../base/problem.ts';
import { endpointAt } from '../server/endpoint.ts';
import { chosenGpu } from '../server/rungs.ts';
import type { Conflict, SetupFacts } from './facts.ts';
import { type Finding, finding, type Remedy } from './finding.ts';
import { graphicsFindings } from './graphics.ts';

/** The gesture tells a tap from a hold by the first repeat, and waits this long for it. */
const longestRepeatDelayMs = 1_000;

export function examine(facts: SetupFacts): readonly Finding[] {
  const hasVulkan = facts.server.built?.includes('vulkan') === true;
  return findings(facts).map((found) => ({
    ...found,
    remedies: found.remedies.filter((remedy) => remedy !== 'useVulkan' || hasVulkan),
  }));
}

function findings(facts: SetupFacts): readonly Finding[] {
  return [
    ...(facts.external === undefined ? ownServerFindings(facts) : externalFindings(facts.external)),
    ...deviceFindings(facts),
    ...soundFindings(facts),
    ...keyFindings(facts),
    ...facts.editor.conflicts.map((conflict) =>
      finding('hint', { kind: 'conflict', conflict }, conflictRemedies[conflict.kind]),
    ),
    ...(facts.editor.remote === undefined
      ? []
      : [finding('hint', { kind: 'remote', name: facts.editor.remote })]),
  ];
}

const conflictRemedies: { readonly [Kind in Conflict['kind']]: readonly Remedy[] } = {
  key: ['openKeybindings'],
  dictation: [],
  builtIn: ['showBuiltInDictation'],
};

/** Of a server elsewhere only its address can be judged: nothing is sent to it by the doctor. */
function externalFindings(address: string): readonly Finding[] {
  const endpoint = endpointAt(address);
  if (endpoint === undefined)
    return [finding('trouble', { kind: 'external', address, fault: 'invalid' }, ['editEndpoint'])];
  return endpoint.isEncrypted || endpoint.isLoopback
    ? [finding('fine', { kind: 'external', address, fault: undefined })]
    : [finding('hint', { kind: 'external', address, fault: 'unencrypted' }, ['editEndpoint'])];
}

function ownServerFindings(facts: SetupFacts): readonly Finding[] {
  return [
    ...serverFindings(facts),
    ...workFindings(facts),
    ...modelFindings(facts),
    ...graphicsFindings(facts),
  ];
}

/** Who does the work, where the server runs and tells it. */
function workFindings({ server, hardware }: SetupFacts): readonly Finding[] {
  const { verdict } = server;
  if (server.problem !== undefined) return [];
  if (verdict === undefined) return [finding('fine', { kind: 'resting' }, ['startServer'])];
  switch (verdict.kind) {
    case 'gpu':
      return [finding('fine', { kind: 'worksOn', device: verdict.device, name: verdict.name })];
    case 'unknown':
      return [];
    case 'cpu': {
      if (verdict.why === 'requested') {
        const idle = server.wish === 'cpu' ? chosenGpu(hardware.gpus, server.device) : undefined;
        const subject = { kind: 'worksOnCpu', insteadOf: idle?.name } as const;
        return [idle === undefined ? finding('fine', subject) : finding('hint', subject, ['chooseBackend'])];
      }
      // That a build has no backend for the GPU is a finding of its own.
      if (verdict.cause.kind === 'notBuilt')
        return [finding('fine', { kind: 'worksOnCpu', insteadOf: undefined })];
      const { backend, cause } = verdict;
      const remedies: readonly Remedy[] = backend === 'rocm' ? ['useVulkan', 'showLog'] : ['showLog'];
      return [finding('trouble', { kind: 'fellBack', backend, cause }, remedies)];
    }
  }
}

function serverFindings({ server }: SetupFacts): readonly Finding[] {
  if (server.problem !== undefined)
    return [
      finding('trouble', { kind: 'serverProblem', problem: server.problem }, ['chooseServer', 'showLog']),
    ];
  return server.built === undefined ? [] : [finding('fine', { kind: 'serverBuilt', backends: server.built })];
}

function modelFindings({ model }: SetupFacts): readonly Finding[] {
  if (model.problem !== undefined) {
    const canDownload = model.problem.kind === 'modelMissing' || model.problem.kind === 'modelBroken';
    const remedies: readonly Remedy[] = canDownload ? ['downloadModel', 'chooseModel'] : ['chooseModel'];
    return [finding('trouble', { kind: 'modelProblem', problem: model.problem }, remedies)];
  }
  return model.bytes === undefined
    ? []
    : [finding('fine', { kind: 'modelReady', name: model.name, bytes: model.bytes })];
}

/** Nothing is said where the sound system could not be asked. */
function deviceFindings({ devices: { chosen, present } }: SetupFacts): readonly Finding[] {
  if (present.length === 0) return [];
  const used = present.find(({ name, isDefault }) => (chosen === '' ? isDefault : name === chosen));
  if (used === undefined && chosen !== '') {
    const problem: Problem = { kind: 'deviceMissing', device: chosen };
    return [finding('hint', { kind: 'microphoneProblem', problem }, ['chooseDevice'])];
  }
  if (used === undefined) return [];
  if (used.isMuted)
    return [finding('trouble', { kind: 'microphoneMuted', name: used.label }, ['chooseDevice'])];
  const others = present.filter((device) => device !== used && !device.isMonitor).map(({ label }) => label);
  return [finding('fine', { kind: 'microphones', used: used.label, others })];
}

function soundFindings({ recorders, microphone }: SetupFacts): readonly Finding[] {
  if (recorders.installed.length === 0)
    return [finding('trouble', { kind: 'noRecorder' }, ['chooseRecorder'], recorders.install)];
  const found = finding('fine', { kind: 'recorders', names: recorders.installed });
  const remedies: readonly Remedy[] = ['chooseDevice', 'chooseRecorder'];
  switch (microphone.kind) {
    case 'notTried':
      return [found];
    case 'problem':
      return [
        found,
        finding('trouble', { kind: 'microphoneProblem', problem: microphone.problem }, remedies),
      ];
    case 'heard':
      switch (microphone.signal) {
        case 'sound':
          return [found, finding('fine', { kind: 'microphoneHeard' })];
        case 'quiet':
          return [found, finding('hint', { kind: 'microphoneQuiet' }, remedies)];
        case 'constant': {
          const problem: Problem = { kind: 'microphoneSilent', why: 'constant' };
          return [found, finding('trouble', { kind: 'microphoneProblem', problem }, remedies)];
        }
      }
  }
}

function keyFindings({ keyRepeat }: SetupFacts): readonly Finding[] {
  if (keyRepeat === undefined) return [];
  if (!keyRepeat.on) return [finding('hint', { kind: 'keyRepeatsNot' }, ['useToggle'])];
  const { delayMs, intervalMs } = keyRepeat;
  return delayMs !== undefined && delayMs > longestRepeatDelayMs
    ? [finding('hint', { kind: 'keyRepeatsLate', delayMs }, ['useToggle'])]
    : [finding('fine', { kind: 'keyRepeats', delayMs, intervalMs })];
}
