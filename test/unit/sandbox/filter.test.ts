import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Client } from './client.ts';

const guid = '1352c1f0-6a2b-4c3d-8e9f-a0b1c2d3e4f5';
const seed = JSON.stringify([
  {
    id: 'a',
    engagementId: guid,
    status: 'New',
    substatus: 'Pending',
    type: 'Shared',
    direction: 'Incoming',
    customerProfile: { address: { country: 'US' } },
    createdDateTime: '2024-05-01T10:00:00.0000001Z',
    details: { dealValue: 100.5, notes: "it's" },
    team: [{ email: 'Noor@litware.example', firstName: 'Noor' }, { email: 'omar@litware.example' }],
    favorite: true,
  },
  {
    id: 'b',
    engagementId: guid.toUpperCase(),
    status: 'Active',
    substatus: 'Accepted',
    type: 'Shared',
    direction: 'Outgoing',
    customerProfile: { address: { country: 'DE' } },
    createdDateTime: '2024-05-01T10:00:00Z',
    details: { dealValue: 5, notes: '' },
    team: { email: 'omar@litware.example' },
    favorite: false,
  },
  {
    id: 'c',
    status: 'New',
    team: null,
    details: null,
    customerProfile: { address: { country: 'US' } },
    type: null,
    tags: ['blue', 'red'],
    crmId: 'abc',
    valid: 'Yes',
    idea: 'Big',
    emailType: 'Work',
    workemail: 'x',
    extra: { list: [{ deep: 5 }] },
    größe: '5',
    externalReferenceId: 'Crm-1',
  },
]);

describe('$filter', () => {
  // Made for each run: it remembers what it answered.
  let client: Client;
  before(() => {
    client = new Client({ seed });
  });
  const found: [filter: string, ids: string][] = [
    // As the service documents it (docs/api.md, Filters).
    [`engagementId eq '${guid}'`, 'a b'],
    [`engagementId eq ${guid}`, 'a b'],
    ["status eq 'New'", 'a c'],
    ["substatus eq 'Pending'", 'a'],
    ["type eq 'Shared' and direction eq 'Incoming'", 'a'],
    ["customerProfile/address/country eq 'US'", 'a c'],
    ["team/any(t:t/email eq 'noor@litware.example')", 'a'],
    ["team/any(t:t/email eq 'omar@litware.example')", 'a b'],
    ["email eq 'noor@litware.example'", 'a'],
    ["(direction eq 'Outgoing' and status eq 'Active') and team/any(t:t/email eq 'omar@litware.example')", 'b'],
    // What an OData service adds.
    ["status eq 'Active' or substatus eq 'Pending'", 'a b'],
    ["status ne 'New'", 'b'],
    ["not (status eq 'New') or id eq 'C'", 'b c'],
    ["status eq 'New' and type eq 'Shared' or id eq 'b'", 'a b'],
    ['details/dealValue gt 5', 'a'],
    ['details/dealValue ge 5.0 and details/dealValue lt 1e2', 'b'],
    ['5 lt details/dealValue', 'a'],
    ['details/dealValue eq -1', ''],
    ['createdDateTime gt 2024-05-01T10:00:00Z', 'a'],
    ["createdDateTime le '2024-05-01T12:00:00+02:00'", 'b'],
    ['createdDateTime ge 2024-05-01', 'a b'],
    ['createdDateTime eq null', 'c'],
    ['favorite eq true', 'a'],
    ['favorite ne true', 'b c'],
    ["details/notes eq 'it''s'", 'a'],
    ["details/notes eq ''", 'b'],
    // A seed's own properties may hold anything, and be asked for anything.
    ["extra/of/this eq 'x'", ''],
    ["extra/list/any(x:x/deep eq 5) and größe eq '5'", 'c'],
    ["team/any(t:t/firstName ne null and t/email ne 'x')", 'a'],
    ["status eq 'new'", ''],
    // Lambdas over other arrays, other properties and with other operators than the one that is looked up.
    ["team/any(t:t/firstName eq 'Noor')", 'a'],
    ["team/any(t:t/email ne 'omar@litware.example')", 'a'],
    ['team/any(t:t/email eq null)', ''],
    ["team/any(t:not (t/email eq 'omar@litware.example'))", 'a'],
    ["customerProfile/team/any(t:t/email eq 'omar@litware.example')", ''],
    ["tags/any(t:t eq 'red')", 'c'],
    ["team/any(t:'noor@litware.example' eq t/email)", 'a'],
    ["'NOOR@litware.example' eq email", 'a'],
    // Ids and e-mails are equal whatever their case, and only they.
    ["crmId eq 'ABC'", 'c'],
    ["valid eq 'YES' or idea eq 'BIG' or emailType eq 'WORK' or workemail eq 'X'", ''],
    ["valid eq 'Yes' and idea eq 'Big' and emailType eq 'Work' and workemail eq 'x'", 'c'],
    ["externalReferenceId eq 'Crm-1'", 'c'],
    ["externalReferenceId eq 'CRM-1' or customerProfile/name eq 'X'", ''],
    ["  (( status   eq 'New'))  ", 'a c'],
    // Names and types count, values don't.
    ["status eq 'Foo' or substatus eq ''", ''],
    ['team eq null and details eq null', 'c'],
    ['favorite gt false', 'a'],
    ["createdDateTime ge '2024-05-01' and createdDateTime lt 2024-05-01T10:00:00.0000001Z", 'b'],
    ["not team/any(t:t/email eq 'noor@litware.example') and not (status eq 'Active')", 'c'],
    ["not not (status eq 'New')", 'a c'],
    // In a lambda: names without a prefix and `$it` are the referral's, and the variable wins over a property's name.
    ["team/any(t:t/email eq 'omar@litware.example' and status eq 'New')", 'a'],
    ["team/any(t:t/email eq 'omar@litware.example' and $it/status eq 'Active')", 'b'],
    ["team/any(status:status/email eq 'noor@litware.example')", 'a'],
    ["team/any(t:tags/any(g:g eq 'red') or t/firstName eq 'Noor')", 'a'],
    ["$it/tags/any(g:g eq 'red' and $it/id eq 'c' and crmId eq 'abc')", 'c'],
  ];
  for (const [filter, ids] of found) {
    it(`${filter} finds ${ids || 'nothing'}`, async () => {
      const items = await client.all(`$filter=${encodeURIComponent(filter)}`);
      assert.equal(items.map(({ id }) => id).join(' '), ids);
    });
  }

  const refused: [filter: string, message: RegExp][] = [
    ['', /Expected a property, found the end at character 1 of \$filter\./],
    ['status', /Expected one of eq, ne, .*, found the end at character 7/],
    ['status eq New', /Expected a value; text is quoted: 'New', found "New" at character 11/],
    ["status eq 'New", /no closing quote at character 11/],
    ["status eq 'New' and", /found the end at character 20/],
    ["status eq 'New') ", /Expected and, or, or the end, found "\)" at character 16/],
    ["(status eq 'New'", /Expected "\)", found the end at character 17/],
    ["status = 'New'", /Unexpected "=" at character 8/],
    ["contains(name,'x')", /The function contains is not supported; .* at character 1 /],
    ["team/any(t:u/email eq 'x')", /A referral has no property u at character 12/],
    ["team/any($it:$it/email eq 'x')", /Expected the name of a variable, found "\$it" at character 10/],
    ["team/any(t t/email eq 'x')", /Expected ":", found "t" at character 12/],
    ['status eq', /Expected a value, found the end at character 10/],
    ["team/any('t':t/email eq 'x')", /Expected the name of a variable, found "'t'" at character 10/],
    // 36 characters that are no GUID.
    [`engagementId eq ${guid.replaceAll('-', '0')}`, /neither a number nor a date nor a GUID at character 17/],
    ...['g', 'G', '_', '@'].map((odd): [string, RegExp] => [
      `engagementId eq ${guid.replace('c', odd)}`,
      /neither a number nor a date nor a GUID at character 17/,
    ]),
    ['details/dealValue gt 5x', /"5x" is neither a number .* at character 22 of \$filter\. Text is quoted/],
    ['details/dealValue gt 0x10', /"0x10" is neither a number/],
    ["not status eq 'New'", /Parentheses are missing after not at character 1 .* Write not \(status eq 'New'\)\./],
    ["not email eq 'x'", /Parentheses are missing after not/],
    ["not not status eq 'New'", /Parentheses are missing after not at character 5/],
    [`${'('.repeat(60)}status eq 'New'${')'.repeat(60)}`, /Nested deeper than 50/],
    [`${'not '.repeat(5000)}status eq 'New'`, /Nested deeper than 50/],
  ];
  for (const [filter, message] of refused) {
    it(`refuses ${filter.slice(0, 60) || 'an empty text'} and tells where`, async () => {
      const { status, json } = await client.list(`$filter=${encodeURIComponent(filter)}`);
      assert.equal(status, 400);
      assert.deepEqual([json.error.code, json.error.target], ['invalidRequest', '$filter']);
      assert.match(json.error.message, message);
    });
  }

  it('never answers with anything but 200 or 400', async () => {
    const piece = fc.constantFrom(
      'status',
      ' eq ',
      "'New'",
      '(',
      ')',
      ' and ',
      ' or ',
      'not ',
      'team/any(t:',
      't/email',
      "'",
      guid,
      '1',
      ' ',
      '/',
      '-',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 12 }), async (pieces) => {
        const { status } = await client.list(`$filter=${encodeURIComponent(pieces.join(''))}`);
        assert.ok(status === 200 || status === 400);
      }),
      { numRuns: 200 },
    );
  });

  it('agrees with an evaluator that shares nothing with it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(referral, { minLength: 1, maxLength: 12 }),
        fc.array(query, { minLength: 1, maxLength: 8 }),
        async (referrals, queries) => {
          const items = referrals.map((item, index) => ({ ...item, id: `r${index}` }));
          const mixed = new Client({ seed: JSON.stringify(items) });
          for (const { text, meets } of queries) {
            const answer = await mixed.all(`$filter=${encodeURIComponent(text)}`);
            assert.deepEqual(
              answer.map(({ id }) => id),
              items.filter(meets).map(({ id }) => id),
              text,
            );
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

/* The independent evaluator: filters are built together with the function they mean. */

type Item = Record<string, unknown>;
interface Query {
  readonly text: string;
  readonly meets: (item: Item) => boolean;
}

const status = fc.constantFrom('New', 'Active', 'Closed', '');
const country = fc.constantFrom('US', 'DE', 'new');
const email = fc.constantFrom('a@x.example', "o'b@x.example", 'A@X.EXAMPLE');
const number = fc.constantFrom(-1, 0, 2, 2.5, 1e21);
const engagement = fc.constantFrom(guid, guid.toUpperCase(), guid.replace('1352', '1353'));

const referral: fc.Arbitrary<Item> = fc.record(
  {
    status: fc.oneof(status, fc.constant(null)),
    engagementId: engagement,
    customerProfile: fc.oneof(fc.constant(null), fc.record({ address: fc.record({ country }) })),
    details: fc.record({ dealValue: fc.oneof(number, fc.constant(null), fc.constant('2')) }),
    team: fc.oneof(
      fc.constant(null),
      fc.array(fc.record({ email, title: fc.constantFrom('Dr', null) }), { maxLength: 3 }),
    ),
  },
  { requiredKeys: [] },
);

function at(item: Item, ...path: string[]): unknown {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  return path.reduce<any>((value, name) => value?.[name], item) ?? null;
}

const quote = (text: string): string => `'${text.split("'").join("''")}'`;

const leaf: fc.Arbitrary<Query> = fc.oneof(
  fc.tuple(status, fc.boolean()).map(([value, equal]) => ({
    text: `status ${equal ? 'eq' : 'ne'} ${quote(value)}`,
    meets: (item: Item) => (at(item, 'status') === value) === equal,
  })),
  fc.tuple(country, fc.boolean()).map(([value, turned]) => ({
    text: turned
      ? `${quote(value)} eq customerProfile/address/country`
      : `customerProfile/address/country eq ${quote(value)}`,
    meets: (item: Item) => at(item, 'customerProfile', 'address', 'country') === value,
  })),
  fc.tuple(engagement, fc.boolean()).map(([value, quoted]) => ({
    text: `engagementId eq ${quoted ? quote(value) : value}`,
    meets: (item: Item) => String(at(item, 'engagementId')).toLowerCase() === value.toLowerCase(),
  })),
  fc.tuple(number, fc.constantFrom('gt', 'ge', 'lt', 'le')).map(([value, operator]) => ({
    text: `details/dealValue ${operator} ${value}`,
    meets: (item: Item) => {
      const dealValue = at(item, 'details', 'dealValue');
      if (typeof dealValue !== 'number') return false;
      const [least, most] = operator.startsWith('g') ? [value, dealValue] : [dealValue, value];
      return least < most || (operator.endsWith('e') && least === most);
    },
  })),
  fc.tuple(email, fc.boolean()).map(([value, alsoTitle]) => ({
    text: `team/any(m:m/email eq ${quote(value)}${alsoTitle ? " and m/title eq 'Dr'" : ''})`,
    meets: (item: Item) => {
      const team = at(item, 'team');
      if (!Array.isArray(team)) return false;
      const same = team.filter((person) => person.email.toLowerCase() === value.toLowerCase());
      return same.some(({ title }) => !alsoTitle || title === 'Dr');
    },
  })),
  fc.constantFrom('status', 'customerProfile', 'details/dealValue').map((path) => ({
    text: `${path} eq null`,
    meets: (item: Item) => at(item, ...path.split('/')) === null,
  })),
);

const query: fc.Arbitrary<Query> = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.tuple(tie('query'), tie('query')).map(([a, b]) => ({
      text: `(${a.text}) and (${b.text})`,
      meets: (item: Item) => a.meets(item) && b.meets(item),
    })),
    fc.tuple(tie('query'), tie('query')).map(([a, b]) => ({
      text: `(${a.text}) or (${b.text})`,
      meets: (item: Item) => a.meets(item) || b.meets(item),
    })),
    fc.tuple(leaf, leaf, leaf).map(([a, b, c]) => ({
      text: `${a.text} or ${b.text} and ${c.text}`,
      meets: (item: Item) => a.meets(item) || (b.meets(item) && c.meets(item)),
    })),
    tie('query').map((a) => ({ text: `not (${a.text})`, meets: (item: Item) => !a.meets(item) })),
  ),
})).query;
