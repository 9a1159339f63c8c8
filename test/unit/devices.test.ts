// Microphones by their names, from what the sound system's tools print; and how loud a piece of sound is.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Device, devicesOfAlsa, devicesOfPipeWire, devicesOfPulse } from '../../src/audio/devices.ts';
import { levelOf, meterOf } from '../../src/audio/level.ts';

const device = (name: string, label: string, traits: Partial<Device> = {}): Device => ({
  ...{ name, label, isDefault: false, isMuted: false, isMonitor: false },
  ...traits,
});

/** As pactl 16 prints it, shortened to what is read. */
const pulseSources = JSON.stringify([
  {
    name: 'alsa_output.pci.analog-stereo.monitor',
    description: 'Monitor of Built-in Audio',
    mute: false,
    properties: { 'device.class': 'monitor' },
  },
  { name: 'alsa_input.usb-RODE.mono', description: 'RØDE NT-USB', mute: true, properties: {} },
  { name: 'alsa_input.pci.analog-stereo', description: 'Built-in Audio', mute: false },
  { name: 7 },
  'text',
]);

test('PulseAudio: the default one first, what hears the loudspeakers last', () => {
  assert.deepEqual(devicesOfPulse(pulseSources, 'alsa_input.pci.analog-stereo\n'), [
    device('alsa_input.pci.analog-stereo', 'Built-in Audio', { isDefault: true }),
    device('alsa_input.usb-RODE.mono', 'RØDE NT-USB', { isMuted: true }),
    device('alsa_output.pci.analog-stereo.monitor', 'Monitor of Built-in Audio', { isMonitor: true }),
  ]);
});

/** As pw-dump of PipeWire 1.0 prints it, shortened to what is read. */
const pipeWireDump = JSON.stringify([
  {
    id: 30,
    type: 'PipeWire:Interface:Node',
    info: { props: { 'node.name': 'out', 'media.class': 'Audio/Sink' } },
  },
  {
    id: 31,
    info: { props: { 'node.name': 'headset', 'node.description': 'Headset', 'media.class': 'Audio/Source' } },
  },
  { id: 32, info: { props: { 'node.name': 'mic', 'media.class': 'Audio/Source/Virtual' } } },
  { id: 33, info: null },
  { id: 34, metadata: [{ key: 'default.audio.source', value: { name: 'mic' } }] },
]);

test('PipeWire: sources only, the default one first', () => {
  assert.deepEqual(devicesOfPipeWire(pipeWireDump), [
    device('mic', 'mic', { isDefault: true }),
    device('headset', 'Headset'),
  ]);
});

const alsaList = `null
    Discard all samples (playback) or generate zero samples (capture)
default
    Playback/recording through the PulseAudio sound server
hw:CARD=PCH,DEV=0
    HDA Intel PCH, ALC257 Analog
    Direct hardware device without any conversions
plughw:CARD=PCH,DEV=0
    HDA Intel PCH, ALC257 Analog
    Hardware device with all software conversions
plughw:CARD=X,DEV=0
`;

test('ALSA: the default and each card once', () => {
  assert.deepEqual(devicesOfAlsa(alsaList), [
    device('default', 'Playback/recording through the PulseAudio sound server', { isDefault: true }),
    device('plughw:CARD=PCH,DEV=0', 'HDA Intel PCH, ALC257 Analog'),
    device('plughw:CARD=X,DEV=0', 'plughw:CARD=X,DEV=0'),
  ]);
});

test('a text that is something else gives no devices', () => {
  for (const text of [
    '',
    'Connection refused',
    '{',
    'null',
    '{}',
    '[null, 1, [], {}]',
    '[{"info":{"props":3}}]',
  ]) {
    assert.deepEqual(
      [...devicesOfPulse(text, ''), ...devicesOfPipeWire(text), ...devicesOfAlsa(text)],
      [],
      text,
    );
  }
});

function pcm(...samples: readonly number[]): Uint8Array {
  return new Uint8Array(Int16Array.from(samples).buffer);
}

test('the level of a piece is that of its loudest sample, between a quiet room and too loud', () => {
  const rows = [
    [pcm(), 0],
    [pcm(0, 0, 0), 0],
    [pcm(20), 0],
    [pcm(1, -1036, 3), 0.556],
    [pcm(-32_768), 1],
    [pcm(20_000), 1],
  ] as const;
  for (const [piece, level] of rows)
    assert.ok(Math.abs(levelOf(piece) - level) < 0.001, `${level}: ${levelOf(piece)}`);
  assert.equal(meterOf([0, 0.5, 1]), '▁▅█');
  assert.equal(meterOf([]), '');
});
