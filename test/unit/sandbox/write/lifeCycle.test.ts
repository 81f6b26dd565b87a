import assert from 'node:assert/strict';
import { Client, collection, noon } from '../client.ts';
import { create, example, patch, patchOf } from '../writes.ts';

describe('The life cycle', () => {
  const moves: [from: string, to: string, status: number][] = [
    ['New/Pending', 'New/Received', 204],
    ['New/Pending', 'Active/Accepted', 204],
    ['New/Received', 'Closed/Declined', 204],
    ['New/Pending', 'Closed/Won', 204],
    ['Active/Accepted', 'Closed/Lost', 204],
    ['Active/Accepted', 'Closed/Error', 204],
    ['Active/Accepted', 'New/Pending', 400],
    ['Closed/Lost', 'Active/Accepted', 400],
    ['Closed/Lost', 'Closed/Won', 400],
    ['New/Pending', 'Active/Pending', 400],
    ['Paused/OnHold', 'Active/Accepted', 204],
  ];
  for (const [from, to, expected] of moves) {
    it(`${expected === 204 ? 'goes' : 'does not go'} from ${from} to ${to}`, async () => {
      const [status, substatus] = from.split('/');
      const client = new Client({ seed: JSON.stringify({ id: 'a', status, substatus }) });
      const [toStatus, toSubstatus] = to.split('/');
      const answer = await patch(client, 'a', patchOf({ '/status': toStatus, '/substatus': toSubstatus }));
      assert.equal(answer.status, expected);
      const { json } = await client.referral('a');
      assert.equal(`${json.status}/${json.substatus}`, expected === 204 ? to : from);
      assert.equal('closedDateTime' in json, expected === 204 && toStatus === 'Closed');
    });
  }

  it('ends: a closed deal is immutable', async () => {
    const client = new Client({ seed: '{"id":"a","status":"Closed","substatus":"Lost","eTag":"\\"t\\""}' });
    assert.equal((await patch(client, 'a', patchOf({ '/details/notes': 'x' }))).status, 400);
    const put = await client.send('PUT', `${collection}/a`, { type: 'Independent' }, { 'If-Match': '"t"' });
    assert.equal(put.status, 400);
  });
});

describe('Registering a deal', () => {
  const during = { now: () => Date.parse('2026-07-02T00:00:00Z'), strict: true };
  async function won(client: Client): Promise<string> {
    const consent = { consentToToShareInfoWithOthers: true, consentToShareReferralWithMicrosoftSellers: true };
    const { id } = await create(client, { consent });
    await patch(client, id, patchOf({ '/status': 'Closed', '/substatus': 'Won' }));
    return id;
  }
  const seed = JSON.stringify({
    id: 'a',
    status: 'Closed',
    substatus: 'Won',
    createdDateTime: '2026-05-01T00:00:00Z',
    consent: { consentToShareReferralWithMicrosoftSellers: true },
  });

  it('takes the documented example once the deal is won', async () => {
    const client = new Client({ ...during, seed });
    assert.equal((await patch(client, 'a/', example('registerPatch'))).status, 204);
    const { json } = await client.referral('a');
    assert.equal(json.registrationStatus, 'ReviewPending');
    const [registration] = json.registrations;
    assert.equal(registration.status, 'ReviewPending');
    assert.ok(registration.id && registration.registrationDateTime && registration.statusHistory.reviewPendingDateTime);
    const edit = await patch(client, 'a//', patchOf({ '/registrations/0/contract/value': '190000' }));
    assert.equal(edit.status, 204);
    assert.equal((await client.referral('a')).json.registrations[0].contract.value, 190000);
  });

  it('is reviewed as time passes', async () => {
    const client = new Client({ now: () => noon });
    const id = await won(client);
    await patch(client, id, example('registerPatch'));
    await client.advance(4);
    assert.equal((await client.referral(id)).json.registrationStatus, 'ReviewPending');
    await client.advance(1);
    const { json } = await client.referral(id);
    assert.deepEqual([json.registrationStatus, json.registrations[0].status], ['Approved', 'Approved']);
    const late = await patch(client, id, patchOf({ '/registrations/0/contract/value': 1 }));
    assert.equal(late.status, 400);
  });

  it('refuses deals and contracts that cannot be registered', async () => {
    const registration = JSON.parse(example('registerPatch'))[0].value;
    const attempts: [seed: string, changes: object, target: string][] = [
      [seed.replace('Won', 'Lost'), {}, '/registrations/0'],
      [seed.replace('true', 'false'), {}, '/registrations/0'],
      [seed, { type: 'Other' }, '/registrations/0/type'],
      [
        seed,
        { contract: { ...registration.contract, endDateTime: undefined } },
        '/registrations/0/contract/endDateTime',
      ],
      [
        seed,
        { contract: { ...registration.contract, endDateTime: '2026-01-01T00:00:00Z' } },
        '/registrations/0/contract/endDateTime',
      ],
      [seed, { contract: { ...registration.contract, value: 1 } }, '/registrations/0/solutionDetails/0/value'],
      [
        seed,
        { contract: { ...registration.contract, signDateTime: '2026-01-01T00:00:00Z' } },
        '/registrations/0/contract/signDateTime',
      ],
      [seed, { solutionDetails: [] }, '/registrations/0/solutionDetails'],
    ];
    for (const [deal, changes, target] of attempts) {
      const client = new Client({ ...during, seed: deal });
      const { status, json } = await patch(client, 'a', [
        { op: 'add', path: '/registrations/-', value: { ...registration, ...changes } },
      ]);
      assert.deepEqual([status, json.error.target], [400, target]);
    }
  });
});
