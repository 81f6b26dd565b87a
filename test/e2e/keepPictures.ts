/** Puts the pictures that the end-to-end tests took into the README's folder: `npm run pictures`. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../vscode/paths.ts';

const pictures = { dark: 'readme-dark', light: 'readme-light', browse: 'readme-browse', hover: 'hover-known' };
const folder = join(root, 'media/readme');
mkdirSync(folder, { recursive: true });
for (const [name, taken] of Object.entries(pictures)) {
  copyFileSync(join(root, 'out/screenshots', `${taken}.png`), join(folder, `${name}.png`));
}
