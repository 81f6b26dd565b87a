/** A process of its own for the unit or the end-to-end suite: `node test/mochaProcess.ts <ms per test> <retries> <file>…` */
import { pathToFileURL } from 'node:url';
import { runMocha } from './mocha.ts';
import { endWithParent } from './vscode/processes.ts';

endWithParent();

const [timeout, retries, ...files] = process.argv.slice(2);
const { failed } = await runMocha({
  timeout: Number(timeout),
  retries: Number(retries),
  async load() {
    for (const file of files) await import(pathToFileURL(file).href);
  },
});
process.exit(failed > 0 ? 1 : 0);
