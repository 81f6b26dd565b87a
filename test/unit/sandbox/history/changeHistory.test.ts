import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { SandboxState } from '../../../../src/sandbox/store/state.ts';
import { SandboxClock } from '../../../../src/sandbox/time/clock.ts';
import { Client, collection, noon } from '../client.ts';
import { create, patch, patchOf } from '../writes.ts';

const showcase = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';

const changesOf = async (client: Client, query = ''): Promise<Record<string, unknown>[]> => {
  const { status, json, text } = await client.get(`/_sandbox/changes${query}`);
  assert.equal(status, 200, text);
  return json.changes;
};

describe('The list of changes', () => {
  it('names the call that changed a referral, its status and what differs', async () => {
    const client = new Client();
    client.token = 'sandbox-user:noor.dewit@litware.example';
    const { headers } = await patch(
      client,
      showcase,
      patchOf({ '/status': 'Active', '/substatus': 'Accepted', '/details/notes': 'Called them' }),
    );
    const { engagementId } = (await client.referral(showcase)).json;
    assert.deepEqual(await changesOf(client), [
      {
        time: '2026-06-15T12:00:00.000Z',
        referral: showcase,
        engagement: engagementId,
        before: { status: 'New', substatus: 'Pending' },
        after: { status: 'Active', substatus: 'Accepted' },
        paths: ['/expirationDateTime', '/status', '/substatus', '/acceptedDateTime', '/details/notes'],
        by: 'client',
        requestId: headers.get('request-id'),
        caller: 'user noor.dewit@litware.example',
      },
    ]);
  });

  it('tells what arrives, what expires and what Microsoft does from each other', async () => {
    const client = new Client();
    const lead = (await client.send('POST', '/_sandbox/referrals', {})).json;
    const deal = await create(client, {
      target: [{ id: 'msft', type: 'None' }],
      inviteContext: { notes: 'Help', assistanceRequestCode: 'GeneralOrOther' },
    });
    await client.advance(15);
    const told = async (id: string): Promise<unknown[]> =>
      (await changesOf(client, `?referral=${id.toUpperCase()}`)).map(({ by, time, before, after }) => [
        by,
        time,
        before,
        after,
      ]);
    assert.deepEqual(await told(lead.id), [
      ['arrival', '2026-06-15T12:00:00.000Z', null, { status: 'New', substatus: 'Pending' }],
      [
        'clock',
        '2026-06-30T12:00:00.000Z',
        { status: 'New', substatus: 'Pending' },
        { status: 'Closed', substatus: 'Expired' },
      ],
    ]);
    assert.deepEqual(
      (await told(deal.id)).map((change) => (change as unknown[])[0]),
      ['client', 'microsoft'],
    );
    const { json } = await client.get('/_sandbox/changes');
    assert.deepEqual(json.advances, [{ time: '2026-06-30T12:00:00.000Z', from: '2026-06-15T12:00:00.000Z' }]);
  });

  it('has the changes of an engagement in the order of the writes, and no others', async () => {
    const client = new Client();
    const first = await create(client);
    await create(client);
    const second = await create(client, { engagementId: first.engagementId });
    await patch(client, first.id, patchOf({ '/details/notes': 'a' }));
    const list = await changesOf(client, `?engagement=${first.engagementId.toUpperCase()}`);
    assert.deepEqual(
      list.map(({ referral, before }) => [referral, before === null]),
      [
        [first.id, true],
        [second.id, true],
        [first.id, false],
      ],
    );
    assert.deepEqual(list.at(-1)?.['paths'], ['/details/notes']);
  });

  it('has nothing of a write that was refused or changed nothing, and nothing after a reset', async () => {
    const client = new Client();
    assert.equal((await patch(client, showcase, patchOf({ '/status': 'Nonsense' }))).status, 400);
    assert.equal((await patch(client, showcase, [], {})).status, 204);
    assert.deepEqual(await changesOf(client), []);
    await patch(client, showcase, patchOf({ '/details/notes': 'a' }));
    await client.advance(1);
    await client.send('POST', '/_sandbox/reset', {});
    const { json } = await client.get('/_sandbox/changes');
    assert.deepEqual(json, { changes: [], advances: [], dropped: 0 });
  });

  it('takes each write for that of the one on whose behalf it happens, and no later one', () => {
    const state = new SandboxState(new SandboxClock(() => noon), {});
    const { writer } = state;
    assert.deepEqual(writer, { by: 'microsoft' });
    state.writeAs({ by: 'clock' }, () => {
      state.writeAs({ by: 'arrival' }, () => assert.equal(state.writer.by, 'arrival'));
      assert.equal(state.writer.by, 'clock');
    });
    const refuse = (): never => {
      throw new Error('refused');
    };
    assert.throws(() => state.writeAs({ by: 'arrival' }, refuse), /refused/);
    assert.deepEqual(state.writer, writer);
  });

  it('drops the oldest changes and counts them', async () => {
    const client = new Client({ count: 1 });
    const [{ id }] = (await client.get(collection)).json.value;
    for (let index = 0; index < 2003; index++) {
      const { status } = await patch(client, id, patchOf({ '/details/notes': String(index) }));
      assert.equal(status, 204);
    }
    const { json } = await client.get('/_sandbox/changes');
    assert.deepEqual([json.changes.length, json.dropped], [2000, 3]);
  });

  it('refuses parameters that it does not have, and names the likely one', async () => {
    const { status, text } = await new Client().get('/_sandbox/changes?referal=a');
    assert.equal(status, 400);
    assert.match(text, /Did you mean \\"referral\\"/);
  });
});
