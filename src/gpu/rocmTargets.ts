// What a compile target of AMD needs so that ROCm computes on it: nothing, an override that makes it pass for a
// close relative, or Vulkan instead. Pure data, for ROCm 7 as AMD packages it; a build of one's own or of a
// distribution can hold more. An override to the wrong relative crashes, so it is advice to try, not a fact.

export type RocmNeed =
  | { readonly kind: 'native' }
  /** The value for HSA_OVERRIDE_GFX_VERSION. */
  | { readonly kind: 'override'; readonly version: string }
  | { readonly kind: 'vulkan' }
  | { readonly kind: 'unknown' };

const native: ReadonlySet<string> = new Set([
  ...['gfx908', 'gfx90a', 'gfx942', 'gfx950', 'gfx1030', 'gfx1100', 'gfx1101', 'gfx1102'],
  ...['gfx1150', 'gfx1151', 'gfx1200', 'gfx1201'],
]);

const overrides: Readonly<Record<string, string>> = {
  gfx1031: '10.3.0',
  gfx1032: '10.3.0',
  gfx1033: '10.3.0',
  gfx1034: '10.3.0',
  gfx1035: '10.3.0',
  gfx1036: '10.3.0',
  gfx1103: '11.0.0',
  gfx1152: '11.5.0',
  gfx1153: '11.5.0',
};

export function rocmNeed(gfx: string | undefined): RocmNeed {
  if (gfx === undefined) return { kind: 'unknown' };
  if (native.has(gfx)) return { kind: 'native' };
  const version = overrides[gfx];
  if (version !== undefined) return { kind: 'override', version };
  // Everything before RDNA 2: dropped by AMD, or never among its packages.
  return /^gfx(?:[6-8]\d\d|9\d[\da-f]|101\d)$/.test(gfx) ? { kind: 'vulkan' } : { kind: 'unknown' };
}
