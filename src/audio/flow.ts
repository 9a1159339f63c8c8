// Whether sound still comes, told by counting looks and not by a deadline: after a moment in which the whole process
// stood still, the sound that waits is read before the next look, so that no sound is missed that is there. Pure.

export const lookEveryMs = 250;

/** How long no sound may come. */
export const patience = {
  /** At the start: a suspended source can need more than a second and a half to wake. */
  firstMs: 3_000,
  /**
   * Later. The longest gap of a recorder of the table is 133 ms (`npm run bench:recorders`); on a machine without a moment to
   * spare one of 1.6 s was seen after which all sound came, and a recorder that is ended then loses it.
   */
  laterMs: 2_000,
} as const;

export class FlowWatch {
  private looks = 0;
  private flows = false;

  heard(): void {
    this.looks = 0;
    this.flows = true;
  }

  /** Called each time when `lookEveryMs` are over. */
  look(): 'fine' | 'noFrames' | 'stalled' {
    this.looks += 1;
    const { firstMs, laterMs } = patience;
    if (this.looks * lookEveryMs <= (this.flows ? laterMs : firstMs)) return 'fine';
    return this.flows ? 'stalled' : 'noFrames';
  }
}
