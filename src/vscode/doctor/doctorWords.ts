// The doctor's findings in a person's words: what it is, and after it what to do where that is more than a button or
// a command.

import * as vscode from 'vscode';
import type { Conflict, Enclosure } from '../../doctor/facts.ts';
import type { Remedy, Subject } from '../../doctor/finding.ts';
import { gibibytes } from '../../gpu/statusText.ts';
import { backendNames, causeText } from '../evidenceWords.ts';
import { problemText } from '../messages.ts';

export function subjectText(subject: Subject): string {
  const t = vscode.l10n.t;
  switch (subject.kind) {
    case 'serverBuilt':
      return t(
        'The speech server is there, with: {0}',
        list(subject.backends.map((kind) => backendNames[kind])),
      );
    case 'serverProblem':
    case 'modelProblem':
    case 'microphoneProblem':
      return problemText(subject.problem);
    case 'external':
      return externalText(subject);
    case 'resting':
      return t('The server does not run now: on which hardware the model lies is known while it does');
    case 'worksOn':
      return t('The model lies on the GPU: {0}', [subject.device, subject.name ?? ''].join(' ').trim());
    case 'worksOnCpu':
      return subject.insteadOf === undefined
        ? t('The model runs on the CPU')
        : t('The model runs on the CPU, as sotto.server.backend asks for, and not on {0}', subject.insteadOf);
    case 'fellBack':
      return t(
        'The model runs on the CPU although a GPU is here. {0}: {1}',
        backendNames[subject.backend],
        causeText(subject.cause),
      );
    case 'modelReady':
      return t('The model {0} is there and whole ({1} MB)', subject.name, Math.round(subject.bytes / 1e6));
    case 'noGpu':
      return t('No GPU is seen: the CPU does the work');
    case 'notLinux':
      return t('The hardware is looked at on Linux only');
    case 'otherGpu':
      return t('The GPU is a {0}: its figures are not shown; Vulkan can use it', subject.name);
    case 'noDriver':
      return t('{0} has no driver: is the kernel module amdgpu loaded?', subject.name);
    case 'gpu':
      return t('The GPU is a {0}{1}', subject.name, subject.gfx === undefined ? '' : ` (${subject.gfx})`);
    case 'deviceUsable':
      return t('{0} can be opened', list(subject.files));
    case 'deviceDenied':
      return subject.inGroup
        ? t(
            '{0} may not be opened. You are in the group already: log out and in again, or restart',
            list(subject.files),
          )
        : t(
            '{0} may not be opened by you. After the command below, log out and in again',
            list(subject.files),
          );
    case 'deviceMissing':
      return `${t('{0} is not there', list(subject.files))}. ${whyMissing(subject.enclosure)}`;
    case 'targetNative':
      return t('ROCm computes on {0} without more ado', subject.gfx);
    case 'targetOverride':
      return subject.isSet
        ? t('{0} is not among ROCm’s own targets; an override is set', subject.gfx)
        : t(
            '{0} is not among ROCm’s own targets: Sotto tries it with HSA_OVERRIDE_GFX_VERSION={1} too. Vulkan needs nothing',
            subject.gfx,
            subject.version,
          );
    case 'targetOverridden':
      return subject.advised === undefined
        ? t(
            'HSA_OVERRIDE_GFX_VERSION is {0}, but {1} needs none: with the code of another GPU it can crash',
            subject.value,
            subject.gfx,
          )
        : t(
            'HSA_OVERRIDE_GFX_VERSION is {0}, but for {1} it should be {2}',
            subject.value,
            subject.gfx,
            subject.advised,
          );
    case 'targetVulkan':
      return t('ROCm does not support {0} any more: Vulkan is the way', subject.gfx);
    case 'targetUnknown':
      return t('What ROCm makes of this GPU ({0}) is not known here', subject.gfx ?? '?');
    case 'noGpuBackend':
      return t('This build of the server has no backend for a GPU: build it with the SDK of ROCm or Vulkan');
    case 'rocmLibraries':
      return t('The libraries of ROCm {0} are installed', subject.major);
    case 'rocmMissing':
      return subject.wanted === undefined
        ? t('The libraries of ROCm are not installed. What a distribution lacks is at repo.radeon.com')
        : t(
            'The server was built for ROCm {0}, installed is: {1}',
            subject.wanted,
            list(subject.installed.map(String)) || t('none'),
          );
    case 'integratedFirst':
      return t(
        'ROCm counts {0} before {1} and would take it by itself: Sotto chooses {1}',
        subject.integrated,
        subject.discrete,
      );
    case 'vulkanReady':
      return t('Vulkan has a loader and drivers ({0})', list(subject.drivers));
    case 'vulkanMissing':
      if (!subject.loader) return t('The loader of Vulkan (libvulkan.so.1) is missing');
      return subject.others.length === 0
        ? t('Vulkan has no driver')
        : t('Vulkan has no driver for this GPU, only: {0}', list(subject.others));
    case 'memoryEnough':
      return t(
        'The model needs about {0} GB, {1} GB of the GPU’s memory are free',
        gibibytes(subject.neededBytes),
        gibibytes(subject.freeBytes),
      );
    case 'memoryShort':
      return t(
        'The model needs about {0} GB, but only {1} GB of the GPU’s memory are free',
        gibibytes(subject.neededBytes),
        gibibytes(subject.freeBytes),
      );
    case 'recorders':
      return t('Programs that record: {0}', list(subject.names));
    case 'noRecorder':
      return t('No program that records is installed');
    case 'microphones':
      return subject.others.length === 0
        ? t('The microphone is {0}', subject.used)
        : t('The microphone is {0}; there are also: {1}', subject.used, list(subject.others));
    case 'microphoneMuted':
      return t('The microphone {0} is muted', subject.name);
    case 'microphoneHeard':
      return t('The microphone delivers sound');
    case 'microphoneQuiet':
      return t('The microphone works, but it was quiet for two seconds: did you speak?');
    case 'keyRepeats':
      return subject.delayMs === undefined
        ? t('Held keys repeat, as push-to-talk needs it')
        : t('Held keys repeat after {0} ms, as push-to-talk needs it', subject.delayMs);
    case 'keyRepeatsNot':
      return t('Held keys do not repeat: push-to-talk can be tapped, not held');
    case 'keyRepeatsLate':
      return t('Held keys repeat only after {0} ms: a hold looks like a tap until then', subject.delayMs);
    case 'conflict':
      return conflictText(subject.conflict);
    case 'remote':
      return t('Sotto runs on {0}: the microphone must be there, not where the window is', subject.name);
  }
}

function externalText({ address, fault }: Subject & { readonly kind: 'external' }): string {
  const t = vscode.l10n.t;
  switch (fault) {
    case undefined:
      return t('Speech goes to {0}: server, model and GPU are those of that machine', address);
    case 'unencrypted':
      return t('Speech goes to {0} without encryption', address);
    case 'invalid':
      return t('sotto.endpoint.url is not the address of a server: “{0}”', address);
  }
}

function conflictText(conflict: Conflict): string {
  const t = vscode.l10n.t;
  switch (conflict.kind) {
    case 'key':
      return t('{0} wants the key {1} too', conflict.extension, conflict.key);
    case 'dictation':
      return t('{0} brings a dictation of its own', conflict.extension);
    case 'builtIn':
      return t('VS Code has a dictation of its own, which is switched on: start one of the two at a time');
  }
}

function whyMissing(enclosure: Enclosure | undefined): string {
  const t = vscode.l10n.t;
  switch (enclosure) {
    case 'flatpak':
      return t('VS Code runs in a Flatpak: let it see the devices, then start it anew');
    case 'snap':
      return t('VS Code runs in a Snap, which hides devices: use a package of your distribution instead');
    case 'container':
      return t('This is a container: it must be started with these devices');
    case undefined:
      return t('Is the kernel module amdgpu loaded, with support for computing?');
  }
}

export function remedyLabel(remedy: Remedy): string {
  const t = vscode.l10n.t;
  switch (remedy) {
    case 'downloadModel':
      return t('Download');
    case 'chooseModel':
      return t('Change the Model');
    case 'chooseServer':
      return t('Set the Server Path');
    case 'chooseBackend':
      return t('Choose the Backend');
    case 'startServer':
      return t('Start the Server and Check Again');
    case 'editEndpoint':
      return t('Change the Address');
    case 'editEnvironment':
      return t('Edit the Environment');
    case 'showBuiltInDictation':
      return t('Show Its Setting');
    case 'useVulkan':
      return t('Use Vulkan');
    case 'chooseRecorder':
      return t('Choose Recorder');
    case 'chooseDevice':
      return t('Choose Device');
    case 'useToggle':
      return t('Tap Instead of Hold');
    case 'openKeybindings':
      return t('Open Keyboard Shortcuts');
    case 'showLog':
      return t('Show Log');
  }
}

function list(parts: readonly string[]): string {
  return parts.join(', ');
}
