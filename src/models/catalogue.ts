// The models that Sotto offers by name: where each comes from, how large it is, and the hash that proves it.
// Pure data. A name in the setting is looked up here; anything with a path separator or ".bin" is a file.

export interface CatalogueModel {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

const rows: readonly (readonly [name: string, bytes: number, sha256: string])[] = [
  ['tiny.en', 77_704_715, '921e4cf8686fdd993dcd081a5da5b6c365bfde1162e72b08d75ac75289920b1f'],
  ['tiny', 77_691_713, 'be07e048e1e599ad46341c8d2a135645097a538221678b7acdd1b1919c6e1b21'],
  ['base.en', 147_964_211, 'a03779c86df3323075f5e796cb2ce5029f00ec8869eee3fdfb897afe36c6d002'],
  ['base', 147_951_465, '60ed5bc3dd14eea856493d334349b405782ddcaf0028d4b5df4088345fba2efe'],
  ['base.en-q5_1', 59_721_011, '4baf70dd0d7c4247ba2b81fafd9c01005ac77c2f9ef064e00dcf195d0e2fdd2f'],
  ['small.en', 487_614_201, 'c6138d6d58ecc8322097e0f987c32f1be8bb0a18532a3f88f734d1bbf9c41e5d'],
  ['small', 487_601_967, '1be3a9b2063867b937e64e2ec7483364a79917e157fa98c5d94b5c1fffea987b'],
  ['small.en-q5_1', 190_098_681, 'bfdff4894dcb76bbf647d56263ea2a96645423f1669176f4844a1bf8e478ad30'],
  ['medium.en', 1_533_774_781, 'cc37e93478338ec7700281a7ac30a10128929eb8f427dda2e865faa8f6da4356'],
  ['medium', 1_533_763_059, '6c14d5adee5f86394037b4e4e8b59f1673b6cee10e3cf0b11bbdbee79c156208'],
  ['medium.en-q5_0', 539_225_533, '76733e26ad8fe1c7a5bf7531a9d41917b2adc0f20f2e4f5531688a8c6cd88eb0'],
  ['large-v3', 3_095_033_483, '64d182b440b98d5203c4f9bd541544d84c605196c4f7b845dfa11fb23594d1e2'],
  ['large-v3-q5_0', 1_081_140_203, 'd75795ecff3f83b5faa89d1900604ad8c780abd5739fae406de19f23ecd98ad1'],
  ['large-v3-turbo', 1_624_555_275, '1fc70f774d38eb169993ac391eea357ef47c88757ef72ee5943879b7e8e2bc69'],
  ['large-v3-turbo-q5_0', 574_041_195, '394221709cd5ad1f40c46e6031ca61bce88931e6e088c188294c6d5a55ffa7e2'],
];

export const catalogue: readonly CatalogueModel[] = rows.map(([name, bytes, sha256]) => ({
  ...{ name, file: `ggml-${name}.bin`, bytes, sha256 },
}));

export const defaultModel: CatalogueModel = named('base.en');

function named(name: string): CatalogueModel {
  const model = catalogue.find((one) => one.name === name);
  if (model === undefined) throw new Error(`no model is called ${name}`);
  return model;
}

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
