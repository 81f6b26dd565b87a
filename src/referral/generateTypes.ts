/**
 * Writes `referral.generated.ts` from `referral.schema.json`; run by `npm run generate`. The schema is the only source
 * of the types; a unit test compares the file with the result of this function.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile, type JSONSchema } from 'json-schema-to-typescript';

const schemaFile = new URL('./referral.schema.json', import.meta.url);
const typesFile = new URL('./referral.generated.ts', import.meta.url);

/** Returns the contents of `referral.generated.ts` for the current schema file. */
export async function generateTypes(): Promise<string> {
  const schema: unknown = JSON.parse(readFileSync(schemaFile, 'utf8'));
  addTypeHints(schema);
  return compile(schema as JSONSchema, 'Referral', {
    bannerComment: '// Generated from referral.schema.json by `npm run generate`. Change the schema, not this file.',
    additionalProperties: true,
    enableConstEnums: false,
    style: { printWidth: 120, singleQuote: true },
  });
}

/**
 * Adds hints for the generator to two forms of schemas:
 * - `anyOf: [{ enum }, { type: string }]` allows listed values and any others. As plain TypeScript that union is the
 *   same as `string`, and editors don't suggest the known values. So it becomes `'A' | 'B' | (string & {})`.
 * - A schema with only a description allows any value, so its type is `unknown` and not an object.
 */
function addTypeHints(node: unknown): void {
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
  for (const child of Object.values(node)) addTypeHints(child);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(typesFile, await generateTypes());
