import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseJsonTree } from '../../../../src/referral/leaves.ts';
import { prettyJson } from '../../../../src/referral/prettyJson.ts';
import { sameTree, treeText } from '../../../../src/referral/treeText.ts';
import { difference, patchText } from '../../../../src/services/edit/patch.ts';
import { Client, collection } from '../../sandbox/client.ts';
import { anyEdits, applyEdits, json, tree, withValue } from './edits.ts';

const showcase = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';

const base = tree({
  id: 'a',
  eTag: '"1"',
  status: 'New',
  name: 'Deal',
  details: { dealValue: 5000, notes: 'n', requirements: { solutions: [{ id: 's1' }] } },
  team: [{ email: 'a@x.example' }, { email: 'b@x.example' }],
  registrations: [{ id: 'r', contract: { value: 10 } }],
});

const operations = (after: unknown): unknown => {
  const { operations: found, problems } = difference(base, tree(after));
  assert.deepEqual(problems, []);
  return JSON.parse(patchText(found));
};
const changed = (pointer: string, value: unknown): object =>
  json(withValue(base, pointer, value === undefined ? undefined : tree(JSON.stringify(value)))) as object;

describe('A property that is named like a path', () => {
  it('is no documented path', () => {
    for (const [was, now] of [
      ['{"details/notes":"a"}', '{"details/notes":"b"}'],
      ['{"registrations":{"*":{"contract":{"value":1}}}}', '{"registrations":{"*":{"contract":{"value":2}}}}'],
    ] as const) {
      const { operations, problems } = difference(tree(was), tree(now));
      assert.deepEqual([operations, problems.length], [[], 1], now);
    }
    const { operations } = difference(tree('{"details":{"notes":"a"}}'), tree('{"details":{"notes":"b"}}'));
    assert.deepEqual(
      operations.map(({ path }) => path),
      ['/details/notes'],
    );
  });
});

describe('The difference between two versions, as a JSON Patch', () => {
  it('is nothing for another spelling of the same', () => {
    const text = treeText(base);
    for (const other of [
      prettyJson(text),
      text.replace('5000', '5e3'),
      text.replace('5000', '5000.00'),
      text.replace('"n"', '"\\u006e"'),
    ]) {
      assert.deepEqual(difference(base, parseJsonTree(other)), { operations: [], problems: [] }, other);
    }
  });

  it('replaces what changed and adds what is new', () => {
    assert.deepEqual(operations(changed('/details/notes', 'm')), [
      { op: 'replace', path: '/details/notes', value: 'm' },
    ]);
    assert.deepEqual(operations(changed('/campaignId', 'c')), [{ op: 'add', path: '/campaignId', value: 'c' }]);
    assert.deepEqual(operations(changed('/details/currency', 'EUR')), [
      { op: 'add', path: '/details/currency', value: 'EUR' },
    ]);
    const contract = [{ op: 'replace', path: '/registrations/0/contract/value', value: 20 }];
    assert.deepEqual(operations(changed('/registrations/0/contract/value', 20)), contract);
  });

  it('appends to a list, and replaces it after any other change', () => {
    const added = { email: 'c@x.example' };
    assert.deepEqual(operations(changed('/team/-', added)), [{ op: 'add', path: '/team/-', value: added }]);
    const [first, second] = (json(base) as { team: object[] }).team;
    for (const team of [[first], [second, first], [{ ...first, title: 't' }, second], []]) {
      assert.deepEqual(operations(changed('/team', team)), [{ op: 'replace', path: '/team', value: team }]);
    }
    const registration = { type: 'AzureIPCoSell' };
    const operation = { op: 'add', path: '/registrations/-', value: registration };
    assert.deepEqual(operations(changed('/registrations/-', registration)), [operation]);
  });

  it('has numbers as they are spelled', () => {
    const after = parseJsonTree(treeText(base).replace('5000', '12345678901234567890.50'));
    assert.equal(
      patchText(difference(base, after).operations),
      '[{"op":"replace","path":"/details/dealValue","value":12345678901234567890.50}]',
    );
    assert.equal(sameTree(tree('9007199254740993'), tree('9007199254740992')), false);
  });

  it('says what can not be sent, and where', () => {
    const cases: [string, unknown, string, RegExp][] = [
      ['/name', 'Other', '/name', /no documented way to change "name"/],
      ['/eTag', '"2"', '/eTag', /"eTag" is set by the server/],
      ['/id', 'b', '/id', /"id" is set by the server/],
      ['/mpnId', '999', '/mpnId', /^"mpnId" is fixed when the deal is created and can’t be changed\.$/],
      ['/details/notes', undefined, '/details', /"notes" was removed/],
      ['/team', undefined, '', /"team" was removed/],
      ['/registrations', [], '/registrations', /no documented way/],
      ['/registrations/0/status', 'Approved', '/registrations/0/status', /set by the server/],
      ['/mine', { a: 1 }, '/mine/a', /no documented way to change "mine\/a"/],
      ['/a~1b~0c', 1, '/a~1b~0c', /no documented way to change "a\/b~c"/],
    ];
    for (const [pointer, value, place, message] of cases) {
      const { operations: found, problems } = difference(base, tree(changed(pointer, value)));
      assert.deepEqual([found.length, problems.length, problems[0]?.pointer], [0, 1, place], pointer);
      assert.match(problems[0]?.message ?? '', message);
    }
    const proto = difference(base, parseJsonTree(treeText(base).replace('{', '{"__proto__":{"x":1},')));
    assert.deepEqual([proto.operations.length, proto.problems[0]?.pointer], [0, '/__proto__/x']);
  });

  it('leads the server from one version to the other', async () => {
    await fc.assert(
      fc.asyncProperty(anyEdits, async (edits) => {
        const client = new Client();
        const before = parseJsonTree((await client.referral(showcase)).text);
        const after = applyEdits(before, edits);
        const { operations: found, problems } = difference(before, after);
        assert.deepEqual(problems, []);
        assert.ok(found.length <= new Set(edits.map(([pointer]) => pointer)).size + 5);
        const { status, text } = await client.send('PATCH', `${collection}/${showcase}`, patchText(found));
        assert.equal(status, 204, text);
        const { eTag: _, updatedDateTime: __, ...stored } = (await client.referral(showcase)).json;
        const { eTag: ___, updatedDateTime: ____, ...wanted } = json(after) as Record<string, unknown>;
        assert.deepEqual(stored, wanted);
      }),
      { numRuns: 60 },
    );
  });
});
