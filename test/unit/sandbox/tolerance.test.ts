import assert from 'node:assert/strict';
import { Client, collection, noon } from './client.ts';
import { create, example, patch, patchOf } from './writes.ts';

const hourMs = 3_600_000;

describe('The sandbox, asked oddly', () => {
  it('lists the ids of a call by the names of their headers too', async () => {
    const client = new Client();
    await client.get(collection, { 'client-request-id': 'mine' });
    const [call] = (await client.get('/_sandbox/calls')).json.calls;
    assert.equal(call['client-request-id'], 'mine');
    assert.equal(call['request-id'], call.requestId);
  });

  it('generates the same referrals with the same dates in two starts of an hour', async () => {
    const texts = [0, 6000, hourMs - 1].map(async (later) => {
      const client = new Client({ count: 250, now: () => noon + later });
      return (await Promise.all((await client.all()).map(({ id }) => client.referral(id)))).map(({ text }) => text);
    });
    const [first, ...others] = await Promise.all(texts);
    for (const other of others) assert.deepEqual(other, first);
  });

  it('takes a PUT of what GET served, however odd the seed', async () => {
    const odd = { id: 'a', eTag: '"t"', createdDateTime: 'once', quality: 7, team: { email: 5 }, details: 'none' };
    const client = new Client({ seed: JSON.stringify({ ...odd, status: 'New', substatus: 'Received' }) });
    const put = (body: object): ReturnType<Client['send']> =>
      client.send('PUT', `${collection}/a`, body, { 'If-Match': '*' });
    const { json } = await client.referral('a');
    const done = await put({ ...json, ETag: 5 });
    assert.equal(done.status, 200, done.text);
    const { eTag, updatedDateTime, ...rest } = done.json;
    assert.deepEqual({ ...rest, eTag: json.eTag }, json);
    assert.ok(eTag && updatedDateTime);
    assert.equal((await put({ ...json, details: 'other' })).status, 400);
  });

  it('takes a POST with anything in what the server sets', async () => {
    const sent = { id: null, engagementId: null, eTag: 5, direction: null, LINKS: 'x', createdDateTime: 'never' };
    const made = await create(new Client(), sent);
    assert.ok(made.id && made.engagementId && made.direction === 'Outgoing' && !('LINKS' in made));
  });

  it('refuses numbers that it could not keep', async () => {
    const client = new Client({ seed: '{"id":"a","details":{}}' });
    const huge = `1${'0'.repeat(400)}`;
    for (const [path, value] of [
      ['/details/dealValue', '1e400'],
      ['/details/dealValue', `"${huge}"`],
      ['/details', '{"unknown":[-1e400]}'],
    ]) {
      const answer = await patch(client, 'a', `[{"op":"add","path":"${path}","value":${value}}]`);
      assert.equal(answer.status, 400, value);
    }
    const body = example('createPrivateDeal').replace('{', '{"unknown":1e400,');
    const { status, json } = await client.send('POST', collection, body);
    assert.deepEqual([status, json.error.target], [400, '/unknown']);
  });

  it('keeps its clock in the years it can spell', async () => {
    const client = new Client();
    const seen = new Set<number>();
    for (let times = 0; times < 90; times++) seen.add((await client.advance(36_500)).status);
    assert.deepEqual([...seen], [200, 400]);
    const { id } = await create(client, { target: [{ type: 'BusinessProfileLocation', id: 'msft' }] });
    assert.equal((await patch(client, id, patchOf({ '/statusReason': 'late' }))).status, 204);
    assert.equal((await client.list()).status, 200);
  });
});
