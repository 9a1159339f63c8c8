// How a desktop repeats a held key, from what its own tools and files say. Pure. Push-to-talk lives on these
// repeats: without them a hold cannot be told from a tap.

import type { KeyRepeat } from './facts.ts';

/** `gsettings list-recursively org.gnome.desktop.peripherals.keyboard` */
export function fromGnome(text: string): KeyRepeat | undefined {
  const value = (key: string) => new RegExp(`\\b${key} (?:uint32 )?(\\w+)\\s*$`, 'm').exec(text)?.[1];
  const on = value('repeat');
  return on === undefined
    ? undefined
    : { on: on === 'true', delayMs: number(value('delay')), intervalMs: number(value('repeat-interval')) };
}

/** ~/.config/kcminputrc of KDE, which keeps only what differs from its defaults. */
export function fromKde(text: string): KeyRepeat | undefined {
  const section = /^\[Keyboard\]$([\s\S]*?)(?=^\[|$(?![\s\S]))/m.exec(text)?.[1];
  if (section === undefined) return undefined;
  const value = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(section)?.[1];
  const rate = number(value('RepeatRate'));
  return {
    on: value('KeyRepeat') !== 'nothing' && value('KeyboardRepeating') !== '1',
    delayMs: number(value('RepeatDelay')),
    intervalMs: rate === undefined || rate === 0 ? undefined : Math.round(1_000 / rate),
  };
}

/** `xset q` under X11. */
export function fromX11(text: string): KeyRepeat | undefined {
  const on = /auto repeat:\s+(on|off)/.exec(text)?.[1];
  const [, delay, rate] = /auto repeat delay:\s+(\d+)\s+repeat rate:\s+(\d+)/.exec(text) ?? [];
  if (on === undefined) return undefined;
  const perSecond = number(rate);
  return {
    on: on === 'on',
    delayMs: number(delay),
    intervalMs: perSecond === undefined || perSecond === 0 ? undefined : Math.round(1_000 / perSecond),
  };
}

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : undefined;
}
