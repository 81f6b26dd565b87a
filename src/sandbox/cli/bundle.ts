import type { BuildOptions } from 'esbuild';

/** How the command line becomes one file without dependencies, with esbuild. It is not part of the VSIX. */
export const sandboxBundle = {
  entryPoints: { sandbox: 'src/sandbox/cli/cli.ts' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  banner: {
    // selfsigned and its dependencies are CommonJS and require modules of Node.js.
    js: '#!/usr/bin/env node\nimport{createRequire as toRequire}from"node:module";const require=toRequire(import.meta.url);',
  },
} satisfies BuildOptions;
