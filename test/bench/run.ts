/**
 * `npm run bench`: runs the benchmarks and writes test/bench/results.json. Nothing here passes or fails.
 *
 *     node test/bench/run.ts [part]…    measures these parts and keeps the results of the others
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { root } from '../vscode/paths.ts';
import { measureBrowsing, measureLoadAlls } from './browse.bench.ts';
import { measureExtension } from './extension.bench.ts';
import { measurePanel } from './panel.bench.ts';
import { measureSandbox } from './sandbox.bench.ts';
import { measureSearch } from './search.bench.ts';

const parts: Readonly<Record<string, () => object | Promise<object>>> = {
  browsing: measureBrowsing,
  browsingDistinctCustomers: () => measureBrowsing({ distinctCustomers: true }),
  loadAll: measureLoadAlls,
  extension: measureExtension,
  panel: measurePanel,
  sandbox: measureSandbox,
  search: measureSearch,
};
const file = join(root, 'test/bench/results.json');
const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in parts));
if (unknown !== undefined) {
  console.error(`There is no benchmark "${unknown}". Choose from: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}

const earlier = JSON.parse(readFileSync(file, 'utf8')) as Record<string, object>;
const results: Record<string, object> = {};
for (const [name, measure] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) {
    if (earlier[name]) results[name] = earlier[name];
    continue;
  }
  const machine = { date: new Date().toISOString(), node: process.version, cores: cpus().length };
  results[name] = { ...machine, ...(await measure()) };
  console.log(`${name}: ${JSON.stringify(results[name], null, 2)}`);
}
writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
