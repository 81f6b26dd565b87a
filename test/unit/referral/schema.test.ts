import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { JsonObject } from '../../../src/base/json.ts';
import { editorSchema } from '../../../src/referral/editorSchema.ts';
import { generateTypes } from '../../../src/referral/generateTypes.ts';
import schema from '../../../src/referral/referral.schema.json' with { type: 'json' };

const validate = new Ajv({
  allowUnionTypes: true,
  validateFormats: false,
  keywords: ['x-closed', 'enumDescriptions'],
}).compile(schema);

function accepts(referral: unknown): void {
  assert.ok(validate(referral), JSON.stringify(validate.errors));
}

describe('The schema of a referral', () => {
  it('has types that are not stale (npm run generate)', async () => {
    const onDisk = readFileSync(new URL('../../../src/referral/referral.generated.ts', import.meta.url), 'utf8');
    assert.equal(onDisk, await generateTypes());
  });

  it('keeps values and properties it does not know', () => {
    accepts({ status: 'Paused', type: 'Tripartite', quality: 'Platinum', newThing: { a: [1] } });
    accepts({ details: { newThing: 1, requirements: { products: [{ id: 'Copilot', newThing: 2 }] } } });
  });

  it('accepts what official samples and captures leave out or spell oddly', () => {
    accepts({});
    accepts({ customerProfile: { ids: {} }, team: null, tags: null, registrations: null, target: [] });
    accepts({ customerProfile: { ids: null, size: '', address: { addressLine2: '', region: 'Washington' } } });
    accepts({ createdDateTime: '2018-10-29T21:24:52.0404691Z', updatedDateTime: '2018-10-29T21:24:52Z' });
    accepts({ details: { dealValue: 212000.5, requirements: { additionalRequirements: { iot: {} } } } });
  });

  it('refuses wrong kinds of values', () => {
    for (const referral of [
      [],
      { id: 5 },
      { status: 5 },
      { team: {} },
      { details: null },
      { details: { dealValue: 'much' } },
      { details: { requirements: { solutions: [{ name: 'no id' }] } } },
    ]) {
      assert.ok(!validate(referral), JSON.stringify(referral));
    }
  });

  it('describes every property in words', () => {
    const silent: string[] = [];
    const visit = (node: { properties?: object }, path: string): void => {
      for (const [name, property] of Object.entries(node.properties ?? {})) {
        const described: unknown = property.description;
        if (typeof described !== 'string' || described.length < 5) silent.push(`${path}/${name}`);
      }
    };
    visit(schema, '');
    for (const [name, definition] of Object.entries(schema.definitions)) visit(definition, name);
    assert.deepEqual(silent, []);
  });

  it('describes each value of a list, or none of them', () => {
    const visit = (node: unknown): number => {
      if (typeof node !== 'object' || node === null) return 0;
      const { enum: values, enumDescriptions: words } = node as { enum?: unknown[]; enumDescriptions?: unknown[] };
      if (words) assert.equal(words.length, values?.length, JSON.stringify(values));
      return Object.values(node).reduce<number>((sum, child) => sum + visit(child), words ? 1 : 0);
    };
    assert.ok(visit(schema) > 0);
  });

  it('takes a file with one referral, an array of them or a list response', () => {
    const inEditor = new Ajv({ strict: false }).compile(editorSchema(schema as unknown as JsonObject));
    const right = { id: 'a', status: 'New', details: { closingDateTime: 'any text' } };
    const wrong = { id: 5 };
    for (const file of [right, [right], [], { value: [right] }, { id: 'a', value: [wrong] }]) {
      assert.ok(inEditor(file), JSON.stringify(inEditor.errors));
    }
    for (const file of [wrong, [right, wrong], { value: [wrong] }, 5, null]) assert.ok(!inEditor(file));
  });
});
