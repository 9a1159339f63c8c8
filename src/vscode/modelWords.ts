// What the vocabulary must know about the model that is set: how it counts words. Read once for each model, at the
// first dictation with it, while the person speaks.

import type { Problem } from '../base/problem.ts';
import type { Result } from '../base/result.ts';
import { readTokens } from '../models/tokens.node.ts';
import type { Vocabulary } from '../vocabulary/vocabulary.ts';

export class ModelWords {
  private known: string | undefined;

  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly locate: () => Promise<Result<string, Problem>>,
  ) {}

  async look(): Promise<void> {
    const model = await this.locate();
    const file = model.ok ? model.value : undefined;
    if (file === this.known) return;
    this.known = file;
    this.vocabulary.useModel(file === undefined ? undefined : await readTokens(file));
  }
}
