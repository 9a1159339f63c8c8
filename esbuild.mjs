// Builds what VS Code loads: one CommonJS file for the extension host, one for the HTTP client that it loads with
// the first server, one for the thread that reads grammars, and
// beside them what is looked up at run time: the recorder definition and the engine for the grammars' regular
// expressions. `--watch` rebuilds on change; `--package` also writes the .vsix into dist/.

import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { context } from 'esbuild';

const watch = process.argv.includes('--watch');
const pack = process.argv.includes('--package');

mkdirSync('dist', { recursive: true });
copyFileSync('src/audio/recorderDefinition.cjs', 'dist/recorderDefinition.cjs');
copyFileSync('node_modules/vscode-oniguruma/release/onig.wasm', 'dist/onig.wasm');

const build = await context({
  entryPoints: {
    extension: 'src/extension.ts',
    client: 'src/server/client.node.ts',
    grammars: 'src/grammar/thread.node.ts',
  },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  external: ['vscode'],
  minify: !watch,
  keepNames: true, // names of classes stand in stack traces and in the names of errors
  sourcemap: watch ? 'inline' : false,
  logLevel: 'warning',
  logOverride: { 'import-is-undefined': 'error' },
  plugins: [
    {
      name: 'client apart',
      setup({ onResolve }) {
        onResolve({ filter: /\/client\.node\.ts$/ }, ({ kind }) =>
          kind === 'dynamic-import' ? { path: './client.cjs', external: true } : undefined,
        );
      },
    },
    {
      name: 'report',
      setup({ onStart, onEnd }) {
        onStart(() => console.log('[build] started'));
        onEnd(({ errors }) => console.log(`[build] finished, ${errors.length} errors`));
      },
    },
  ],
});

if (watch) {
  await build.watch();
} else {
  const { errors } = await build.rebuild().catch(() => ({ errors: [1] }));
  await build.dispose();
  if (errors.length > 0) process.exit(1);
  if (pack) await packageExtension();
}

async function packageExtension() {
  // The library is CommonJS and noisy when imported; it is needed only here.
  const { createVSIX } = createRequire(import.meta.url)('@vscode/vsce');
  const target = `${process.platform}-${process.arch}`;
  const hasServer = existsSync(`native/bin/${target}/whisper-server`);
  if (!hasServer)
    console.warn(`native/bin/${target} is missing: the package will hold no server (npm run native)`);
  const name = `sotto-${hasServer ? target : 'no-server'}.vsix`;
  const packagePath = `dist/.${name}`;
  await createVSIX({
    ...{ packagePath, dependencies: false, ...(hasServer ? { target } : {}) },
    // There is no public repository yet that links could lead to.
    ...{ allowMissingRepository: true, rewriteRelativeLinks: false },
  });
  for (const old of readdirSync('dist')) if (/^[^.].*\.vsix$/.test(old)) rmSync(`dist/${old}`);
  renameSync(packagePath, `dist/${name}`);
  console.log(`[build] dist/${name}`);
}
