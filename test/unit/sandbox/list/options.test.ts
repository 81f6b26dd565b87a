import assert from 'node:assert/strict';
import { ListEndpoint } from '../../../../src/sandbox/list/listEndpoint.ts';
import { ReferralStore } from '../../../../src/sandbox/store/store.ts';
import { Client, collection, type Answer } from '../client.ts';
import { example, patchOf } from '../writes.ts';

function refusal({ status, json }: Answer): unknown[] {
  return [status, json.error?.target, json.error?.innerError?.code];
}

describe('Query options', () => {
  let client: Client;
  before(() => {
    client = new Client({
      seed: '{"id":"a","status":"New","details":{"dealValue":50000.00},"my-prop":1,"x\\u0041":5}',
    });
  });

  it('name what was probably meant', async () => {
    for (const [query, target, rule, meant] of [
      ['$select=Id,status', '$select', 'select-name', 'id'],
      ['$select=id,STATUS', '$select', 'select-name', 'status'],
      ['$select=id,customerProfil', '$select', 'select-name', 'customerProfile'],
      ['$orderby=createdDatetime', '$orderby', 'orderby-name', 'createdDateTime'],
      ['$orderby=updatedDateTime,modifiedDateTime', '$orderby', 'orderby-name', 'createdDateTime|updatedDateTime'],
      ['$Filter=x', '$Filter', 'known-query-option', '\\$filter'],
      ['$fliter=x', '$fliter', 'known-query-option', '\\$filter'],
      ['filter=x', 'filter', 'dollar-option', '\\$filter'],
      ['Top=5', 'Top', 'dollar-option', '\\$top'],
    ] as const) {
      const answer = await client.list(query);
      assert.deepEqual(refusal(answer), [400, target, rule], query);
      assert.match(answer.json.error.message, new RegExp(`Did you mean (${meant})\\?`), query);
    }
  });

  it('take the names that only a seed has, and no similar ones', async () => {
    assert.deepEqual((await client.list('$select=my-prop,xA')).json.value, [{ 'my-prop': 1, xA: 5 }]);
    assert.equal((await client.list('$filter=xA eq 5')).json.value.length, 1);
    assert.deepEqual(refusal(await client.list('$select=my-Prop')), [400, '$select', 'select-name']);
    assert.deepEqual(refusal(await client.list('$filter=xa eq 5')), [400, '$filter', 'filter-name']);
    // A name that is only deeper in the data, or only part of a text.
    assert.deepEqual(refusal(await client.list('$filter=dealValue eq 5')), [400, '$filter', 'filter-name']);
    assert.deepEqual(refusal(await client.list('$filter=New eq 5')), [400, '$filter', 'filter-name']);
  });

  it('take a name as soon as a referral has it', () => {
    const store = new ReferralStore([{ id: 'a', text: '{"id":"a"}', origin: 'seed' }]);
    const endpoint = new ListEndpoint(store, { pageSize: 10, quirks: true });
    const url = new URL(`http://x${collection}?$filter=later eq 1`);
    assert.throws(() => endpoint.page(url, { role: 'admin' }), /no property later/);
    assert.throws(() => endpoint.page(url, { role: 'admin' }), /no property later/);
    store.add({ id: 'b', later: 1 });
    assert.equal(JSON.parse(endpoint.page(url, { role: 'admin' }).body).value[0].id, 'b');
  });

  it('are ignored without a $ when they are none of OData', async () => {
    assert.equal((await client.list('api-version=v1.0&pageSize=5')).status, 200);
  });

  describe('of one referral', () => {
    it('select properties in their own spelling, and keep the eTag', async () => {
      const { text, headers } = await client.get(`${collection}/a?$select=details,xA`);
      assert.equal(text, '{"details":{"dealValue":50000.00},"x\\u0041":5}');
      assert.equal(headers.get('etag'), (await client.referral('a')).headers.get('etag'));
    });

    it('may select what it does not have', async () => {
      assert.deepEqual((await client.get(`${collection}/a?$select=registrations`)).json, {});
      const sample = new Client({ count: 1 });
      const [{ id }] = (await sample.list()).json.value;
      const { json } = await sample.get(`${collection}/${id}?$select=partnerRole`);
      assert.deepEqual(Object.keys(json), ['@odata.context']);
      assert.deepEqual((await sample.get(`${collection}/${id}?$select=id`)).json.id, id);
    });

    it('are refused where they mean nothing or are wrong', async () => {
      for (const option of ['$filter', '$top', '$orderby', '$expand', '$count', '$skiptoken', '$foo']) {
        assert.deepEqual(refusal(await client.get(`${collection}/a?${option}=1`)), [400, option, 'known-query-option']);
      }
      assert.deepEqual(refusal(await client.get(`${collection}/a?$select=STATUS`)), [400, '$select', 'select-name']);
      assert.equal((await client.get(`${collection}/b?$select=STATUS`)).status, 404);
      assert.equal((await client.get(`${collection}/a?view=1`)).status, 200);
    });
  });

  describe('of a write', () => {
    const wrong = ['$select=nme', '$filter=nonsense', '$top=abc', 'select=id', '$SELECT=id', '$foo=1'];
    const newDeal = JSON.parse(example('createPrivateDeal'));
    const writes = async (to: Client, query: string): Promise<readonly Answer[]> => {
      const { links: _links, ...put } = (await to.referral('a')).json;
      return [
        await to.send('PATCH', `${collection}/a?${query}`, patchOf({ '/statusReason': query }), {
          Prefer: 'return=representation',
        }),
        await to.send('PUT', `${collection}/a?${query}`, { ...put, name: query }, { 'If-Match': '*' }),
        await to.send('POST', `${collection}?${query}`, { ...newDeal, name: query }),
      ];
    };

    it('are those of one referral, and nothing is written if one is wrong', async () => {
      for (const strict of [false, true]) {
        const own = new Client({ seed: '{"id":"a","status":"New"}', strict });
        const before = (await own.list()).text;
        for (const query of wrong) {
          const read = refusal(await own.get(`${collection}/a?${query}`));
          assert.deepEqual((await writes(own, query)).map(refusal), [read, read, read], query);
        }
        assert.equal((await own.list()).text, before);
      }
    });

    it('select what the response has, and not what is written', async () => {
      const own = new Client({ seed: '{"id":"a","status":"New","details":{"dealValue":50000.00}}' });
      const answers = await writes(own, '$select=name,status');
      assert.deepEqual(
        answers.map(({ status, json }) => [status, Object.keys(json).filter((name) => !name.startsWith('@'))]),
        [
          [200, ['status']],
          [200, ['status', 'name']],
          [200, ['name', 'status']],
        ],
      );
      assert.deepEqual(
        answers.map(({ headers }) => headers.has('etag')),
        [true, true, true],
      );
      assert.equal((await own.referral('a')).json.details.dealValue, 50000);
      assert.deepEqual(
        (await writes(own, 'view=compact')).map(({ status }) => status),
        [200, 200, 200],
      );
    });
  });

  describe('with --strict', () => {
    let strict: Client;
    before(() => {
      strict = new Client({ count: 20, strict: true });
    });

    const shown = [
      '$top=10&$orderby=createdDateTime desc&$select=id,status,customerProfile',
      "$filter=status eq 'New' and (substatus eq 'Pending' and direction eq 'Incoming')",
      "$filter=customerProfile/address/country eq 'US' and type eq 'Shared' and qualification eq 'Direct'",
      "$filter=engagementId eq 'c9a4e6d2-37b8-4e0d-8f21-5a90d1b7e3c4'",
      '$filter=engagementId eq c9a4e6d2-37b8-4e0d-8f21-5a90d1b7e3c4',
      "$filter=team/any(t:t/email eq 'a@x.example') and status eq 'New'",
      "$filter=email eq 'a@x.example'",
    ];
    for (const query of shown) {
      it(`are taken as the documents show them: ${query}`, async () => {
        assert.equal((await strict.list(query)).status, 200);
      });
    }

    const notShown: [query: string, place: string][] = [
      ["$filter=status eq 'New' or status eq 'Active'", 'or is not shown in the documents, at character 17'],
      ["$filter=status ne 'New'", 'ne is not shown in the documents, at character 8'],
      ...['gt', 'ge', 'lt', 'le'].map((each): [string, string] => [`$filter=status ${each} 'New'`, `${each} is not`]),
      ["$filter=not (status eq 'New')", 'not is not shown in the documents, at character 1'],
      ["$filter='New' eq status", 'A value on the left is not'],
      ["$filter=status eq 'New' and name eq 'x'", 'name is not shown in the documents, at character 21'],
      ["$filter=updatedDateTime eq '2026-01-01'", 'updatedDateTime is not'],
      ['$filter=status eq null', 'null is not'],
      ["$filter=team/any(t:t/firstName eq 'x')", 't/firstName is not'],
      ["$filter=team/any(t:t/email eq 'x' and t/email eq 'y')", 'and is not'],
      ["$filter=team/any(t:status eq 'New')", 'status is not'],
      ["$filter=customerProfile/team/any(t:t/email eq 'x')", 'customerProfile/team/any is not'],
      ['$skip=5', '$skip'],
      ['$count=false', '$count'],
      ['$expand=team', '$expand'],
    ];
    for (const [query, place] of notShown) {
      it(`are refused where the documents don't show them: ${query}`, async () => {
        const answer = await strict.list(query);
        const [option = ''] = query.split('=');
        assert.deepEqual(refusal(answer), [400, option, 'documented-query']);
        assert.ok(answer.json.error.message.includes(place), answer.json.error.message);
        assert.equal((await client.list(query)).status, 200);
      });
    }

    it('still page, and still name what is misspelled', async () => {
      const paged = new Client({ count: 30, pageSize: 20, strict: true });
      assert.equal((await paged.all('$top=25')).length, 25);
      assert.deepEqual(refusal(await strict.list("$filter=STATUS eq 'New'")), [400, '$filter', 'filter-name']);
    });
  });
});
