// Why the GPU holds itself back, from the binary file gpu_metrics of amdgpu. Pure. Reads the formats whose bits
// mean the same on every chip (1.3 on cards; 2.2, 2.3 and 2.4 on integrated GPUs); others say nothing.

export type Throttle = 'power' | 'current' | 'heat';

/** Where the chip-independent throttle bits stand, by format and content revision. */
const offsets: Readonly<Record<string, number>> = { '1.3': 112, '2.2': 120, '2.3': 120, '2.4': 120 };

/** First and last bit of each reason, as the kernel's driver numbers them. */
const reasons: readonly (readonly [Throttle, number, number])[] = [
  ['power', 0, 7],
  ['current', 16, 23],
  ['heat', 32, 47],
];

export function throttledBy(metrics: Uint8Array | undefined): readonly Throttle[] {
  if (metrics === undefined || metrics.length < 4) return [];
  const view = new DataView(metrics.buffer, metrics.byteOffset, metrics.byteLength);
  const offset = offsets[`${view.getUint8(2)}.${view.getUint8(3)}`];
  if (offset === undefined || offset + 8 > metrics.length || view.getUint16(0, true) !== metrics.length)
    return [];
  const status = view.getBigUint64(offset, true);
  if (status === 0xffff_ffff_ffff_ffffn) return []; // what a chip writes that does not count it
  return reasons.flatMap(([reason, first, last]) => {
    const mask = (1n << BigInt(last - first + 1)) - 1n;
    return ((status >> BigInt(first)) & mask) === 0n ? [] : [reason];
  });
}
