// Choosing a microphone by its name while its level moves with the voice, with a button that plays back what it
// heard. Promises: the recorder of the test ends with the list; a choice is kept only when it was confirmed.

import * as vscode from 'vscode';
import type { Device } from '../audio/devices.ts';
import { bytesPerSample, joinPcm, sampleRate } from '../audio/format.ts';
import { levelOf, meterOf } from '../audio/level.ts';
import type { Problem } from '../base/problem.ts';
import type { Capture, Microphone } from '../dictation/ports.ts';
import { problemText } from './messages.ts';
import { setSetting, setting } from './settings.ts';

export interface MicrophoneChoiceParts {
  listDevices(): Promise<readonly Device[]>;
  /** A microphone that records from this device; '' is the default one. */
  microphoneOn(device: string): Microphone;
  /** False where nothing can play. */
  play(pcm: Uint8Array): Promise<boolean>;
}

interface Item extends vscode.QuickPickItem {
  readonly device: string;
}

const levelsShown = 16;
const drawnEveryMs = 80;
const playedSeconds = 6;

export async function chooseMicrophone(parts: MicrophoneChoiceParts): Promise<void> {
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = title();
  pick.placeholder = vscode.l10n.t('Speak: the level of the selected microphone moves. Enter keeps it.');
  pick.busy = true;
  const playBack = {
    iconPath: new vscode.ThemeIcon('play'),
    tooltip: vscode.l10n.t('Play back what this microphone heard'),
  };
  pick.buttons = [playBack];
  const test = new Test(parts, (text) => {
    pick.title = text;
  });
  pick.onDidChangeActive(([item]) => item !== undefined && test.listenTo(item.device));
  pick.onDidTriggerButton(() => void test.playBack());
  const hidden = new Promise<void>((resolve) => pick.onDidHide(resolve));
  pick.onDidAccept(async () => {
    const [item] = pick.selectedItems;
    pick.hide();
    if (item !== undefined) await keep(item);
  });
  pick.show();
  const devices = await parts.listDevices();
  const items = itemsFor(devices, setting('audio.device'));
  pick.items = items;
  pick.activeItems = items.filter(({ device }) => device === setting('audio.device'));
  pick.busy = false;
  await hidden;
  test.end();
  pick.dispose();
}

async function keep({ device, label }: Item): Promise<void> {
  await setSetting('audio.device', device);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Microphone: {0}', label), 5_000);
}

function itemsFor(devices: readonly Device[], chosen: string): Item[] {
  const standard = devices.find(({ isDefault }) => isDefault);
  const items: Item[] = [
    { device: '', label: vscode.l10n.t('The system’s default'), description: standard?.label ?? '' },
    ...devices.map((device) => ({
      device: device.name,
      label: device.label,
      description: remark(device),
      detail: device.name,
    })),
  ];
  if (items.some(({ device }) => device === chosen)) return items;
  return [
    { device: chosen, label: chosen, description: vscode.l10n.t('chosen, but not there now') },
    ...items,
  ];
}

function remark({ isMuted, isMonitor }: Device): string {
  if (isMuted) return vscode.l10n.t('muted');
  return isMonitor ? vscode.l10n.t('hears what the loudspeakers play') : '';
}

function title(more = ''): string {
  const name = vscode.l10n.t('Choose and Test the Microphone');
  return more === '' ? name : `${name}   ${more}`;
}

/** Listens to one microphone at a time and shows how loud it is. */
class Test {
  private capture: Capture | undefined;
  private device: string | undefined;
  private heard: Uint8Array = new Uint8Array();
  private levels: number[] = [];
  private drawnAt = 0;

  constructor(
    private readonly parts: MicrophoneChoiceParts,
    private readonly show: (title: string) => void,
  ) {}

  listenTo(device: string): void {
    if (device === this.device) return;
    this.end();
    this.device = device;
    this.heard = new Uint8Array();
    this.levels = [];
    const isCurrent = () => this.device === device;
    const tell = (problem: Problem) => isCurrent() && this.show(title(problemText(problem)));
    this.capture = this.parts.microphoneOn(device).record({
      flowing: () => {},
      heard: (pcm) => isCurrent() && this.hear(pcm),
      noticed: tell,
      ended: tell,
    });
  }

  async playBack(): Promise<void> {
    const { device, heard } = this;
    if (device === undefined || heard.byteLength === 0) return;
    this.end(); // else it would hear itself
    this.show(title(vscode.l10n.t('Playing back …')));
    const played = await this.parts.play(heard);
    if (this.device !== undefined) return; // another microphone was chosen meanwhile
    this.listenTo(device);
    if (!played)
      this.show(title(vscode.l10n.t('No program that plays sound was found (paplay, pw-play, aplay).')));
  }

  end(): void {
    this.capture?.abandon();
    this.capture = undefined;
    this.device = undefined;
  }

  private hear(pcm: Uint8Array): void {
    this.heard = joinPcm([this.heard, pcm]).slice(-playedSeconds * sampleRate * bytesPerSample);
    this.levels = [...this.levels, levelOf(pcm)].slice(-levelsShown);
    const now = Date.now();
    if (now - this.drawnAt < drawnEveryMs) return;
    this.drawnAt = now;
    this.show(title(meterOf(this.levels)));
  }
}
