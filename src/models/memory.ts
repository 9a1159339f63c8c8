// How much memory a model needs while it works: its weights, and for each size of model what the computation takes
// beside them. Pure. An estimate from whisper.cpp's own table of sizes, on the high side for quantised ones;
// what the server really took stands in the evidence.

import { type CatalogueModel, catalogue } from './catalogue.ts';

const megabyte = 1e6;

/** Beside the weights, by the first part of the name. */
const workspace: readonly (readonly [RegExp, number])[] = [
  [/^tiny/, 200 * megabyte],
  [/^base/, 250 * megabyte],
  [/^small/, 390 * megabyte],
  [/^medium/, 620 * megabyte],
  [/^large-v3-turbo/, 700 * megabyte],
  [/^large/, 1_000 * megabyte],
];

export function neededBytes(name: string, fileBytes: number): number {
  const found = workspace.find(([pattern]) => pattern.test(name));
  return fileBytes + (found?.[1] ?? fileBytes / 2 + 200 * megabyte);
}

/** Without the quantisation: the models that are the same but for their precision. */
function family({ name }: CatalogueModel): string {
  return name.replace(/-q\d_\d$/, '');
}

/** Of the same model, those that need less memory, the best first. */
export function smallerThan(name: string): readonly CatalogueModel[] {
  const model = catalogue.find((one) => one.name === name);
  if (model === undefined) return [];
  return catalogue
    .filter((one) => family(one) === family(model) && one.bytes < model.bytes)
    .toSorted((a, b) => b.bytes - a.bytes);
}
