// Builds everything that ships to dist/. `--production` minifies, `--watch` rebuilds on change.
import { context, transform } from 'esbuild';
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { sandboxBundle } from './src/sandbox/cli/bundle.ts';
import { editorSchema } from './src/referral/editorSchema.ts';

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

/**
 * Leaves out jsonwebtoken and its dependencies (60 KB). @azure/msal-node signs client certificates with it, and the
 * extension offers no sign-in with a certificate.
 * @type {import('esbuild').Plugin}
 */
const withoutClientCertificates = {
  name: 'without-client-certificates',
  setup(build) {
    const namespace = 'without-client-certificates';
    build.onResolve({ filter: /^jsonwebtoken$/ }, ({ path }) => ({ path, namespace }));
    build.onLoad({ filter: /.*/, namespace }, () => ({
      contents: `export default { sign() { throw new Error('Signing in with a client certificate is not supported.'); } };`,
    }));
  },
};

/** @type {import('esbuild').BuildOptions} */
const node = {
  ...shared,
  plugins: [withoutClientCertificates],
  platform: 'node',
  target: 'node20',
  // jsonc-parser's default entry for Node.js is a UMD build, which esbuild can't analyze.
  mainFields: ['module', 'main'],
  // A fallback of node-fetch for old versions of Node.js: 60 KB that are never used.
  alias: { 'web-streams-polyfill/dist/ponyfill.es2018.js': 'node:stream/web' },
};

/**
 * The code of the extension host, as CommonJS: VS Code loads it synchronously, while ES modules load asynchronously,
 * after everything else that starts with the window. In development it is one file. For production esbuild splits it,
 * which works only for ES modules, and `splitIntoCommonJs` converts the result.
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
        // The same replacement as in Rollup.
        define: { 'import.meta.url': 'importMetaUrl' },
        banner: { js: "const importMetaUrl=require('node:url').pathToFileURL(__filename).href;" },
      }),
};

/** @type {import('esbuild').BuildOptions} */
const sandbox = { ...shared, ...sandboxBundle };

/** @param {string} name */
const webview = (name) => ({
  ...shared,
  entryPoints: [`src/webview/${name}/main.ts`, `src/webview/${name}/style/${name}.css`],
  entryNames: name,
  platform: 'browser',
  target: 'chrome138',
  format: 'iife',
  // The page declares UTF-8, so characters needn't be escaped as ASCII.
  charset: 'utf8',
  tsconfig: 'src/webview/tsconfig.json',
});

/**
 * Prints the lines that the problem matcher of the tasks expects.
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
 * Converts esbuild's modules to CommonJS: the entry with everything needed for activation, and a file for each
 * `import()`. esbuild puts code that the entry shares with other files into 13 small files. Rollup (its WebAssembly
 * build, which runs on all platforms) keeps it in the entry, which is always loaded first.
 */
async function splitIntoCommonJs() {
  const { rollup } = await import('@rollup/wasm-node');
  const bundle = await rollup({
    input: { extension: 'dist/extension.js' },
    // Rollup asks again with the resolved id: an absolute path, which starts with a drive on Windows.
    external: (id) => !id.startsWith('.') && !isAbsolute(id),
    preserveEntrySignatures: 'allow-extension',
    treeshake: false,
    plugins: [{ name: 'minify', renderChunk: async (code) => transform(code, { minify: true, format: 'cjs' }) }],
    onLog: (level, log) => {
      if (level === 'warn' && log.code !== 'UNUSED_EXTERNAL_IMPORT') console.warn(log.message);
    },
  });
  const { output } = await bundle.write({
    dir: 'dist',
    format: 'cjs',
    compact: true,
    generatedCode: 'es2015',
    // VS Code's API is neither an ES module nor has a default export; a wrapper of its 500 names would take time.
    hoistTransitiveImports: false,
    interop: (id) => (id === 'vscode' ? 'esModule' : 'auto'),
    entryFileNames: '[name].cjs',
    chunkFileNames: 'lazy/[name].cjs',
  });
  const written = new Set(output.map(({ fileName }) => fileName));
  for (const { imports = [], dynamicImports = [] } of output) {
    const missing = [...imports, ...dynamicImports].find(
      (id) => /[\\/]/.test(id) && !written.has(id) && !id.startsWith('node:'),
    );
    if (missing) throw new Error(`The build lacks ${missing}, which a part of the extension loads.`);
  }
  await rm('dist/chunks', { recursive: true });
  await rm('dist/extension.js');
}

/** In bytes, minified. Each window parses the first at startup, each panel parses the second. */
const limits = [
  { files: ['extension.cjs'], most: 41_000 },
  { files: ['panel.js', 'panel.css'], most: 62_000 },
  { files: ['timeline.js', 'timeline.css'], most: 30_000 },
];

async function checkSizes() {
  for (const { files, most } of limits) {
    const sizes = await Promise.all(files.map(async (file) => (await stat(`dist/${file}`)).size));
    const size = sizes.reduce((sum, each) => sum + each, 0);
    if (size > most) throw new Error(`${files.join(' and ')}: ${size} bytes, and ${most} are allowed.`);
  }
}

// Chunk names contain hashes, so old chunks would be shipped too. An existing package is kept.
await mkdir('dist', { recursive: true });
for (const name of await readdir('dist')) {
  if (!name.endsWith('.vsix')) await rm(`dist/${name}`, { recursive: true });
}
const contexts = await Promise.all(
  [host, sandbox, webview('panel'), webview('timeline')].map((options) =>
    context(watch ? { ...options, logLevel: 'silent', plugins: [...(options.plugins ?? []), announce] } : options),
  ),
);
if (watch) {
  await Promise.all(contexts.map((each) => each.watch()));
} else {
  await Promise.all(contexts.map((each) => each.rebuild()));
  await Promise.all(contexts.map((each) => each.dispose()));
  if (production) {
    await splitIntoCommonJs();
    await checkSizes();
  }
}
const schema = JSON.parse(await readFile('src/referral/referral.schema.json', 'utf8'));
await writeFile('dist/referral.schema.json', JSON.stringify(editorSchema(schema)));
await cp('docs/sandbox.openapi.json', 'dist/sandbox.openapi.json');
await cp('src/sandbox/scenarios/partner-scenario.schema.json', 'dist/partner-scenario.schema.json');
await cp('src/sandbox/scenarios/files', 'dist/scenarios', { recursive: true });
