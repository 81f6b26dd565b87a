/**
 * Writes `referral.generated.ts` from `referral.schema.json`; run by `npm run generate`. The schema is the only source
 * of the types; a unit test compares the file with the result of this function.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile, type JSONSchema } from 'json-schema-to-typescript';

const schemaFile = new URL('./referral.schema.json', import.meta.url);
const typesFile = new URL('./referral.generated.ts', import.meta.url);

/** The text that `referral.generated.ts` must have for the schema as it is on disk. */
export async function generateTypes(): Promise<string> {
  const schema: unknown = JSON.parse(readFileSync(schemaFile, 'utf8'));
  tellTypes(schema);
  return compile(schema as JSONSchema, 'Referral', {
    bannerComment: '// Generated from referral.schema.json by `npm run generate`. Change the schema, not this file.',
    additionalProperties: true,
    enableConstEnums: false,
    style: { printWidth: 120, singleQuote: true },
  });
}

/**
 * Two shapes need a word to the generator:
 * - `anyOf: [{ enum }, { type: string }]` says "these values, or any other". As plain TypeScript that union collapses to
 *   `string` and editors stop proposing the known values, so it becomes `'A' | 'B' | (string & {})`.
 * - a schema that only describes allows anything, which is `unknown` and not an object.
 */
function tellTypes(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  const branches: unknown = 'anyOf' in node ? node.anyOf : undefined;
  const [known, other] = Array.isArray(branches) ? (branches as { enum?: string[]; type?: string | string[] }[]) : [];
  if (known?.enum && other?.type) {
    const values = known.enum.map((value) => `'${value}'`).join(' | ');
    Object.assign(node, { tsType: `${values} | (string & {})${other.type.includes('null') ? ' | null' : ''}` });
    return;
  }
  const keys = Object.keys(node).filter((key) => key !== 'readOnly');
  if (keys.length === 1 && keys[0] === 'description') Object.assign(node, { tsType: 'unknown' });
  for (const child of Object.values(node)) tellTypes(child);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(typesFile, await generateTypes());
