/** Writes clientTypes.generated.ts; run by `npm run generate`. A unit test compares the two. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { describeSandbox } from '../../../../src/sandbox/openapi/openApi.ts';

const file = fileURLToPath(new URL('./clientTypes.generated.ts', import.meta.url));

/** The types that openapi-typescript makes of the sandbox's description. */
export async function generateClientTypes(): Promise<string> {
  const nodes = await openapiTS(describeSandbox() as unknown as OpenAPI3, { silent: true });
  return `// Generated from the sandbox's OpenAPI description by \`npm run generate\`.\n${astToString(nodes)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(file, await generateClientTypes());
