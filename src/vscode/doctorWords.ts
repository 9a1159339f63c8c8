// The doctor's findings in a person's words: what it is, and after it what to do where that is more than a button or
// a command.

import * as vscode from 'vscode';
import type { Enclosure } from '../doctor/facts.ts';
import type { Remedy, Subject } from '../doctor/finding.ts';
import { gibibytes } from '../gpu/statusText.ts';
import { problemText } from './messages.ts';

export function subjectText(subject: Subject): string {
  const t = vscode.l10n.t;
  switch (subject.kind) {
    case 'serverBuilt':
      return t('The speech server is there, with: {0}', list(subject.backends));
    case 'serverProblem':
    case 'modelProblem':
    case 'microphoneProblem':
      return problemText(subject.problem);
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
        ? t('The libraries of ROCm are not installed')
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
      return subject.loader
        ? t('Vulkan has no driver')
        : t('The loader of Vulkan (libvulkan.so.1) is missing');
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
      return subject.conflict.kind === 'key'
        ? t('{0} wants the key {1} too', subject.conflict.extension, subject.conflict.key)
        : t('{0} brings a dictation of its own', subject.conflict.extension);
    case 'remote':
      return t('Sotto runs on {0}: the microphone must be there, not where the window is', subject.name);
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
