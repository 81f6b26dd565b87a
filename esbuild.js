// Builds everything that ships into dist/. `--production` minifies, `--watch` rebuilds on change.
import { context, transform } from 'esbuild';
import { cp, mkdir, readdir, rm } from 'node:fs/promises';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  outdir: 'dist',
  minify: production,
  sourcemap: !production,
  legalComments: 'none',
  logLevel: 'warning',
};

/** @type {import('esbuild').BuildOptions} */
const node = {
  ...shared,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // jsonc-parser's default for node is a UMD build that esbuild can't see into.
  mainFields: ['module', 'main'],
  // What node-fetch would fall back to on old versions of node: 60 KB that never run.
  alias: { 'web-streams-polyfill/dist/ponyfill.es2018.js': 'node:stream/web' },
  // CommonJS inside the identity bundle asks for node's modules by require.
  banner: { js: "import{createRequire as $cr}from'node:module';const require=$cr(import.meta.url);" },
};

/**
 * The extension host's side. ES modules with splitting: each `import()` in the code becomes a file of its own, so that
 * activation loads the entry and its static imports, and nothing else.
 * @type {import('esbuild').BuildOptions}
 */
const host = {
  ...node,
  entryPoints: { extension: 'src/extension.ts' },
  chunkNames: 'chunks/[name]-[hash]',
  splitting: true,
  external: ['vscode'],
};

/**
 * The sandbox's command line, one file that stands alone; not in the VSIX.
 * @type {import('esbuild').BuildOptions}
 */
const sandbox = {
  ...node,
  entryPoints: { sandbox: 'src/sandbox/cli.ts' },
  banner: { js: `#!/usr/bin/env node\n${node.banner.js}` },
};

/** @type {import('esbuild').BuildOptions} */
const webview = {
  ...shared,
  entryPoints: ['src/webview/panel/main.ts', 'src/webview/panel/style/panel.css'],
  entryNames: 'panel',
  platform: 'browser',
  target: 'chrome138',
  format: 'iife',
  // The page says that it is UTF-8, so nothing has to be spelled in ASCII.
  charset: 'utf8',
  tsconfig: 'src/webview/tsconfig.json',
};

/**
 * Lines that the tasks' problem matcher waits for.
 * @type {import('esbuild').Plugin}
 */
const announce = {
  name: 'announce',
  setup(build) {
    build.onStart(() => console.log('[watch] build started'));
    build.onEnd((result) => {
      for (const { text, location } of result.errors) {
        console.error(`✘ [ERROR] ${text}`);
        if (location) console.error(`    ${location.file}:${location.line}:${location.column}:`);
      }
      console.log('[watch] build finished');
    });
  },
};

/**
 * esbuild puts what the entry shares with lazy parts into small files beside it, 13 of them, and activation would load
 * each through VS Code's module loader. Rollup (its WebAssembly build, which runs anywhere) knows that the entry is always there first and keeps them in it.
 */
async function mergeIntoEntry() {
  const { rollup } = await import('@rollup/wasm-node');
  const bundle = await rollup({
    input: 'dist/extension.js',
    external: (id) => !/^[./]/.test(id),
    preserveEntrySignatures: 'allow-extension',
    treeshake: false,
    plugins: [{ name: 'minify', renderChunk: async (code) => transform(code, { minify: true, format: 'esm' }) }],
    onLog: (level, log) => {
      if (level === 'warn' && log.code !== 'UNUSED_EXTERNAL_IMPORT') console.warn(log.message);
    },
  });
  await bundle.write({ dir: 'dist', format: 'es', compact: true, chunkFileNames: 'lazy/[name].js' });
  await rm('dist/chunks', { recursive: true });
}

// Chunk names carry hashes: yesterday's would ship with today's. A package that was made before stays.
await mkdir('dist', { recursive: true });
for (const name of await readdir('dist')) {
  if (!name.endsWith('.vsix')) await rm(`dist/${name}`, { recursive: true });
}
const contexts = await Promise.all(
  [host, sandbox, webview].map((options) =>
    context(watch ? { ...options, logLevel: 'silent', plugins: [announce] } : options),
  ),
);
if (watch) {
  await Promise.all(contexts.map((each) => each.watch()));
} else {
  await Promise.all(contexts.map((each) => each.rebuild()));
  await Promise.all(contexts.map((each) => each.dispose()));
  if (production) await mergeIntoEntry();
}
await cp('src/referral/referral.schema.json', 'dist/referral.schema.json');
