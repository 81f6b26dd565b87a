/** The process of the unit and the end-to-end suite: `node test/mochaProcess.ts <file>…` */
import { pathToFileURL } from 'node:url';
import { runMocha } from './mocha.ts';
import { endAfterOutput, endWithParent } from './vscode/processes.ts';

endWithParent();

const { failed } = await runMocha(async () => {
  for (const file of process.argv.slice(2)) await import(pathToFileURL(file).href);
});
await endAfterOutput(failed > 0 ? 1 : 0);
