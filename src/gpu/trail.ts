// The last minutes of the GPU and the dictations among them: what the panel draws and the tooltip tells. Pure of
// clocks: every entry brings its time. Forgets what is older than its span.

import type { Sample } from './sample.ts';

export const trailMs = 5 * 60_000;

export type Phase = 'recording' | 'recognising';

export interface PhaseSpan {
  readonly phase: Phase;
  readonly from: number;
  /** Undefined while it lasts. */
  readonly to: number | undefined;
}

export class Trail {
  private samples: readonly Sample[] = [];
  private spans: readonly PhaseSpan[] = [];

  get all(): readonly Sample[] {
    return this.samples;
  }

  get latest(): Sample | undefined {
    return this.samples.at(-1);
  }

  get phases(): readonly PhaseSpan[] {
    return this.spans;
  }

  /** How long the last dictation took in each phase that it went through. */
  get lastDictation(): readonly PhaseSpan[] {
    const start = this.spans.findLastIndex(({ phase }) => phase === 'recording');
    return start < 0 ? [] : this.spans.slice(start);
  }

  add(sample: Sample): void {
    this.samples = [...this.samples, sample].filter(({ at }) => sample.at - at <= trailMs);
  }

  /** Says in which phase a dictation is now, if in any. */
  enter(phase: Phase | undefined, at: number): void {
    const last = this.spans.at(-1);
    if (last?.to === undefined && last?.phase === phase) return;
    const ended = this.spans.map((span) => (span.to === undefined ? { ...span, to: at } : span));
    const begun = phase === undefined ? [] : [{ phase, from: at, to: undefined }];
    this.spans = [...ended, ...begun].filter(({ to }, index, all) => {
      // The last dictation stays, however long ago it was.
      return to === undefined || at - to <= trailMs || index >= all.length - 2;
    });
  }
}
