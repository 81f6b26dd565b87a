import assert from 'node:assert/strict';
import { Client } from './client.ts';
import { patch } from './writes.ts';

const add = (path: string, value: unknown): object[] => [{ op: 'add', path, value }];

describe('A patch of odd content', () => {
  it('appends to the empty object that stands for an array in the sample', async () => {
    const client = new Client();
    const id = '451c1f6d-7318-4b7b-a68e-d538af648e9f';
    const value = { profileType: 'Duns', id: '1' };
    assert.deepEqual((await client.referral(id)).json.customerProfile.ids, {});
    assert.equal((await patch(client, id, add('/customerProfile/ids/-', value))).status, 204);
    assert.deepEqual((await client.referral(id)).json.customerProfile.ids, [value]);
  });

  it('wraps an object that stands for an array', async () => {
    const person = { email: 'x@y.example' };
    for (const [path, expected] of [
      ['/team/-', [{ email: 'a@b.example' }, person]],
      ['/team/0', [person, { email: 'a@b.example' }]],
    ] as const) {
      const client = new Client({ seed: '{"id":"a","team":{"email":"a@b.example"}}' });
      assert.equal((await patch(client, 'a', add(path, person))).status, 204);
      assert.deepEqual((await client.referral('a')).json.team, expected);
    }
  });

  it('never writes a property called -', async () => {
    const client = new Client({ seed: '{"id":"a","details":{},"x":{"-":1}}' });
    for (const path of ['/-', '/details/-', '/x/-']) {
      assert.equal((await patch(client, 'a', add(path, 1))).status, 400, path);
    }
  });

  it('leaves the spelling of the elements of an array that it does not touch', async () => {
    const [first, second] = ['{"id":"s", "name":"n","price":100.00,"ref":12345678901234567890,"w":1e400}', '{"v":1.0}'];
    const solutions = `[${first}, ${second}]`;
    const value = { id: 'new', name: 'n' };
    const made = JSON.stringify(value);
    for (const [path, expected] of [
      ['-', `[${first},${second},${made}]`],
      ['0', `[${made},${first},${second}]`],
      ['1', `[${first},${made},${second}]`],
    ] as const) {
      const client = new Client({ seed: `{"id":"a","details":{"requirements":{"solutions":${solutions}}}}` });
      const { status } = await patch(client, 'a', add(`/details/requirements/solutions/${path}`, value));
      assert.equal(status, 204);
      const { text } = await client.referral('a');
      assert.ok(text.includes(`"solutions":${expected}`), text);
    }
  });

  it('makes the objects on its way that are null or absent', async () => {
    const client = new Client({ seed: '[{"id":"a","details":null},{"id":"b"}]' });
    for (const id of ['a', 'b']) {
      const solution = { id: 's', name: 'n' };
      for (const [path, value] of [
        ['/details/dealValue', 5],
        ['/details/requirements/solutions/-', solution],
      ] as const) {
        assert.equal((await patch(client, id, add(path, value))).status, 204, path);
      }
      const { details } = (await client.referral(id)).json;
      assert.deepEqual(details, { dealValue: 5, requirements: { solutions: [solution] } });
      assert.equal((await patch(client, id, add('/nope/deep', 1))).status, 400);
    }
  });

  it('makes the array that it appends to', async () => {
    const client = new Client({ seed: '[{"id":"a","team":null},{"id":"b"}]' });
    for (const id of ['a', 'b']) {
      assert.equal(
        (await patch(client, id, [{ op: 'add', path: '/team/-', value: { email: 'x@y.example' } }])).status,
        204,
      );
      assert.deepEqual((await client.referral(id)).json.team, [{ email: 'x@y.example' }]);
    }
    client.token = 'sandbox-user:x@y.example';
    assert.equal((await client.all()).length, 2);
  });
});
