// The models that Sotto offers by name: where each comes from, how large it is, and the hash that proves it.
// Pure data. A name in the setting is looked up here; anything with a path separator or ".bin" is a file.

export interface CatalogueModel {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

export const catalogue: readonly [CatalogueModel, ...CatalogueModel[]] = [
  {
    name: 'base.en',
    file: 'ggml-base.en.bin',
    bytes: 147_964_211,
    sha256: 'a03779c86df3323075f5e796cb2ce5029f00ec8869eee3fdfb897afe36c6d002',
  },
];

export const defaultModel = catalogue[0];

export type ModelWish =
  | { readonly kind: 'catalogue'; readonly model: CatalogueModel }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'unknown'; readonly name: string };

export function modelWish(setting: string): ModelWish {
  const wish = setting.trim();
  const model = catalogue.find(({ name }) => name === wish);
  if (model !== undefined) return { kind: 'catalogue', model };
  return /[\\/]|\.bin$/.test(wish) ? { kind: 'file', path: wish } : { kind: 'unknown', name: wish };
}

const publicHost = 'https://huggingface.co';

/** `host` replaces the public one where a company or a country needs a mirror. */
export function downloadUrl(model: CatalogueModel, host = publicHost): string {
  return `${host.replace(/\/+$/, '')}/ggerganov/whisper.cpp/resolve/main/${model.file}`;
}
