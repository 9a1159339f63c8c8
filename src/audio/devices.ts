// The microphones of a machine by their human names, read from what the sound system's own tools print. Pure;
// devices.node.ts runs the tools. A text that is not what was expected gives no devices.

export interface Device {
  /** What recorders are told, and what the setting keeps. */
  readonly name: string;
  readonly label: string;
  readonly isDefault: boolean;
  readonly isMuted: boolean;
  /** It hears what the loudspeakers play, not a person. */
  readonly isMonitor: boolean;
}

/** Of `pactl --format=json list sources` and `pactl get-default-source`; PipeWire answers both too. */
export function devicesOfPulse(sources: string, defaultSource: string): readonly Device[] {
  return records(sources)
    .flatMap((source) => {
      const { name, description, mute } = source;
      if (typeof name !== 'string' || name === '') return [];
      const label = typeof description === 'string' && description !== '' ? description : name;
      const isMonitor = propertyOf(source, 'device.class') === 'monitor' || name.endsWith('.monitor');
      return [{ name, label, isDefault: name === defaultSource.trim(), isMuted: mute === true, isMonitor }];
    })
    .toSorted(microphonesFirst);
}

/** Of `pw-dump`, where PipeWire runs without the tools of PulseAudio. */
export function devicesOfPipeWire(dump: string): readonly Device[] {
  const all = records(dump);
  const wish = all
    .flatMap((object) => (Array.isArray(object['metadata']) ? object['metadata'].filter(isRecord) : []))
    .find(({ key }) => key === 'default.audio.source');
  const wished = isRecord(wish?.['value']) ? wish['value']['name'] : undefined;
  return all
    .flatMap((object) => {
      const info = isRecord(object['info']) ? object['info'] : {};
      const properties = isRecord(info['props']) ? info['props'] : {};
      const { 'node.name': name, 'node.description': description, 'media.class': kind } = properties;
      if (typeof name !== 'string' || typeof kind !== 'string' || !kind.startsWith('Audio/Source')) return [];
      const label = typeof description === 'string' && description !== '' ? description : name;
      return [{ name, label, isDefault: name === wished, isMuted: false, isMonitor: false }];
    })
    .toSorted(microphonesFirst);
}

/** Of `arecord -L`: the cards themselves, by the door that changes rates and channels where it must. */
export function devicesOfAlsa(list: string): readonly Device[] {
  const entries = [...list.matchAll(/^(\S+)\n((?:[ \t]+.*\n?)*)/gm)];
  return entries.flatMap(([, name = '', description = '']) => {
    if (!name.startsWith('plughw:CARD=') && name !== 'default') return [];
    const label = description
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('Hardware device with'))
      .join(', ');
    return [
      {
        ...{ name, label: label === '' ? name : label },
        ...{ isDefault: name === 'default', isMuted: false, isMonitor: false },
      },
    ];
  });
}

type Json = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function records(json: string): readonly Json[] {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value.filter(isRecord) : [];
  } catch {
    return [];
  }
}

function propertyOf(object: Json, name: string): unknown {
  return isRecord(object['properties']) ? object['properties'][name] : undefined;
}

function microphonesFirst(a: Device, b: Device): number {
  return Number(b.isDefault) - Number(a.isDefault) || Number(a.isMonitor) - Number(b.isMonitor);
}
