// Why the GPU holds itself back, from the binary file gpu_metrics of amdgpu. Pure. Reads the formats whose bits
// mean the same on every chip (1.3 on cards; 2.2, 2.3 and 2.4 on integrated GPUs), and those that count how long it
// was held back (3.0 on the integrated ones since Strix); others say nothing.

export type Throttle = 'power' | 'current' | 'heat';

/** Where the chip-independent throttle bits stand, by format and content revision. */
const offsets: Readonly<Record<string, number>> = { '1.3': 112, '2.2': 120, '2.3': 120, '2.4': 120 };

/** First and last bit of each reason, as the kernel's driver numbers them. */
const reasons: readonly (readonly [Throttle, number, number])[] = [
  ['power', 0, 7],
  ['current', 16, 23],
  ['heat', 32, 47],
];

/** In format 3.0: counters that grow while the reason holds, in their order from this place on. */
const countersAt = 228;
const counted: readonly Throttle[] = ['heat', 'power', 'power', 'power', 'heat', 'heat', 'heat'];

/** `before`: the same file at the look before this one. */
export function throttledBy(
  metrics: Uint8Array | undefined,
  before: Uint8Array | undefined,
): readonly Throttle[] {
  const view = wholeView(metrics);
  if (view === undefined) return [];
  const format = formatOf(view);
  if (format === '3.0') return countedBetween(wholeView(before), view);
  const offset = offsets[format];
  if (offset === undefined || offset + 8 > view.byteLength) return [];
  const status = view.getBigUint64(offset, true);
  if (status === 0xffff_ffff_ffff_ffffn) return []; // what a chip writes that does not count it
  return reasons.flatMap(([reason, first, last]) => {
    const mask = (1n << BigInt(last - first + 1)) - 1n;
    return ((status >> BigInt(first)) & mask) === 0n ? [] : [reason];
  });
}

function countedBetween(before: DataView | undefined, now: DataView): readonly Throttle[] {
  const end = countersAt + counted.length * 4;
  if (before === undefined || formatOf(before) !== '3.0') return [];
  if (before.byteLength < end || now.byteLength < end) return [];
  const grew = counted.filter((_, index) => {
    const [from, to] = [before, now].map((view) => view.getUint32(countersAt + index * 4, true));
    return (to ?? 0) > (from ?? 0);
  });
  return [...new Set(grew)];
}

/** Undefined where the file is cut: its first number is its size. */
function wholeView(bytes: Uint8Array | undefined): DataView | undefined {
  if (bytes === undefined || bytes.length < 4) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint16(0, true) === bytes.length ? view : undefined;
}

function formatOf(view: DataView): string {
  return `${view.getUint8(2)}.${view.getUint8(3)}`;
}
