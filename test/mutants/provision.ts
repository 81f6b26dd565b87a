import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nameOf, provide } from '../vscode/cache.ts';
import { installDependencies } from '../vscode/npm.ts';

const dependencies = { '@stryker-mutator/core': '10.1.1' };

/** The entry file of Stryker; installs it on the first call. 64 MB that `npm install` doesn't bring to everybody. */
export async function provisionStryker(): Promise<string> {
  const folder = await provide({
    what: 'Stryker',
    name: nameOf('stryker', dependencies),
    megabytes: 15,
    async make({ path, npmCache }) {
      const made = join(path, 'stryker');
      mkdirSync(made);
      writeFileSync(join(made, 'package.json'), JSON.stringify({ private: true, dependencies }));
      await installDependencies(made, npmCache);
      return made;
    },
  });
  return join(folder, 'node_modules/@stryker-mutator/core/dist/src/index.js');
}
