// Where model files are, and whether one can be trusted. A file is examined once per size and time of change;
// the thorough check of a download is its hash, made while it comes in (download.node.ts).

import { type FileHandle, open, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { expandPath } from '../base/paths.ts';
import type { ModelFault, Problem } from '../base/problem.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { type CatalogueModel, catalogue, modelWish } from './catalogue.ts';
import { faultOfModel } from './ggml.ts';

export class ModelStore {
  private readonly examined = new Map<string, ModelFault | undefined>();

  /** `expand`: a path as a person wrote it, to one from the root. */
  constructor(
    private readonly folder: () => string,
    private readonly expand = (path: string) => expandPath(path, homedir(), undefined),
  ) {}

  fileOf(model: CatalogueModel): string {
    return join(this.folder(), model.file);
  }

  /** The names of the catalogue whose files stand in the folder with their whole size. */
  async onDisk(): Promise<ReadonlySet<string>> {
    const found = await Promise.all(
      catalogue.map(async (model) => {
        const size = await stat(this.fileOf(model)).then(
          (file) => file.size,
          () => undefined,
        );
        return size === model.bytes ? [model.name] : [];
      }),
    );
    return new Set(found.flat());
  }

  /** The file for the setting `sotto.model`, examined. */
  async locate(setting: string): Promise<Result<string, Problem>> {
    const wish = modelWish(setting);
    switch (wish.kind) {
      case 'unknown':
        return fail({ kind: 'modelUnknown', name: wish.name, known: catalogue.map(({ name }) => name) });
      case 'file':
        return this.examine(this.expand(wish.path), undefined);
      case 'catalogue':
        return this.examine(this.fileOf(wish.model), wish.model);
    }
  }

  private async examine(file: string, model: CatalogueModel | undefined): Promise<Result<string, Problem>> {
    if (!isAbsolute(file))
      return fail({ kind: 'pathRelative', path: file, of: model === undefined ? 'model' : 'modelsFolder' });
    let handle: FileHandle;
    try {
      handle = await open(file, 'r');
    } catch (error) {
      return fail(cannotOpen(file, model, (error as NodeJS.ErrnoException).code));
    }
    try {
      const { size, mtimeMs } = await handle.stat();
      const key = `${file}\n${size}\n${mtimeMs}`;
      if (!this.examined.has(key)) this.examined.set(key, await faultIn(handle, size, model));
      const fault = this.examined.get(key);
      if (fault === undefined) return ok(file);
      return fail({ kind: 'modelBroken', file, why: fault, downloadable: model !== undefined });
    } catch {
      return fail({ kind: 'modelBroken', file, why: 'unreadable', downloadable: model !== undefined });
    } finally {
      await handle.close();
    }
  }
}

async function faultIn(
  handle: FileHandle,
  size: number,
  model: CatalogueModel | undefined,
): Promise<ModelFault | undefined> {
  if (model !== undefined && size < model.bytes) return 'truncated';
  if (model !== undefined && size > model.bytes) return 'wrongContent';
  return faultOfModel(async (offset, length) => {
    const buffer = new Uint8Array(length);
    const { bytesRead } = await handle.read(buffer, 0, length, offset);
    return buffer.subarray(0, bytesRead);
  }, size);
}

function cannotOpen(file: string, model: CatalogueModel | undefined, code: string | undefined): Problem {
  if (code !== 'ENOENT' && code !== 'ENOTDIR') {
    return { kind: 'modelBroken', file, why: 'unreadable', downloadable: model !== undefined };
  }
  return model === undefined
    ? { kind: 'modelFileMissing', file }
    : { kind: 'modelMissing', name: model.name, bytes: model.bytes, file };
}
