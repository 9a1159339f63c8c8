// AMD's GPUs that people dictate with, by PCI device id: name, compile target, and whether it is a part of the
// processor. Pure data, for what the kernel does not tell: it knows no product names, and where its compute
// driver is missing (a container, a kernel without it) no compile target either.

export interface KnownGpu {
  readonly name: string;
  readonly gfx: string;
  readonly integrated: boolean;
}

/** Target, the name where the revision is not known, and the products that share the id by their PCI revision. */
type Row = readonly [gfx: string, name: string, revisions?: Readonly<Record<number, string>>];

const discrete: Readonly<Record<number, Row>> = {
  26591: ['gfx803', 'Radeon RX 470/480/570/580'],
  26751: ['gfx900', 'Radeon RX Vega'],
  26287: ['gfx906', 'Radeon VII'],
  29471: ['gfx1010', 'Radeon RX 5600/5700', { 193: 'Radeon RX 5700 XT', 196: 'Radeon RX 5700' }],
  29504: ['gfx1012', 'Radeon RX 5300/5500', { 197: 'Radeon RX 5500 XT' }],
  29615: ['gfx1030', 'Radeon RX 6900 XT'],
  29631: [
    'gfx1030',
    'Radeon RX 6800/6900',
    { 192: 'Radeon RX 6900 XT', 193: 'Radeon RX 6800 XT', 195: 'Radeon RX 6800' },
  ],
  29663: [
    'gfx1031',
    'Radeon RX 6700/6750',
    { 192: 'Radeon RX 6750 XT', 193: 'Radeon RX 6700 XT', 197: 'Radeon RX 6700 XT' },
  ],
  29679: ['gfx1032', 'Radeon RX 6650/6700S', { 193: 'Radeon RX 6650 XT' }],
  29695: ['gfx1032', 'Radeon RX 6600', { 193: 'Radeon RX 6600 XT', 199: 'Radeon RX 6600' }],
  29759: ['gfx1034', 'Radeon RX 6400/6500', { 193: 'Radeon RX 6500 XT', 199: 'Radeon RX 6400' }],
  29772: [
    'gfx1100',
    'Radeon RX 7900',
    { 200: 'Radeon RX 7900 XTX', 204: 'Radeon RX 7900 XT', 206: 'Radeon RX 7900 GRE' },
  ],
  29808: ['gfx1101', 'Radeon Pro W7700'],
  29822: [
    'gfx1101',
    'Radeon RX 7700/7800',
    { 200: 'Radeon RX 7800 XT', 219: 'Radeon RX 7700', 255: 'Radeon RX 7700 XT' },
  ],
  29824: ['gfx1102', 'Radeon RX 7600', { 192: 'Radeon RX 7600 XT', 193: 'Radeon RX 7700S' }],
  30032: [
    'gfx1201',
    'Radeon RX 9070',
    { 192: 'Radeon RX 9070 XT', 194: 'Radeon RX 9070 GRE', 195: 'Radeon RX 9070' },
  ],
  30033: ['gfx1201', 'Radeon AI PRO R9700'],
  30096: ['gfx1200', 'Radeon RX 9060', { 192: 'Radeon RX 9060 XT' }],
};

const integrated: Readonly<Record<number, Row>> = {
  5592: ['gfx902', 'Radeon Vega Graphics'],
  5597: ['gfx902', 'Radeon Vega Graphics'],
  5686: ['gfx90c', 'Radeon Graphics (Renoir)'],
  5688: ['gfx90c', 'Radeon Graphics (Cezanne)'],
  5695: ['gfx1033', 'Radeon Graphics (Van Gogh)'],
  5761: ['gfx1035', 'Radeon 660M/680M'],
  5710: ['gfx1036', 'Radeon Graphics (Raphael)'],
  5056: ['gfx1036', 'Radeon Graphics (Granite Ridge)'],
  5567: ['gfx1103', 'Radeon 760M/780M'],
  6400: ['gfx1103', 'Radeon 760M/780M'],
  5390: ['gfx1150', 'Radeon 880M/890M'],
  5510: [
    'gfx1151',
    'Radeon 8040S/8050S/8060S',
    { 193: 'Radeon 8060S', 194: 'Radeon 8050S', 209: 'Radeon 8060S', 210: 'Radeon 8050S' },
  ],
  4372: ['gfx1152', 'Radeon 840M/860M', { 194: 'Radeon 860M', 195: 'Radeon 840M' }],
};

export function knownAmd(device: number, revision: number | undefined): KnownGpu | undefined {
  const row = discrete[device] ?? integrated[device];
  if (row === undefined) return undefined;
  const [gfx, name, revisions] = row;
  return { gfx, name: revisions?.[revision ?? -1] ?? name, integrated: device in integrated };
}
