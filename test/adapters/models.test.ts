// Model files against a host on the loopback and a real disk: what stands under a model's name is whole and
// right, what was cut is continued, what is wrong is thrown away, and every file is judged before it is used.

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { DownloadFault } from '../../src/base/problem.ts';
import { type CatalogueModel, catalogue, defaultModel, downloadUrl } from '../../src/models/catalogue.ts';
import { type DownloadOptions, download } from '../../src/models/download.node.ts';
import { ModelStore } from '../../src/models/store.node.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/paths.ts';
import { waitUntil } from '../support/processes.ts';
import { type Bundle, bundleOf } from './support/bundle.ts';
import { withEnvironment } from './support/environment.ts';
import { type Behaviour, type FakeModelHost, startFakeModelHost } from './support/fakeModelHost.ts';
import { assertNothingLeft, standing } from './support/leaks.ts';
import { nanoModel } from './support/whisper.ts';

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder('models');
});
afterEach(() => folder.remove());

describe('a download', () => {
  const content = randomBytes(700_000);
  const model: CatalogueModel = {
    name: 'test',
    file: 'ggml-test.bin',
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  };
  let fakeModelHost: FakeModelHost;
  let file: string;
  let part: string;
  before(async () => {
    fakeModelHost = await startFakeModelHost(content);
  });
  after(() => fakeModelHost.close());
  beforeEach(() => {
    fakeModelHost.behaviour = { kind: 'honest' };
    fakeModelHost.content = content;
    fakeModelHost.ranges.length = 0;
    file = join(folder.path, 'new', 'folder', model.file);
    part = `${file}.part`;
  });

  function get(behaviour: Behaviour, options: Partial<DownloadOptions> = {}) {
    fakeModelHost.behaviour = behaviour;
    const { signal } = new AbortController();
    return download({ model, url: fakeModelHost.url, file, signal, progress: () => {}, ...options });
  }

  async function fails(
    behaviour: Behaviour,
    why: DownloadFault,
    says: RegExp,
    options?: Partial<DownloadOptions>,
  ) {
    const got = await get(behaviour, options);
    assert.ok(!got.ok, 'it must not succeed');
    assert.ok(got.error.kind === 'downloadFailed');
    assert.equal(got.error.name, 'test');
    assert.equal(got.error.why, why, got.error.detail);
    assert.match(got.error.detail, says);
    assert.equal(existsSync(file), false, 'nothing may stand under the name of the model');
  }

  async function succeeds(behaviour: Behaviour, options: Partial<DownloadOptions> = {}) {
    assert.deepEqual(await get(behaviour, options), { ok: true, value: 'done' });
    assert.deepEqual(readFileSync(file), content);
    assert.equal(existsSync(part), false);
  }

  const leave = (bytes: Uint8Array) => {
    mkdirSync(join(folder.path, 'new', 'folder'), { recursive: true });
    writeFileSync(part, bytes);
  };

  test('a whole file comes, and its progress is told upwards to the last byte', async () => {
    const clean = standing();
    const steps: number[] = [];
    await succeeds({ kind: 'honest' }, { progress: (bytes) => void steps.push(bytes) });
    assert.ok(steps.length > 1);
    assert.deepEqual(
      steps,
      steps.toSorted((a, b) => a - b),
    );
    assert.equal(steps.at(-1), content.length);
    // A connection that is kept for the next download is no leak: fetch closes it after a few seconds.
    await assertNothingLeft({ ...clean, files: clean.files + 2, timers: clean.timers + 2 });
  });

  test('the address of the default model on a host of one’s own', () => {
    const base = new URL(fakeModelHost.url).origin;
    assert.equal(
      downloadUrl(defaultModel, `${base}/`),
      `${base}/ggerganov/whisper.cpp/resolve/main/${defaultModel.file}`,
    );
  });

  test('a wrong content of the right length is thrown away', async () => {
    fakeModelHost.content = randomBytes(content.length);
    await fails(
      { kind: 'honest' },
      'wrongContent',
      new RegExp(`SHA-256 is [0-9a-f]{64}, not ${model.sha256}`),
    );
    assert.equal(existsSync(part), false);
  });

  test('cut off, it is continued where it ended', async () => {
    await fails({ kind: 'cuts', after: 300_000 }, 'network', /./);
    const have = statSync(part).size;
    assert.ok(have > 0 && have <= 300_000, `${have} bytes were kept`);
    const steps: number[] = [];
    await succeeds({ kind: 'honest' }, { progress: (bytes) => void steps.push(bytes) });
    assert.deepEqual(fakeModelHost.ranges, [undefined, `bytes=${have}-`]);
    assert.ok((steps[0] ?? 0) > have, 'progress counts what was there');
  });

  test('cut off twice', async () => {
    await fails({ kind: 'cuts', after: 100_000 }, 'network', /./);
    await fails({ kind: 'cuts', after: 100_000 }, 'network', /./);
    assert.ok(statSync(part).size > 100_000);
    await succeeds({ kind: 'honest' });
  });

  test('a host that knows no ranges sends all of it again', async () => {
    leave(content.subarray(0, 300_000));
    await succeeds({ kind: 'ignoresRange' });
    assert.deepEqual(fakeModelHost.ranges, ['bytes=300000-']);
  });

  test('all that was missing was the last look: nothing is asked for', async () => {
    leave(content);
    await succeeds({ kind: 'status', status: 500 });
    assert.deepEqual(fakeModelHost.ranges, []);
  });

  test('more bytes than the model has are not taken', async () => {
    await fails({ kind: 'adds', bytes: 50_000 }, 'wrongContent', /more than 700000 bytes came/);
    assert.equal(existsSync(part), false);
  });

  for (const status of [404, 403, 500, 503]) {
    test(`HTTP ${status} is a refusal, and what was there stays`, async () => {
      leave(content.subarray(0, 1_000));
      await fails({ kind: 'status', status }, 'refused', new RegExp(`HTTP ${status}`));
      assert.equal(statSync(part).size, 1_000);
    });
  }

  test('a host that goes silent in the middle is given up, and the rest comes later', async () => {
    await fails({ kind: 'stalls', after: 200_000 }, 'network', /nothing came for 0\.2 s/, { stallMs: 200 });
    assert.ok(statSync(part).size > 0);
    await succeeds({ kind: 'honest' });
  });

  test('a host that is slow but goes on is waited for', async () => {
    await succeeds({ kind: 'drips', pieces: 8, everyMs: 60 }, { stallMs: 300 });
  });

  test('a host that never answers is given up', async () => {
    await fails({ kind: 'silent' }, 'network', /nothing came for 0\.2 s/, { stallMs: 200 });
  });

  test('nobody at the address', async () => {
    const gone = await startFakeModelHost(content);
    await gone.close();
    await fails({ kind: 'honest' }, 'network', /ECONNREFUSED/, { url: gone.url });
  });

  test('cancelled, the part is kept and continued', async () => {
    const cancel = new AbortController();
    const got = await get(
      { kind: 'stalls', after: 200_000 },
      { signal: cancel.signal, progress: () => cancel.abort() },
    );
    assert.deepEqual(got, { ok: true, value: 'cancelled' });
    assert.equal(existsSync(file), false);
    const have = statSync(part).size;
    assert.ok(have > 0);
    await succeeds({ kind: 'honest' });
    assert.equal(fakeModelHost.ranges.at(-1), `bytes=${have}-`);
  });

  test('cancelled before it begins, nothing is asked for', async () => {
    assert.deepEqual(await get({ kind: 'honest' }, { signal: AbortSignal.abort() }), {
      ok: true,
      value: 'cancelled',
    });
    assert.deepEqual(fakeModelHost.ranges, []);
  });

  test('a wrong part from before is found out, thrown away, and the next try is whole', async () => {
    leave(randomBytes(300_000));
    await fails({ kind: 'honest' }, 'wrongContent', /SHA-256/);
    assert.equal(existsSync(part), false);
    await succeeds({ kind: 'honest' });
  });

  test('a part that is too long is thrown away at once', async () => {
    leave(randomBytes(content.length + 1));
    await succeeds({ kind: 'honest' });
    assert.deepEqual(fakeModelHost.ranges, [undefined]);
  });

  test('a folder that cannot be made', async () => {
    writeFileSync(join(folder.path, 'new'), 'a file where a folder should be');
    await fails({ kind: 'honest' }, 'disk', /ENOTDIR|EEXIST/);
    assert.deepEqual(fakeModelHost.ranges, [], 'known before anything is fetched');
  });

  test('a folder without the right to write', async (t) => {
    if (process.getuid?.() === 0) {
      t.skip('root may write everywhere');
      return;
    }
    mkdirSync(join(folder.path, 'new'), { mode: 0o500 });
    await fails({ kind: 'honest' }, 'disk', /EACCES/);
  });

  test('a full disk', async () => {
    file = join(folder.path, model.file);
    symlinkSync('/dev/full', `${file}.part`);
    await fails({ kind: 'honest' }, 'disk', /ENOSPC/);
  });

  describe('two windows that bring the same model at once', () => {
    let bundle: Bundle;
    before(async () => {
      bundle = await bundleOf(windowThatDownloads);
    });
    after(() => bundle.remove());
    const window = () => {
      const child = bundle.start({ model, url: fakeModelHost.url, file });
      const told: string[] = [];
      let outcome: string | undefined;
      if (child.stdout) {
        createInterface({ input: child.stdout }).on('line', (line) => {
          if (line.startsWith('{')) outcome = line;
          else told.push(line);
        });
      }
      const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
      return { child, told, outcome: () => ended.then(() => outcome) };
    };
    const begins = (one: ReturnType<typeof window>) =>
      waitUntil(() => one.told.some((bytes) => Number(bytes) > 0), { timeoutMs: 10_000, what: 'it goes on' });
    const done = '{"ok":true,"value":"done"}';

    test('one asks for it, both show the progress, both have it, and it is right', async () => {
      fakeModelHost.behaviour = { kind: 'drips', pieces: 30, everyMs: 50 };
      const windows = [window(), window()];
      await Promise.all(windows.map(begins));
      assert.deepEqual(await Promise.all(windows.map((one) => one.outcome())), [done, done]);
      assert.deepEqual(readFileSync(file), content);
      assert.deepEqual(fakeModelHost.ranges, [undefined]);
      assert.deepEqual(readdirSync(dirname(file)), [model.file]);
    });

    test('the one that writes is killed: the other goes on where it ended', async () => {
      fakeModelHost.behaviour = { kind: 'stalls', after: 200_000 };
      const first = window();
      await begins(first);
      const second = window();
      await begins(second);
      fakeModelHost.behaviour = { kind: 'honest' };
      first.child.kill('SIGKILL');
      assert.equal(await second.outcome(), done);
      assert.deepEqual(readFileSync(file), content);
      assert.equal(fakeModelHost.ranges.length, 2);
      assert.match(fakeModelHost.ranges[1] ?? '', /^bytes=[1-9]\d*-$/);
    });

    test('whoever waits can cancel', async () => {
      fakeModelHost.behaviour = { kind: 'stalls', after: 200_000 };
      const first = window();
      await begins(first);
      const cancel = new AbortController();
      const { signal } = cancel;
      const got = await get({ kind: 'honest' }, { signal, progress: () => cancel.abort() });
      assert.deepEqual(got, { ok: true, value: 'cancelled' });
      assert.deepEqual(fakeModelHost.ranges, [undefined]);
      first.child.kill('SIGKILL');
      await first.outcome();
    });

    test('what stands in the file is judged, whoever wrote it', async () => {
      const writesInto = (bytes: number) => {
        if (bytes === content.length) writeFileSync(part, randomBytes(content.length));
      };
      await fails({ kind: 'honest' }, 'wrongContent', /SHA-256/, { progress: writesInto });
    });
  });

  test('after failures no connection stays open', async () => {
    for (const behaviour of [
      { kind: 'stalls', after: 1_000 },
      { kind: 'silent' },
      { kind: 'adds', bytes: 10 },
    ] as const) {
      assert.equal((await get(behaviour, { stallMs: 100 })).ok, false);
    }
    await waitUntil(async () => (await fakeModelHost.openConnections()) === 0, {
      timeoutMs: 8_000,
      what: 'all connections were closed',
    });
  });
});

/** A process of its own; its lines are the progress and, at last, what came of it. */
const windowThatDownloads = `
  import { download } from './src/models/download.node.ts';
  const { model, url, file } = JSON.parse(process.argv[2]);
  const progress = (bytes) => console.log(bytes);
  void download({ model, url, file, progress, signal: new AbortController().signal }).then((outcome) => {
    console.log(JSON.stringify(outcome));
    process.exit(0);
  });
`;

describe('locating a model', () => {
  const store = () => new ModelStore(() => folder.path);
  const place = (name: string, change: (file: string) => void = () => {}) => {
    const file = join(folder.path, name);
    copyFileSync(nanoModel, file);
    change(file);
    return file;
  };

  test('a name of the catalogue whose file is not there', async () => {
    const { name, bytes, file } = defaultModel;
    assert.deepEqual(await store().locate(name), {
      ok: false,
      error: { kind: 'modelMissing', name, bytes, file: join(folder.path, file) },
    });
  });

  test('the same where even the folder is not there', async () => {
    const located = await new ModelStore(() => join(folder.path, 'none')).locate(defaultModel.name);
    assert.ok(!located.ok);
    assert.equal(located.error.kind, 'modelMissing');
  });

  for (const [more, why] of [
    [-1, 'truncated'],
    [1, 'wrongContent'],
  ] as const) {
    test(`a file of the catalogue that is ${more} byte off is ${why}, and can be downloaded`, async () => {
      const file = place(defaultModel.file, (path) => truncateSync(path, defaultModel.bytes + more));
      assert.deepEqual(await store().locate(defaultModel.name), {
        ok: false,
        error: { kind: 'modelBroken', file, why, downloadable: true },
      });
    });
  }

  test('a file of the right length with another content is no whole model', async () => {
    place(defaultModel.file, (path) => truncateSync(path, defaultModel.bytes));
    const located = await store().locate(defaultModel.name);
    assert.ok(!located.ok);
    assert.equal(located.error.kind, 'modelBroken');
  });

  test('a name that the catalogue does not have, with those that it has', async () => {
    assert.deepEqual(await store().locate(' huge '), {
      ok: false,
      error: { kind: 'modelUnknown', name: 'huge', known: catalogue.map(({ name }) => name) },
    });
  });

  test('a file of one’s own', async () => {
    const file = place('mine.bin');
    assert.deepEqual(await store().locate(file), { ok: true, value: file });
  });

  test('a file of one’s own under the home folder', async () => {
    const file = place('mine.bin');
    await withEnvironment({ HOME: folder.path }, async () => {
      assert.equal(homedir(), folder.path);
      assert.deepEqual(await store().locate('~/mine.bin'), { ok: true, value: file });
    });
  });

  test('a relative path of a folder or a file that belongs to nothing is refused', async () => {
    const { name } = defaultModel;
    const refused = (path: string, of: string) => ({ ok: false, error: { kind: 'pathRelative', path, of } });
    const path = join('models', defaultModel.file);
    const relative = new ModelStore(() => 'models');
    assert.deepEqual(await relative.locate(name), refused(path, 'modelsFolder'));
    assert.deepEqual(await relative.locate('./mine.bin'), refused('./mine.bin', 'model'));
    const { signal } = new AbortController();
    const options = {
      model: defaultModel,
      url: 'http://127.0.0.1:9',
      file: path,
      signal,
      progress: () => {},
    };
    assert.deepEqual(await download(options), refused(path, 'modelsFolder'));
  });

  test('a file of one’s own that is not there', async () => {
    for (const file of [join(folder.path, 'none.bin'), join(place('file'), 'below.bin')]) {
      assert.deepEqual(await store().locate(file), { ok: false, error: { kind: 'modelFileMissing', file } });
    }
  });

  const broken: readonly (readonly [name: string, change: (file: string) => void, why: string])[] = [
    ['cut in its weights', (file) => truncateSync(file, statSync(file).size - 1), 'truncated'],
    ['cut in its words', (file) => truncateSync(file, 100_000), 'truncated'],
    ['cut in its first bytes', (file) => truncateSync(file, 2), 'truncated'],
    ['empty', (file) => truncateSync(file, 0), 'truncated'],
    ['a text', (file) => writeFileSync(file, 'no model at all '.repeat(100)), 'notAModel'],
    ['an error page', (file) => writeFileSync(file, '<!DOCTYPE html><title>404</title>'), 'notAModel'],
  ];
  for (const [name, change, why] of broken) {
    test(`a file of one’s own that is ${name} is ${why}`, async () => {
      const file = place('mine.bin', change);
      assert.deepEqual(await store().locate(file), {
        ok: false,
        error: { kind: 'modelBroken', file, why, downloadable: false },
      });
    });
  }

  test('a folder is not readable as a model', async () => {
    const file = `${folder.path}/`;
    assert.deepEqual(await store().locate(file), {
      ok: false,
      error: { kind: 'modelBroken', file, why: 'unreadable', downloadable: false },
    });
  });

  test('a file is examined again when it changed, and not before', async () => {
    const file = place('mine.bin', (path) => utimesSync(path, 1_000, 1_000));
    const kept = store();
    assert.equal((await kept.locate(file)).ok, true);
    writeFileSync(file, Buffer.alloc(statSync(file).size));
    utimesSync(file, 1_000, 1_000);
    assert.equal((await kept.locate(file)).ok, true, 'same length, same time: not read again');
    utimesSync(file, 1_000, 2_000);
    assert.equal((await kept.locate(file)).ok, false);
  });

  test('no file stays open', async () => {
    const file = place('mine.bin');
    const kept = store();
    const before = standing().files;
    for (let count = 0; count < 10; count++) {
      for (const wish of [file, `${folder.path}/`, defaultModel.name]) await kept.locate(wish);
    }
    assert.equal(standing().files, before); // at once: the collector would close a forgotten one some time
  });
});

test('the fixture is a whole model', async () => {
  assert.deepEqual(await new ModelStore(() => '').locate(nanoModel), { ok: true, value: nanoModel });
});
