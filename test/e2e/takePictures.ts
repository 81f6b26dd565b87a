/** Takes the README's pictures and writes them to media/readme: `npm run pictures`. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findNode24, root } from '../vscode/paths.ts';

/** File names without extension: in the README's folder, and in `readme.pictures.ts`. */
const pictures = {
  dark: 'readme-dark',
  light: 'readme-light',
  browse: 'readme-browse',
  hover: 'readme-hover',
  calls: 'readme-calls',
  testing: 'readme-testing',
  timeline: 'readme-timeline',
};
const folder = join(root, 'media/readme');

run('esbuild.js');
run('test/mochaProcess.ts', join(root, 'test/e2e/readme.pictures.ts'));
mkdirSync(folder, { recursive: true });
for (const [name, taken] of Object.entries(pictures)) {
  copyFileSync(join(root, 'out/screenshots', `${taken}.png`), join(folder, `${name}.png`));
}

function run(...args: string[]): void {
  const env = { ...process.env, PARTNER_REFERRALS_SCREENSHOTS: '1' };
  const { status } = spawnSync(findNode24(), args, { cwd: root, env, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
