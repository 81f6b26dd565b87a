/** `npm run bench`: runs the benchmarks and writes test/bench/results.json. Nothing here passes or fails. */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { root } from '../vscode/paths.ts';
import { measureBrowsing, measureLoadAlls } from './browse.bench.ts';
import { measureExtension } from './extension.bench.ts';
import { measurePanel } from './panel.bench.ts';
import { measureSandbox } from './sandbox.bench.ts';
import { measureSearch } from './search.bench.ts';

const results = {
  date: new Date().toISOString(),
  node: process.version,
  cores: cpus().length,
  browsing: await measureBrowsing(),
  browsingDistinctCustomers: await measureBrowsing({ distinctCustomers: true }),
  loadAll: await measureLoadAlls(),
  extension: await measureExtension(),
  panel: await measurePanel(),
  sandbox: await measureSandbox(),
  search: measureSearch(),
};
writeFileSync(join(root, 'test/bench/results.json'), `${JSON.stringify(results, null, 2)}\n`);
console.log(JSON.stringify(results, null, 2));
