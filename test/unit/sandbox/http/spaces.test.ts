import assert from 'node:assert/strict';
import { RequestRefusal } from '../../../../src/sandbox/http/requestRefusal.ts';
import { Spaces, spacesFor } from '../../../../src/sandbox/http/spaces.ts';
import { Client, collection, noon } from '../client.ts';
import { patch, patchOf } from '../writes.ts';

const closed = patchOf({ '/status': 'Active', '/substatus': 'Accepted' });

function inSpace(client: Client, space: string): Client {
  return Object.assign(Object.create(client) as Client, { token: `sandbox-admin@${space}` });
}

describe('A space', () => {
  it('has a state, faults, calls, findings and a clock of its own', async () => {
    const client = new Client({ seed: '{"id":"a","status":"New","substatus":"Pending"}' });
    const [one, two] = [inSpace(client, 'one'), inSpace(client, 'two-2')];
    assert.equal((await patch(one, 'a', closed)).status, 204);
    await two.fault({ status: 500 });
    await two.advance(1);
    assert.deepEqual((await one.referral('a')).json.status, 'Active');
    assert.deepEqual((await two.referral('a')).status, 500);
    assert.deepEqual((await two.referral('a')).json.status, 'New');
    assert.deepEqual((await client.referral('a')).json.status, 'New');
    const seen = async (of: Client) => [
      (await of.get('/_sandbox/calls')).json.calls.length,
      Date.parse((await of.get('/_sandbox/clock')).json.now) - noon,
    ];
    assert.deepEqual(await Promise.all([client, one, two].map(seen)), [
      [1, 0],
      [2, 0],
      [2, 86_400_000],
    ]);
    await one.send('POST', '/_sandbox/reset');
    assert.equal((await one.referral('a')).json.status, 'New');
    assert.equal((await two.get('/_sandbox/calls')).json.calls.length, 2);
  });

  it('is named by the token of any caller, or by the address on the control plane', async () => {
    const client = new Client({ seed: '{"id":"a","team":[{"email":"a@x.example"}]}' });
    const statuses: number[] = [];
    for (const token of [
      'sandbox-user@s:a@x.example',
      'sandbox-user@s:b@x.example',
      'sandbox-app@s',
      'sandbox-no-mfa@s',
      'sandbox-no-role@s',
    ]) {
      client.token = token;
      statuses.push((await client.referral('a')).status);
    }
    assert.deepEqual(statuses, [200, 404, 400, 401, 403]);
    client.token = 'nobody';
    const { calls } = (await client.get('/_sandbox/calls?space=s')).json;
    assert.deepEqual(
      calls.map(({ caller }: { caller: string }) => caller),
      ['user a@x.example', 'user b@x.example', 'app', 'no-mfa', 'no-role'],
    );
    assert.deepEqual((await client.get('/_sandbox/calls')).json.calls, []);
  });

  it('has a name of a-z, 0-9 and -, and one only', async () => {
    const client = new Client();
    for (const name of ['', 'A', 'a_b', 'a b', 'ä', 'x'.repeat(65)]) {
      assert.equal((await client.get(`/_sandbox/health?space=${encodeURIComponent(name)}`)).status, 400, name);
      client.token = `sandbox-admin@${encodeURIComponent(name)}`;
      assert.equal((await client.list()).status, 401, name);
    }
    client.token = 'sandbox-admin@one';
    assert.equal((await client.get('/_sandbox/health?space=one')).status, 200);
    assert.match((await client.get('/_sandbox/health?space=two')).json.error.message, /Leave one out/);
  });

  it('is never taken for the default one by the control plane since its token is misspelt', async () => {
    const client = new Client({ seed: '{"id":"a","status":"New","substatus":"Pending"}' });
    await patch(client, 'a', closed);
    const misspelt: [authorization: string, RegExp][] = [
      ['Bearer sandbox-admin@CI_1', /a-z, 0-9 and -\. Did you mean sandbox-admin@<space>\?/],
      ['Bearer sandbox-admin@my team', /a-z, 0-9 and -/],
      ['Bearer sandbox-admin@', /a-z, 0-9 and -/],
      ['Bearer sandbox-user@ci', /Did you mean sandbox-user@<space>:<e-mail>\?/],
      ['Bearer sandbox-admn@ci', /Did you mean sandbox-admin@<space>\?/],
      ['sandbox-admin@ci', /sandbox-admin@<space>/],
    ];
    for (const [authorization, message] of misspelt) {
      const refused = await client.send('POST', '/_sandbox/reset', undefined, { Authorization: authorization });
      assert.equal(refused.status, 400, authorization);
      assert.match(refused.json.error.message, message);
      assert.equal(refused.json.error.target, 'Authorization');
      assert.equal((await client.referral('a')).json.status, 'Active');
    }
  });

  it('is the default one for the control plane without a token of a space', async () => {
    const client = new Client({ seed: '{"id":"a"}' });
    for (const authorization of [
      '',
      'Bearer nobody',
      'Bearer sandbox-admn',
      'Bearer sandbox-user:mia@contoso.example',
      'Bearer sandbox-user:mia@contoso.example and more',
      'Bearer sandbox-app',
      'Basic bWlhOm1pYQ==',
    ]) {
      const reset = await client.send('POST', '/_sandbox/reset', undefined, { Authorization: authorization });
      assert.equal(reset.status, 200, authorization);
    }
    const named = await client.get('/_sandbox/health?space=ci', { Authorization: 'Bearer mia@contoso.example' });
    assert.equal(named.status, 200);
    assert.deepEqual((await client.get('/_sandbox/spaces')).json.spaces, ['ci']);
  });

  it('begins with what the sandbox was started with, not with what has become of it', async () => {
    const client = new Client({ seed: '{"id":"a","v":1.50}' });
    await client.send('POST', '/_sandbox/reset', { seed: { id: 'b' } });
    const space = inSpace(client, 'new');
    assert.equal((await space.referral('a')).text, '{"id":"a","v":1.50}');
    assert.equal((await space.referral('b')).status, 404);
  });

  it('is one of fewer where each begins with many referrals, since memory would not last', () => {
    const numbers = [0, 60, 1000, 1001, 10_000, 100_000, 2_000_000].map((referrals) => spacesFor(referrals));
    assert.deepEqual(numbers, [1000, 1000, 1000, 999, 100, 10, 1]);
  });

  it('is refused when all would begin with too many referrals, and the refusal says why there are so few', () => {
    const spaces = new Spaces({ seed: JSON.stringify([1, 2, 3, 4, 5].map((id) => ({ id: String(id) }))) }, 10);
    spaces.find(undefined);
    const kept = ['a', 'b'].map((name) => spaces.find(name));
    const refusal = (error: unknown): boolean =>
      error instanceof RequestRefusal &&
      error.status === 503 &&
      /^There are 2 spaces already, the most with 5 referrals each\. Remove them with DELETE/.test(error.message);
    assert.throws(() => spaces.find('c'), refusal);
    // What has become of the referrals doesn't count.
    spaces.find(undefined).reset([]);
    assert.throws(() => spaces.find('c'), refusal);
    assert.deepEqual([spaces.find('a'), spaces.find('b')], kept);
    spaces.removeNamed();
    assert.equal(spaces.find('c').state.store.size, 5);
    spaces.close();
  });

  it('is refused when there are too many, until they are removed', async () => {
    const client = new Client({ seed: '[]' });
    for (let number = 0; number < 1000; number++) await client.get(`/_sandbox/health?space=s${number}`);
    const refused = await client.get('/_sandbox/health?space=more');
    assert.equal(refused.status, 503);
    assert.match(refused.json.error.message, /1000 spaces already.*DELETE \/_sandbox\/spaces/);
    assert.equal((await inSpace(client, 'more').list()).status, 503);
    assert.equal((await client.get('/_sandbox/health?space=s7')).status, 200);
    assert.equal((await client.get('/_sandbox/spaces')).json.spaces.length, 1000);
    await client.send('DELETE', '/_sandbox/spaces');
    assert.equal((await inSpace(client, 'more').get(collection)).status, 200);
  });
});
