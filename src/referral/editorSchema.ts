import { isObject, type Json, type JsonObject } from '../base/json.ts';

/**
 * The schema for files with one referral, an array of them or a list response. VS Code's JSON language uses it for
 * completion and hovers. Created from referral.schema.json when the extension is built. It doesn't check dates, since
 * the extension's own diagnostics do that with quick fixes, and there would be two messages.
 */
export function editorSchema(schema: JsonObject): JsonObject {
  const { $schema, $id, definitions, ...referral } = schema;
  const one = { $ref: '#/definitions/referral' };
  const list = { type: 'array', items: one };
  return {
    $schema: $schema ?? null,
    $id: $id ?? null,
    title: 'Referrals',
    if: { type: 'array' },
    then: { items: one },
    else: {
      // A list response has no id, while a referral may have a property named `value`.
      if: { type: 'object', required: ['value'], properties: { value: { type: 'array' } }, not: { required: ['id'] } },
      then: {
        properties: {
          '@odata.context': { type: 'string', description: 'Metadata URL of the list.' },
          '@odata.count': { type: 'integer', description: 'How many referrals there are.' },
          value: { ...list, description: 'The referrals of this page.' },
          '@odata.nextLink': { type: 'string', description: 'Address of the next page. Missing on the last one.' },
        },
      },
      else: one,
    },
    definitions: withoutFormats({ ...(isObject(definitions) ? definitions : {}), referral }),
  };
}

function withoutFormats(node: Json): Json {
  if (Array.isArray(node)) return node.map(withoutFormats);
  if (!isObject(node)) return node;
  const kept = Object.entries(node).filter(([name, value]) => name !== 'format' || typeof value !== 'string');
  return Object.fromEntries(kept.map(([name, value]) => [name, withoutFormats(value)]));
}
