import assert from 'node:assert/strict';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { inEnglish } from '../../../../src/base/l10n.ts';
import { isObject, type Json, type JsonObject } from '../../../../src/base/json.ts';
import schema from '../../../../src/referral/referral.schema.json' with { type: 'json' };
import { bindValue, type BodyRuleId } from '../../../../src/referral/rules/bindValue.ts';
import { isDateTime } from '../../../../src/referral/rules/dateTime.ts';
import type { Violation } from '../../../../src/referral/rules/rule.ts';
import { referralSchema } from '../../../../src/referral/rules/schema.ts';
import { showcaseReferral } from '../../../../src/sandbox/sample/sampleShowcase.ts';

const noon = Date.parse('2026-06-15T12:00:00Z');

const understood = [
  '$ref',
  'type',
  'format',
  'enum',
  'anyOf',
  'properties',
  'required',
  'items',
  'definitions',
  'x-closed',
];
// Keywords that don't affect validation, and `additionalProperties`, since additional properties are always allowed.
const silent = ['$schema', '$id', 'title', 'description', 'enumDescriptions', 'additionalProperties', 'readOnly'];

function bind(value: Json, stored?: Json): { bound: Json | undefined; found: Violation<BodyRuleId>[] } {
  const found: Violation<BodyRuleId>[] = [];
  return { bound: bindValue(value, referralSchema, '', (violation) => found.push(violation), stored), found };
}

/** Rules and pointers of all violations. */
const problems = (value: Json, stored?: Json): string[] =>
  bind(value, stored).found.map(({ rule, place }) => `${rule} ${place}`);

describe('A written value', () => {
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

  /**
   * True if there are only violations that a JSON Schema validator doesn't report: unknown names and values of closed
   * lists.
   */
  const fits = (value: Json): boolean =>
    bind(value).found.every(({ rule }) => rule === 'unknown-property' || rule === 'closed-list');

  it('accepts and refuses as a validator that knows all of JSON Schema', () => {
    const validate = new Ajv({
      allowUnionTypes: true,
      formats: { 'date-time': isDateTime },
      keywords: ['x-closed', 'enumDescriptions'],
    }).compile(schema);
    const places = pointersOf(showcaseReferral(noon));
    // Numeric strings and names in another case are converted, which a validator doesn't do.
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
        assert.equal(fits(referral), wanted, `/${path.join('/')} = ${JSON.stringify(put)}`);
      }),
      { numRuns: 700 },
    );
    assert.ok(accepted > 70 && accepted < 630, String(accepted));
  });

  it('is kept, but for names in other case and numbers in strings', () => {
    const referral = showcaseReferral(noon);
    assert.deepEqual(bind(referral), { bound: referral, found: [] });
    const odd = { NAME: 'n', Details: { DEALVALUE: '-7.50', notes: '7' } };
    assert.deepEqual(bind(odd), { bound: { name: 'n', details: { dealValue: -7.5, notes: '7' } }, found: [] });
    assert.deepEqual(problems({ Name: 'm', name: 'n' }), ['unknown-property /Name']);
  });

  it('has only known properties, at any depth', () => {
    const { bound, found } = bind({
      team: [{ emailAddress: 'a@x.example', email: 'b@x.example' }],
      details: { closeDate: 1 },
    });
    assert.deepEqual(bound, { team: [{ email: 'b@x.example' }], details: {} });
    assert.deepEqual(
      found.map(({ place, message }) => [place, message(inEnglish)]),
      [
        ['/team/0/emailAddress', '"emailAddress" is not a property of member at /team/0. Did you mean "email"?'],
        ['/details/closeDate', '"closeDate" is not a property of details at /details. Did you mean "closingDateTime"?'],
      ],
    );
    assert.deepEqual(problems(JSON.parse('{"__proto__":{"x":1}}') as Json), ['unknown-property /__proto__']);
    assert.deepEqual(problems({ 'a/b~c': 1 }), ['unknown-property /a~1b~0c']);
  });

  it('is told where a misplaced property belongs', () => {
    const [violation] = bind({ customerProfile: { currency: 'EUR' } }).found;
    assert.match(violation?.message(inEnglish) ?? '', /That property is at \/details\/currency\./);
  });

  it('may have properties that are stored there, also in any element of a list', () => {
    const stored = { crm: 1, team: [{ email: 'a' }, { badge: 7 }], details: { plan: {} } };
    assert.deepEqual(problems({ crm: 2, team: [{ badge: 8 }], details: { plan: 3 } }, stored), []);
    assert.deepEqual(problems({ crn: 2, team: [{ badges: 8 }] }, stored), [
      'unknown-property /crn',
      'unknown-property /team/0/badges',
    ]);
  });

  it('takes one of a closed list, and any text of an open one', () => {
    const wrong = {
      status: 'Foo',
      qualification: 'Foo',
      target: [{ type: 'Foo' }],
      customerProfile: { size: 'Unknown' },
    };
    const places = ['/status', '/qualification', '/target/0/type', '/customerProfile/size'];
    assert.deepEqual(
      problems(wrong),
      places.map((place) => `closed-list ${place}`),
    );
    const [violation] = bind({ substatus: 'accepted' }).found;
    assert.match(violation?.message(inEnglish) ?? '', /not "accepted"\. Did you mean "Accepted"\?$/);
    assert.deepEqual(bind(wrong).bound, { target: [{}], customerProfile: {} });
    const right = { salesStage: '55', quality: 'Foo', customerProfile: { size: '', ids: [{ profileType: 'Duns' }] } };
    assert.deepEqual(problems(right), []);
  });

  it('is said to need another type only if it does', () => {
    const [violation] = bind({ salesStage: 100 }).found;
    assert.equal(violation?.message(inEnglish), '/salesStage must be a string or null.');
  });

  it('is a date that exists', () => {
    const of = (closingDateTime: string): string[] => problems({ details: { closingDateTime } });
    for (const right of ['2028-02-29T23:59:59Z', '2026-10-30T00:00:00.1234567+05:30', '0001-01-01T00:00:00Z']) {
      assert.deepEqual(of(right), [], right);
    }
    for (const wrong of [
      '2026-02-31T00:00:00Z',
      '2026-02-29T00:00:00Z',
      '2026-01-01T24:00:00Z',
      '2026-13-01T00:00:00Z',
      '2026-10-30',
      'soon',
      '2026-01-01T00:60:00Z',
      '0000-01-01T00:00:00Z',
    ]) {
      assert.deepEqual(of(wrong), ['possible-date /details/closingDateTime'], wrong);
    }
  });
});

function pointersOf(value: Json, path: string[] = []): string[][] {
  const members = Array.isArray(value) || isObject(value) ? Object.entries(value) : [];
  return members.flatMap(([name, item]) => [[...path, name], ...pointersOf(item, [...path, name])]);
}
