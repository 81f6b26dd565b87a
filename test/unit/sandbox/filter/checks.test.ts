import assert from 'node:assert/strict';
import fc from 'fast-check';
import schemaFile from '../../../../src/referral/referral.schema.json' with { type: 'json' };
import type { Schema } from '../../../../src/referral/rules/schema.ts';
import { Client } from '../client.ts';

const guid = '1352c1f0-6a2b-4c3d-8e9f-a0b1c2d3e4f5';

describe('$filter, checked by names and types', () => {
  // Made for each run: it remembers what it answered.
  let client: Client;
  before(() => {
    client = new Client({ count: 12 });
  });

  const misnamed: [filter: string, message: RegExp][] = [
    ["STATUS eq 'New'", /A referral has no property STATUS at character 1 of \$filter\. Did you mean status\?/],
    [
      "status eq 'New' and customerProfile/adress/country eq 'US'",
      /customerProfile has no property adress at character 37 of \$filter\. Did you mean address\?/,
    ],
    ["team/any(t:t/emailAddress eq 'x')", /An element of team has no property emailAddress at character 14 .* email\?/],
    ["team/any(t:emal eq 'x')", /A referral has no property emal at character 12/],
    ["team/any(t:firstName eq 'x')", /Did you mean t\/firstName\?/],
    ["country eq 'US'", /Did you mean customerProfile\/address\/country\?/],
    ["status/value eq 'x'", /status has no property value at character 8/],
    ["contacts/any(t:t/email eq 'x')", /A referral has no property contacts at character 1/],
    ["constructor eq 'x'", /no property constructor at character 1/],
    ["status eq 'New' and __proto__ eq 'x'", /no property __proto__ at character 21/],
    ["details/toString eq 'x'", /details has no property toString at character 9/],
    ["team/any(t:$it/email eq 'x')", /A referral has no property email at character 16/],
    // The variable ends with its lambda, and what `email` stands for has none.
    ["team/any(t:t/email eq 'x') and t/email eq 'x'", /A referral has no property t at character 32/],
    ["email eq 'x' and member/email eq 'x'", /A referral has no property member at character 18/],
    ["email eq 'x' and firstName eq 'x'", /A referral has no property firstName at character 18/],
  ];
  const mistyped: [filter: string, message: RegExp][] = [
    ['status gt 5', /status is text and can't be compared with 5 at character 11 of \$filter\. Text is quoted: '5'\./],
    [
      "details/dealValue gt '100'",
      /details\/dealValue is a number .* '100' at character 22 .* Leave the quotes out: 100\./,
    ],
    ["favorite eq 'true'", /favorite is true or false .* at character 13 .* Leave the quotes out: true\./],
    ["favorite eq 'false'", /Leave the quotes out: false\.$/],
    ["favorite eq 'maybe'", /'maybe' at character 13 of \$filter\.$/],
    ["details/dealValue eq '-1.25'", /Leave the quotes out: -1\.25\.$/],
    ...['much', '1x', 'x1', '1.', '1.x', '.5'].map((text): [string, RegExp] => [
      `details/dealValue eq '${text}'`,
      new RegExp(`'${text.replace('.', '\\.')}' at character 22 of \\$filter\\.$`),
    ]),
    ['favorite eq 1', /favorite is true or false and can't be compared with 1/],
    ['details/notes eq true', /details\/notes is text/],
    ['createdDateTime gt 5', /createdDateTime is a date .* A date is written as/],
    ['status eq 2024-05-01', /status is text/],
    [`status eq ${guid}`, /status is text/],
    ['5 lt status', /status is text and can't be compared with 5 at character 1/],
    ['email eq 5', /email is text/],
    ["team eq 'x'", /team is a list, .* at character 1 .* Use team\/any\(x:x\/firstName eq …\)\./],
    [
      "team/email eq 'x'",
      /team is a list, which has no property email, at character 6 .* team\/any\(x:x\/email eq …\)/,
    ],
    ["details eq 'x'", /details is an object/],
    ["status/any(x:x eq 'y')", /status is no list, which any needs, at character 1/],
    ["customerProfile/any(x:x eq 'y')", /customerProfile is no list/],
    ["team/any(t:t eq 'x')", /t is an object/],
  ];
  const misdated: [filter: string, message: RegExp][] = [
    [
      "createdDateTime gt 'garbage'",
      /'garbage' is no date that exists at character 20 of \$filter\. A date is written as/,
    ],
    ["createdDateTime gt '2020-01'", /'2020-01' is no date/],
    ['createdDateTime gt 2020-01', /"2020-01" is no date that exists at character 20/],
    ...['2024-13-01', '2026-02-31', '2026-02-31T00:00:00Z', '2026-02-28T24:00:00Z', '2026-02-28T00:00:60Z'].flatMap(
      (date): [string, RegExp][] => [
        [`createdDateTime gt ${date}`, /is no date that exists at character 20/],
        [`createdDateTime gt '${date}'`, /is no date that exists at character 20/],
      ],
    ),
    // A + of a query is a blank.
    [
      'createdDateTime gt 2026-02-28T00:00:00 00:00',
      /"2026-02-28T00:00:00 00:00" is no date .* at character 20 .* A \+ is a blank in a query: write it as %2B\./,
    ],
    ["createdDateTime gt '2026-02-28T00:00:00 01:00'", /write it as %2B/],
    ['createdDateTime gt 2026-02-28T00:00:00 01:00 and status eq null', /write it as %2B/],
    ['createdDateTime gt 2026-02-28T00:00:00+25:00', /is no date that exists/],
  ];
  for (const [rule, filters] of [
    ['filter-name', misnamed],
    ['filter-type', mistyped],
    ['filter-date', misdated],
  ] as const) {
    for (const [filter, message] of filters) {
      it(`refuses ${filter} by the rule ${rule} and tells where`, async () => {
        const { status, json } = await client.list(`$filter=${encodeURIComponent(filter)}`);
        assert.deepEqual([status, json.error.target, json.error.innerError.code], [400, '$filter', rule]);
        assert.match(json.error.message, message);
      });
    }
  }

  it('takes every comparison of a property of the schema with a value of its type, and no other name', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(comparison, { minLength: 1, maxLength: 4 }), fc.nat(), async (comparisons, seed) => {
        const filter = comparisons.map(({ text }) => text).join(' and ');
        const right = await client.list(`$filter=${encodeURIComponent(filter)}`);
        assert.equal(right.status, 200, `${filter}: ${right.text}`);

        const [first] = comparisons;
        assert.ok(first);
        const at = seed % first.names.length;
        const { name, siblings } = first.names[at] ?? assert.fail();
        const wrong = mutate(name, seed);
        const writeWith = (word: string): string =>
          first.write(first.names.map((each, index) => (index === at ? word : each.name)));
        const misnamed = writeWith(wrong);
        const { status, json } = await client.list(`$filter=${encodeURIComponent(misnamed)}`);
        if (siblings.includes(wrong) || (at === 0 && wrong === 'email')) return;
        assert.equal(status, 400, misnamed);
        assert.equal(json.error.innerError.code, 'filter-name', `${misnamed}: ${json.error.message}`);
        assert.match(
          json.error.message,
          new RegExp(`at character ${writeWith('_here_').indexOf('_here_') + 1} `),
          misnamed,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('refuses every value of another type', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...typed), fc.constantFrom(...kinds), async ({ names, kind, write }, other) => {
        const filter = write(
          names.map(({ name }) => name),
          valuesOf[other][0],
        );
        const { status, json } = await client.list(`$filter=${encodeURIComponent(filter)}`);
        // A quoted date is a text that may be compared with text.
        if (kind === other || kind === 'anything') return assert.equal(status, 200, filter);
        const rule = kind === 'time' && other === 'text' ? 'filter-date' : 'filter-type';
        assert.deepEqual([status, json.error?.innerError.code], [400, rule], filter);
      }),
      { numRuns: 300 },
    );
  });
});

/* The properties of the schema, read without the sandbox's code. */

type Kind = 'text' | 'time' | 'number' | 'boolean' | 'anything';

interface Scalar {
  readonly kind: Kind;
  /** The names on the way, with all names that are known there. */
  readonly names: readonly { readonly name: string; readonly siblings: readonly string[] }[];
  /** A comparison with other names in the same places. */
  readonly write: (names: readonly string[], value?: string) => string;
}

const valuesOf = {
  text: ["'New'", "''", "'it''s'"],
  time: ['2026-02-28', '2026-02-28T23:59:59.1234567Z', '2026-02-28T10:00:00+02:00'],
  number: ['5', '-1', '2.5', '1e3'],
  boolean: ['true', 'false'],
} as const;
const kinds = ['text', 'time', 'number', 'boolean'] as const;

const typed = scalarsBelow(schemaFile as Schema, [], (inner) => inner);

const comparison = fc.constantFrom(...typed).chain((scalar) => {
  const values = scalar.kind === 'anything' ? Object.values(valuesOf).flat() : valuesOf[scalar.kind];
  return fc.constantFrom(...values, 'null').map((value) => {
    const write = (names: readonly string[]): string => scalar.write(names, value);
    return { names: scalar.names, write, text: write(scalar.names.map(({ name }) => name)) };
  });
});

function flat(schema: Schema): Schema[] {
  const { $ref, anyOf } = schema;
  if ($ref !== undefined) {
    const definitions = schemaFile.definitions as Record<string, Schema>;
    return flat(definitions[$ref.replace('#/definitions/', '')] ?? assert.fail($ref));
  }
  return anyOf ? anyOf.flatMap(flat) : [schema];
}

/** @param wrap puts a comparison into the lambdas around it, given the names on the way to them */
function scalarsBelow(
  schema: Schema,
  above: Scalar['names'],
  wrap: (inner: string, names: readonly string[]) => string,
  prefix: readonly string[] = [],
  begin = 0,
): Scalar[] {
  const branches = flat(schema);
  const properties = Object.assign({}, ...branches.map((branch) => branch.properties ?? {})) as Record<string, Schema>;
  const siblings = Object.keys(properties);
  return Object.entries(properties).flatMap(([name, property]) => {
    // A name with a dot can't be written in a filter.
    if (name.includes('.')) return [];
    const names = [...above, { name, siblings }];
    const pathOf = (each: readonly string[]): string => [...prefix, ...each.slice(begin, names.length)].join('/');
    const items = flat(property).find((branch) => branch.items)?.items;
    if (items && flat(items).some((branch) => branch.properties)) {
      const variable = `v${names.length}`;
      const inLambda = (inner: string, each: readonly string[]): string =>
        wrap(`${pathOf(each)}/any(${variable}:${inner})`, each);
      return scalarsBelow(items, names, inLambda, [variable], names.length);
    }
    if (flat(property).some((branch) => branch.properties)) return scalarsBelow(property, names, wrap, prefix, begin);
    const kind = kindOf(flat(property));
    if (kind === undefined) return [];
    return [{ kind, names, write: (each, value = 'null') => wrap(`${pathOf(each)} eq ${value}`, each) }];
  });
}

function kindOf(branches: readonly Schema[]): Kind | undefined {
  const types = branches.flatMap(({ type }) => type ?? []);
  if (branches.some((branch) => branch.items || types.includes('object'))) return undefined;
  if (branches.every((branch) => !branch.type && !branch.enum)) return 'anything';
  if (branches.some(({ format }) => format === 'date-time')) return 'time';
  if (types.includes('number')) return 'number';
  return types.includes('boolean') ? 'boolean' : 'text';
}

/** Drops, doubles or changes the case of a letter, or adds one. */
function mutate(name: string, seed: number): string {
  const at = seed % name.length;
  const letter = name.charAt(at);
  const turned = letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
  const others = ['', letter + letter, turned, `${letter}x`];
  return name.slice(0, at) + (others[seed % others.length] ?? '') + name.slice(at + 1);
}
