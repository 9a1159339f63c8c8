// What the doctor makes of the facts: findings in the order in which a person would mend them, each with its
// weight and its ways out. Pure and without wording. Says what is fine too: a report without it is no relief.

import type { Problem } from '../base/problem.ts';
import type { SetupFacts } from './facts.ts';
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
    ...serverFindings(facts),
    ...modelFindings(facts),
    ...graphicsFindings(facts),
    ...soundFindings(facts),
    ...keyFindings(facts),
    ...facts.editor.conflicts.map((conflict) =>
      finding('hint', { kind: 'conflict', conflict }, conflict.kind === 'key' ? ['openKeybindings'] : []),
    ),
    ...(facts.editor.remote === undefined
      ? []
      : [finding('hint', { kind: 'remote', name: facts.editor.remote })]),
  ];
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
