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
      const client = new Client({ count: 100, now: () => noon + later });
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

  it('takes an eTag of a seed that has a space in it', async () => {
    const eTag = '"a b"';
    const client = new Client({
      seed: JSON.stringify([
        { id: 'a', eTag },
        { id: 'b', eTag: ' x' },
      ]),
    });
    assert.equal((await client.referral('a')).headers.get('etag'), eTag);
    assert.match((await client.referral('b')).headers.get('etag') ?? '', /^"sandbox-/);
    const headers = { 'If-Match': eTag };
    assert.equal((await patch(client, 'a', patchOf({ '/statusReason': 'x' }), headers)).status, 204);
    assert.equal((await patch(client, 'a', patchOf({ '/statusReason': 'y' }), headers)).status, 412);
  });

  it("reviews the registration a call adds to a seed's deal, and none of the seed's own", async () => {
    const statusHistory = { reviewPendingDateTime: '2026-05-01T00:00:00Z' };
    const deal = { status: 'Closed', substatus: 'Won', createdDateTime: '2026-05-01T00:00:00Z' };
    const consent = { consentToShareReferralWithMicrosoftSellers: true };
    const old = { id: 'r', status: 'ReviewPending', contract: { value: 50_000 }, statusHistory };
    const client = new Client({
      seed: JSON.stringify([
        { id: 'a', ...deal, consent, registrations: [old] },
        { id: 'b', ...deal, registrations: [old] },
      ]),
    });
    const untouched = (await client.referral('b')).text;
    assert.equal((await patch(client, 'a', example('registerPatch'))).status, 204);
    await client.advance(4);
    assert.equal((await client.referral('a')).json.registrationStatus, 'ReviewPending');
    assert.deepEqual((await client.advance(1)).json.moved, 1);
    const { registrations } = (await client.referral('a')).json;
    assert.deepEqual(
      registrations.map(({ status }: { status: string }) => status),
      ['ReviewPending', 'Approved'],
    );
    assert.equal((await client.referral('b')).text, untouched);
  });

  it('hides a deal from later pages once its reader has left the team', async () => {
    const team = [{ email: 'a@x.example' }];
    const seed = JSON.stringify(['1', '2', '3', '4'].map((id) => ({ id, team })));
    const client = new Client({ seed, pageSize: 1 });
    client.token = 'sandbox-user:a@x.example';
    let first = true;
    const seen = await client.all('', async () => {
      if (!first) return;
      first = false;
      client.token = 'sandbox-admin';
      assert.equal((await patch(client, '3', patchOf({ '/team': [] }))).status, 204);
      client.token = 'sandbox-user:a@x.example';
    });
    assert.deepEqual(
      seen.map(({ id }) => id),
      ['1', '2', '4'],
    );
  });

  it('selects properties whatever their names', async () => {
    const client = new Client({ seed: '{"id":"a","my-prop":1,"größe":2,"x":3}' });
    const { json } = await client.list(`$select=${encodeURIComponent('my-prop,größe')}`);
    assert.deepEqual(json.value, [{ 'my-prop': 1, größe: 2 }]);
    for (const wrong of ['', 'id,', '*', 'details/notes']) {
      assert.equal((await client.list(`$select=${wrong}`)).json.error?.target, '$select', wrong);
    }
  });

  it('knows no token with more behind it', async () => {
    const client = new Client();
    for (const token of ['sandbox-admin evil', 'sandbox-user:a@x.example evil']) {
      client.token = token;
      assert.equal((await client.list()).status, 401);
    }
    const { calls } = (await client.get('/_sandbox/calls')).json;
    assert.equal(calls[0].who, 'unknown token');
  });

  it('says that a 204 is empty', async () => {
    const { status, headers } = await patch(new Client({ seed: '{"id":"a"}' }), 'a', patchOf({ '/statusReason': 'x' }));
    assert.deepEqual([status, headers.get('content-length')], [204, '0']);
  });
});
