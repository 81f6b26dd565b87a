import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { methodPattern, methods } from '../../../../src/sandbox/http/methods.ts';
import schema from '../../../../src/sandbox/scenarios/partner-scenario.schema.json' with { type: 'json' };
import { readScenario } from '../../../../src/sandbox/scenarios/readScenario.ts';
import { readShippedScenarios } from '../../../../src/sandbox/scenarios/shipped.ts';
import { Client } from '../client.ts';

const ajv = new Ajv({ strict: false, allErrors: true });
const validate = ajv.compile(schema);

/** Those of the sandbox, and some that its API refuses, which a client may get, too. */
const tokens = [
  'sandbox-admin',
  'sandbox-user:mia@contoso.example',
  'sandbox-no-mfa',
  'sandbox-app@ci-1',
  'sandbox-user@ci:mia@contoso.example',
  'expired',
  'eyJhbGciOiJSUzI1NiJ9.e30.x',
];

interface Property {
  readonly description?: string;
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Property>>;
}

describe('The schema of scenario files', () => {
  it('describes every property', () => {
    const definitions = schema.definitions as unknown as Readonly<Record<string, Property>>;
    const silent: string[] = [];
    const look = (place: string, { properties = {} }: Property): void => {
      for (const [name, property] of Object.entries(properties)) {
        const target = definitions[property.$ref?.replace('#/definitions/', '') ?? ''];
        if (!(property.description ?? target?.description)?.endsWith('.')) silent.push(`${place}/${name}`);
        look(`${place}/${name}`, property);
      }
    };
    look('', schema);
    for (const [name, definition] of Object.entries(definitions)) look(name, definition);
    assert.deepEqual(silent, []);
  });

  it('takes the scenarios that come with the sandbox', () => {
    for (const { file } of readShippedScenarios()) {
      assert.ok(validate(JSON.parse(readFileSync(file, 'utf8'))), `${file}: ${ajv.errorsText(validate.errors)}`);
    }
  });

  it('refuses what the reader refuses', () => {
    const least = { name: 'x', title: 'X', count: 1, steps: [], expect: [] };
    assert.ok(validate(least));
    const wrong: object[] = [
      { ...least, seed: [] },
      { ...least, cuont: 1 },
      { ...least, steps: [{}] },
      { ...least, steps: [{ run: 'toEnd', arrive: {} }] },
      { ...least, steps: [{ waitFor: { seconds: 1 } }] },
      { ...least, expect: [{ findings: { none: 'error', rule: 'x' } }] },
      { ...least, expect: [{ calls: { method: 'PTACH' } }] },
      { ...least, expect: [{ received: {} }] },
      { ...least, expect: [{ received: { referral: 'a', status: 'New' } }] },
      { ...least, steps: [{ fault: { method: 'GTE', status: 500 } }] },
      ...['admin', 'sandbox-admn', 'sandbox-user', 'sandbox-admin@CI_1'].map((token) => ({ ...least, token })),
    ];
    for (const each of wrong) assert.ok(!validate(each), JSON.stringify(each));
  });

  it('takes the tokens that the reader takes', () => {
    for (const token of tokens) {
      const scenario = { name: 'x', title: 'X', count: 1, token, steps: [], expect: [] };
      assert.ok(validate(scenario), token);
      assert.equal(readScenario(JSON.stringify(scenario), 'x.scenario.json').token, token);
    }
  });

  it('takes the methods that the control plane takes', () => {
    const { pattern, examples } = schema.definitions.method;
    assert.deepEqual([pattern, examples], [methodPattern, [...methods]]);
    assert.equal(schema.definitions.fault.properties.method.$ref, '#/definitions/method');
  });

  it('has the members of a fault that the control plane takes', async () => {
    const answer = await new Client().fault({ '?': 1 });
    const [, known = ''] = /Known: (.*)\.$/.exec(answer.json.error.message) ?? [];
    assert.deepEqual(Object.keys(schema.definitions.fault.properties).sort(), known.split(', ').sort());
  });
});
