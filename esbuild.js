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
  // jsonc-parser's default for node is a UMD build that esbuild can't see into.
  mainFields: ['module', 'main'],
  // What node-fetch would fall back to on old versions of node: 60 KB that never run.
  alias: { 'web-streams-polyfill/dist/ponyfill.es2018.js': 'node:stream/web' },
};

/**
 * The extension host's side, which VS Code gets as CommonJS: it loads that at once, while an ES module is read
 * asynchronously and waits for whatever else starts with the window. Under development it is one file; for production
 * esbuild splits, which it does for ES modules only, and `splitIntoCommonJs` does the rest.
 * @type {import('esbuild').BuildOptions}
 */
const host = {
  ...node,
  entryPoints: { extension: 'src/extension.ts' },
  external: ['vscode'],
  ...(production
    ? { format: 'esm', splitting: true, chunkNames: 'chunks/[name]-[hash]' }
    : {
        format: 'cjs',
        outExtension: { '.js': '.cjs' },
        // Rollup says it the same way.
        define: { 'import.meta.url': 'importMetaUrl' },
        banner: { js: "const importMetaUrl=require('node:url').pathToFileURL(__filename).href;" },
      }),
};

/**
 * The sandbox's command line, one file that stands alone; not in the VSIX.
 * @type {import('esbuild').BuildOptions}
 */
const sandbox = {
  ...node,
  format: 'esm',
  entryPoints: { sandbox: 'src/sandbox/cli/cli.ts' },
  banner: { js: '#!/usr/bin/env node' },
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
 * Makes CommonJS of esbuild's modules: the entry with all that is needed to activate, and a file for each `import()`.
 * esbuild puts what the entry shares with lazy parts into small files beside it, 13 of them; Rollup (its WebAssembly
 * build, which runs anywhere) knows that the entry is always there first and keeps them in it.
 */
async function splitIntoCommonJs() {
  const { rollup } = await import('@rollup/wasm-node');
  const bundle = await rollup({
    input: 'dist/extension.js',
    external: (id) => !/^[./]/.test(id),
    preserveEntrySignatures: 'allow-extension',
    treeshake: false,
    plugins: [{ name: 'minify', renderChunk: async (code) => transform(code, { minify: true }) }],
    onLog: (level, log) => {
      if (level === 'warn' && log.code !== 'UNUSED_EXTERNAL_IMPORT') console.warn(log.message);
    },
  });
  await bundle.write({
    dir: 'dist',
    format: 'cjs',
    compact: true,
    // VS Code's API is no ES module but has no default export either; wrapping its 500 names takes time.
    hoistTransitiveImports: false,
    interop: (id) => (id === 'vscode' ? 'esModule' : 'auto'),
    entryFileNames: '[name].cjs',
    chunkFileNames: 'lazy/[name].cjs',
  });
  await rm('dist/chunks', { recursive: true });
  await rm('dist/extension.js');
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
  if (production) await splitIntoCommonJs();
}
await cp('src/referral/referral.schema.json', 'dist/referral.schema.json');
