/** Writes docs/sandbox.openapi.json; run by `npm run generate`. A unit test compares the two. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { describeSandbox } from './openApi.ts';

const file = fileURLToPath(new URL('../../../docs/sandbox.openapi.json', import.meta.url));

/** The text of docs/sandbox.openapi.json. */
export async function printOpenApi(): Promise<string> {
  const config = await resolveConfig(file);
  return format(JSON.stringify(describeSandbox(), undefined, 2), { ...config, parser: 'json' });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(file, await printOpenApi());
