import assert from 'node:assert/strict';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import schema from '../../../../src/referral/referral.schema.json' with { type: 'json' };
import { RequestRefusal } from '../../../../src/sandbox/http/requestRefusal.ts';
import { conform, referralSchema } from '../../../../src/sandbox/write/conform.ts';
import { isObject, type Json, type JsonObject } from '../../../../src/base/json.ts';
import { showcaseReferral } from '../../../../src/sandbox/sample/sampleShowcase.ts';
import { noon } from '../client.ts';

const understood = ['$ref', 'type', 'format', 'enum', 'anyOf', 'properties', 'required', 'items', 'definitions'];
// Words, and what a validator need not act upon: everything additional is allowed everywhere.
const silent = ['$schema', '$id', 'title', 'description', 'additionalProperties'];

function conforms(value: Json): boolean {
  try {
    conform(value, referralSchema, '');
    return true;
  } catch (error) {
    assert.ok(error instanceof RequestRefusal, String(error));
    return false;
  }
}

describe("The sandbox's reading of the schema", () => {
  it('understands every word the schema uses', () => {
    const unknown = new Set<string>();
    const visit = (node: unknown): void => {
      if (Array.isArray(node)) return node.forEach(visit);
      if (typeof node !== 'object' || node === null) return;
      for (const [word, value] of Object.entries(node)) {
        if (!understood.includes(word) && !silent.includes(word)) unknown.add(word);
        if (word === 'properties' || word === 'definitions') Object.values(value as object).forEach(visit);
        else if (word === 'anyOf' || word === 'items') visit(value);
        if (word === 'additionalProperties') assert.equal(value, true);
        if (word === 'format') assert.equal(value, 'date-time');
      }
    };
    visit(schema);
    assert.deepEqual([...unknown], []);
  });

  it('accepts and refuses as a validator that knows all of JSON Schema', () => {
    const isTime = (text: string): boolean =>
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.test(text) && !Number.isNaN(Date.parse(text));
    const validate = new Ajv({ allowUnionTypes: true, formats: { 'date-time': isTime } }).compile(schema);
    const places = pointersOf(showcaseReferral(noon));
    // Numeric strings and names in other case are bound, which a validator does not do.
    const value = fc
      .oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(null, '', 'New', {}, [], [{}], 5, '2024-01-01T00:00:00Z'))
      .filter((json) => !/"-?\d/.test(JSON.stringify(json)) || JSON.stringify(json).startsWith('"2024'));
    let accepted = 0;
    fc.assert(
      fc.property(fc.constantFrom(...places), value, (path, put) => {
        const referral = showcaseReferral(noon);
        const target = path.slice(0, -1).reduce<Json>((node, name) => (node as JsonObject)[name] ?? null, referral);
        Object.assign(target as object, { [path.at(-1) ?? '']: put });
        const wanted = validate(referral);
        if (wanted) accepted++;
        assert.equal(conforms(referral), wanted, `/${path.join('/')} = ${JSON.stringify(put)}`);
      }),
      { numRuns: 700 },
    );
    assert.ok(accepted > 70 && accepted < 630, String(accepted));
  });

  it('keeps what it is given, but for names in other case and numbers in strings', () => {
    const referral = showcaseReferral(noon);
    assert.deepEqual(conform(referral, referralSchema, ''), referral);
    const odd = { NAME: 'n', Details: { DEALVALUE: '-7.50', notes: '7' }, name2: 1, x: { NAME: 2 } };
    const bound = { name: 'n', details: { dealValue: -7.5, notes: '7' }, name2: 1, x: { NAME: 2 } };
    assert.deepEqual(conform(odd, referralSchema, ''), bound);
    assert.deepEqual(conform({ Name: 1, name: 'n' }, referralSchema, ''), { Name: 1, name: 'n' });
  });
});

function pointersOf(value: Json, path: string[] = []): string[][] {
  const members = Array.isArray(value) || isObject(value) ? Object.entries(value) : [];
  return members.flatMap(([name, item]) => [[...path, name], ...pointersOf(item, [...path, name])]);
}
