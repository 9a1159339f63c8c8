// Which models of the catalogue would fit into the memory that is free now. Pure: the table that the panel shows
// and the choice of a smaller model when memory is short.

import { type CatalogueModel, catalogue } from './catalogue.ts';
import { neededBytes } from './memory.ts';

export interface ShelfRow {
  readonly model: CatalogueModel;
  readonly neededBytes: number;
  readonly onDisk: boolean;
  readonly inUse: boolean;
  /** Undefined where it is not known how much is free. */
  readonly fits: boolean | undefined;
}

/** `freeBytes` counts what the model in use would give back. */
export function shelf(
  freeBytes: number | undefined,
  onDisk: ReadonlySet<string>,
  inUse: string | undefined,
): readonly ShelfRow[] {
  return catalogue.map((model) => {
    const needed = neededBytes(model.name, model.bytes);
    return {
      ...{ model, neededBytes: needed, onDisk: onDisk.has(model.name), inUse: model.name === inUse },
      fits: freeBytes === undefined ? undefined : needed <= freeBytes,
    };
  });
}
