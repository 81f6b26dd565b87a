import assert from 'node:assert/strict';
import { Client, collection, type Answer } from './client.ts';
import { create, example, patch, patchOf } from './writes.ts';

const showcase = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';

describe('Creating a referral', () => {
  it('takes the documented example and sets what the server sets', async () => {
    const client = new Client({ strict: true });
    const sent = JSON.parse(example('createPrivateDeal'));
    const { status, json, headers } = await client.send('POST', collection, example('createPrivateDeal'));
    assert.equal(status, 200);
    for (const [name, value] of Object.entries(sent)) assert.deepEqual(json[name], value, name);
    assert.deepEqual(
      [json.status, json.substatus, json.direction, json.expirationDateTime, json.acceptedDateTime],
      ['Active', 'Accepted', 'Outgoing', null, json.createdDateTime],
    );
    assert.match(json.createdDateTime, /^2026-06-15T12:00:00\.\d{7}Z$/);
    assert.equal(headers.get('etag'), json.eTag);
    assert.match(json.links.self.uri, new RegExp(`${json.id}$`));
    assert.deepEqual((await client.referral(json.id)).json, json);
  });

  it("ties Microsoft's side to the first referral by its engagement", async () => {
    const client = new Client();
    const ours = await create(client, { type: 'Shared', target: [{ type: 'SolutionProfile', id: 'SOL-70431-QZT' }] });
    const theirs = await create(client, {
      type: 'Shared',
      engagementId: ours.engagementId.toUpperCase(),
      target: [{ type: 'BusinessProfileLocation', id: 'msft' }],
      inviteContext: { notes: 'Please help.', assistanceRequestCode: 'ProofOfConceptOrDemo' },
    });
    assert.deepEqual([theirs.status, theirs.substatus, theirs.organizationId], ['New', 'Pending', 'msft']);
    // 14 days after its creation, to the last digit (docs/api.md, The sandbox's choices).
    assert.equal(theirs.expirationDateTime, theirs.createdDateTime.replace('2026-06-15', '2026-06-29'));
    assert.doesNotMatch(theirs.createdDateTime, /0000Z$/);
    const both = await client.all(`$filter=engagementId eq '${ours.engagementId}'`);
    assert.deepEqual(
      both.map(({ id }) => id),
      [ours.id, theirs.id],
    );
  });

  it('lets Microsoft accept and win, decline, or let it expire, as the deal tells', async () => {
    const client = new Client({ seed: '[]' });
    const theirs = { type: 'Shared', target: [{ type: 'BusinessProfileLocation', id: 'msft' }] };
    const help = { inviteContext: { assistanceRequestCode: 'GeneralOrOther' } };
    const { details } = JSON.parse(example('createPrivateDeal'));
    const ids = [
      (await create(client, { ...theirs, ...help })).id,
      (await create(client, { ...theirs, ...help, details: { ...details, dealValue: '24999.99' } })).id,
      (await create(client, theirs)).id,
    ];
    const standings = async (): Promise<string[]> =>
      (await Promise.all(ids.map((id) => client.referral(id)))).map(({ json }) => json.substatus);
    const seen: string[][] = [];
    for (const days of [1, 1, 1, 11, 16]) {
      await client.advance(days);
      seen.push(await standings());
    }
    assert.deepEqual(seen, [
      ['Pending', 'Pending', 'Pending'],
      ['Accepted', 'Pending', 'Pending'],
      ['Accepted', 'Declined', 'Pending'],
      ['Accepted', 'Declined', 'Expired'],
      ['Won', 'Declined', 'Expired'],
    ]);
  });

  it('binds names whatever their case and numbers in strings', async () => {
    const made = await create(new Client(), {
      consent: { ConsentToContact: true, consentToShareReferralWithMicrosoftSellers: false },
      details: { dealValue: '10000', Notes: 'n' },
    });
    assert.equal(made.consent.consentToContact, true);
    assert.deepEqual(made.details, { dealValue: 10000, notes: 'n' });
  });

  it('refuses what is missing or wrong and names it', async () => {
    const client = new Client();
    const whole = JSON.parse(example('createPrivateDeal'));
    const seen: string[] = [];
    for (const [body, target] of [
      [{ ...whole, type: undefined }, 'type'],
      [{ ...whole, customerProfile: undefined }, 'customerProfile'],
      [{ ...whole, consent: undefined }, 'consent'],
      [{ ...whole, details: undefined }, 'details'],
      [{ ...whole, details: { dealValue: 'much' } }, '/details/dealValue'],
      [{ ...whole, details: { closingDateTime: 'soon' } }, '/details/closingDateTime'],
      [{ ...whole, team: [{ email: 5 }] }, '/team/0/email'],
      [{ ...whole, details: { requirements: { solutions: [{ name: 'x' }] } } }, '/details/requirements/solutions/0/id'],
      [{ ...whole, engagementId: '00000000-0000-0000-0000-000000000000' }, 'engagementId'],
      [[whole], 'referral'],
      ['{"type":', 'body'],
    ] as const) {
      const { status, json } = await client.send('POST', collection, body);
      seen.push(`${status} ${json.error.code} ${json.error.target}`);
      assert.equal(seen.at(-1), `400 invalidRequest ${target}`);
    }
  });

  it('checks the rules of the portal only when strict', async () => {
    const whole = JSON.parse(example('createPrivateDeal'));
    const { address } = whole.customerProfile;
    const help = { assistanceRequestCode: 'QuotesOrLicensing' };
    for (const [changes, target] of [
      [{ name: null }, '/name'],
      [{ team: [] }, '/team'],
      [
        { customerProfile: { ...whole.customerProfile, address: { ...address, country: 'DEU' } } },
        '/customerProfile/address/country',
      ],
      [
        { inviteContext: help, customerProfile: { ...whole.customerProfile, team: [] } },
        '/customerProfile/team/0/firstName',
      ],
    ] as const) {
      const body = { ...whole, ...changes };
      const { status, json } = await new Client({ strict: true }).send('POST', collection, body);
      assert.deepEqual([status, json.error?.target], [400, target]);
      assert.equal((await new Client().send('POST', collection, body)).status, 200);
    }
  });
});

describe('Patching a referral', () => {
  it('takes the documented example', async () => {
    const client = new Client({ strict: true });
    const answer = await patch(client, showcase, example('acceptPatch'));
    assert.deepEqual([answer.status, answer.text, answer.headers.get('etag')], [204, '', null]);
    const { json } = await client.referral(showcase);
    assert.deepEqual([json.status, json.substatus, json.details.dealValue], ['Active', 'Accepted', 230000]);
    assert.deepEqual(
      json.team.map(({ firstName }: { firstName: string }) => firstName),
      ['Noor', 'Iris'],
    );
    assert.equal(json.expirationDateTime, null);
    assert.equal(json.acceptedDateTime, json.updatedDateTime);
  });

  it('answers with the referral when that is preferred', async () => {
    const client = new Client();
    for (const [Prefer, preferred] of [
      ['respond-async, return=representation', 200],
      ['return="representation"', 200],
      ['wait=5; x="a", Return = "representation"', 200],
      ['return="minimal"', 204],
      ['return="representation', 204],
      ['return=representation"', 204],
      ['x="return=representation"', 204],
    ] as const) {
      const change = patchOf({ '/statusReason': `Talking ${Prefer}.` });
      const { status, json } = await patch(client, showcase, change, { Prefer });
      assert.deepEqual([status, json?.statusReason], [preferred, preferred === 200 ? `Talking ${Prefer}.` : undefined]);
    }
  });

  it('takes numeric strings, as the samples send them', async () => {
    const client = new Client();
    await patch(client, showcase, patchOf({ '/details/dealValue': '10000' }));
    assert.equal((await client.referral(showcase)).json.details.dealValue, 10000);
  });

  it('does all of it or nothing', async () => {
    const client = new Client();
    const before = (await client.referral(showcase)).text;
    const answer = await patch(client, showcase, [
      ...patchOf({ '/details/notes': 'changed', '/status': 'Active' }),
      { op: 'add', path: '/team/-', value: 'nobody' },
    ]);
    assert.deepEqual([answer.status, answer.json.error.target], [400, '/team/-']);
    assert.equal((await client.referral(showcase)).text, before);
  });

  it('leaves the spelling of everything it does not change', async () => {
    const seed =
      '{"id":"a", "big":12345678901234567890,"details":{"dealValue":50000.00, "notes":"\\u0041"},"status":"New"}';
    const client = new Client({ seed });
    await patch(client, 'a', patchOf({ '/details/notes': 'B', '/status': 'New', '/substatus': 'Received' }));
    const { text } = await client.referral('a');
    assert.match(
      text,
      /^\{"id":"a","big":12345678901234567890,"details":\{"dealValue":50000\.00,"notes":"B"\},"status":"New","substatus":"Received",/,
    );
  });

  const refused: [name: string, body: unknown, target: string][] = [
    ['other operations', [{ op: 'remove', path: '/team/0' }], 'body/0/op'],
    ['test', [{ op: 'test', path: '/status', value: 'New' }], 'body/0/op'],
    ['no array', { op: 'replace', path: '/status', value: 'Active' }, 'body'],
    ['a missing value', [{ op: 'replace', path: '/statusReason' }], '/statusReason'],
    ['a path that is no pointer', patchOf({ status: 'Active' }), 'status'],
    ['an unknown path', patchOf({ '/nope': 1 }), '/nope'],
    ['a path into nothing', patchOf({ '/details/nope/deep': 1 }), '/details/nope/deep'],
    ['an index beyond the end', [{ op: 'add', path: '/team/7', value: {} }], '/team/7'],
    ['replacing the end', patchOf({ '/team/-': {} }), '/team/-'],
    ['what the server sets', patchOf({ '/eTag': 'x' }), '/eTag'],
    ['the wrong kind of value', patchOf({ '/team': {} }), '/team'],
    ['prototypes', patchOf({ '/__proto__/polluted': 1 }), '/__proto__/polluted'],
    ['constructors', patchOf({ '/constructor/prototype/polluted': 1 }), '/constructor/prototype/polluted'],
    ['status without its substatus', patchOf({ '/status': 'Active' }), '/substatus'],
    ['a substatus of another status', patchOf({ '/substatus': 'Won' }), '/substatus'],
    ['a status nobody knows', patchOf({ '/status': 'Paused' }), '/status'],
    [
      'going private again',
      patchOf({ '/consent/consentToShareReferralWithMicrosoftSellers': false }),
      '/consent/consentToShareReferralWithMicrosoftSellers',
    ],
  ];
  for (const [name, body, target] of refused) {
    it(`refuses ${name}`, async () => {
      const client = new Client();
      const before = (await client.referral(showcase)).text;
      const { status, json } = await patch(client, showcase, body);
      assert.deepEqual([status, json.error.code, json.error.target], [400, 'invalidRequest', target]);
      assert.equal((await client.referral(showcase)).text, before);
      assert.equal('polluted' in {}, false);
    });
  }

  it('takes undocumented paths only when not strict', async () => {
    const body = patchOf({ '/name': 'New name' });
    assert.equal((await patch(new Client(), showcase, body)).status, 204);
    assert.equal((await patch(new Client({ strict: true }), showcase, body)).json.error.target, '/name');
  });

  it('hides from a Referrals user what they may not see', async () => {
    const client = new Client();
    client.token = 'sandbox-user:nobody@litware.example';
    assert.equal((await patch(client, showcase, patchOf({ '/statusReason': 'x' }))).status, 404);
  });
});

describe('Replacing a referral', () => {
  it('needs If-Match, refuses links, and loses what is left out', async () => {
    const client = new Client();
    const { json, text } = await client.referral(showcase);
    const rest = without(json, 'links', 'campaignId');
    const put = (body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
      client.send('PUT', `${collection}/${showcase}`, body, headers);
    const ifMatch = { 'If-Match': json.eTag };
    assert.equal((await put(rest)).json.error.target, 'If-Match');
    assert.equal((await put(text, ifMatch)).json.error.target, 'links');
    assert.equal((await put({ ...rest, id: 'other' }, ifMatch)).json.error.target, 'id');
    assert.equal((await put(rest, { 'If-Match': '"old"' })).status, 412);
    const done = await put({ ...rest, name: 'Renamed', createdDateTime: '2000-01-01T00:00:00Z' }, ifMatch);
    assert.equal(done.status, 200);
    assert.deepEqual(
      [done.json.name, done.json.createdDateTime, 'campaignId' in done.json],
      ['Renamed', json.createdDateTime, false],
    );
    assert.notEqual(done.json.eTag, json.eTag);
    assert.deepEqual(done.json.links, json.links);
  });
});

describe('Conditions', () => {
  it('refuse a stale tag with the documented nested error', async () => {
    const client = new Client();
    const { eTag } = (await client.referral(showcase)).json;
    const body = patchOf({ '/statusReason': 'x' });
    assert.equal((await patch(client, showcase, body, { 'If-Match': eTag })).status, 204);
    const stale = await patch(client, showcase, body, { 'If-Match': eTag });
    assert.equal(stale.status, 412);
    const shape = (error: { code: string; innerError?: { code: string } }): string[] => [
      error.code,
      ...(error.innerError ? shape(error.innerError) : []),
    ];
    assert.deepEqual(shape(stale.json.error).slice(0, 2), shape(JSON.parse(example('nestedError')).error).slice(0, 2));
    assert.equal(shape(stale.json.error).length, 3);
    assert.equal((await patch(client, showcase, body)).status, 204);
    assert.equal((await patch(client, showcase, body, { 'If-Match': '*' })).status, 204);
  });
});

describe('Bodies', () => {
  it('are limited in size and depth, and must be JSON', async () => {
    const client = new Client();
    const huge = JSON.stringify({ notes: 'x'.repeat(4 * 1024 * 1024) });
    const seen: number[] = [];
    for (const [body, headers] of [
      [huge, {}],
      ['['.repeat(100_000), {}],
      [`${'['.repeat(100)}${']'.repeat(100)}`, {}],
      ['nonsense', {}],
      ['', {}],
      ['{}', { 'Content-Type': 'text/plain' }],
      ['{}', { 'Content-Type': 'application/json; charset=utf-8' }],
      ['{"__proto__":{"polluted":1},"type":"Shared","customerProfile":{},"consent":{},"details":{}}', {}],
      ['{"type":"Shared","customerProfile":{},"consent":{},"details":{}}', {}],
    ] as const) {
      seen.push((await client.send('POST', collection, body, headers)).status);
    }
    assert.deepEqual(seen, [413, 400, 400, 400, 400, 415, 400, 400, 200]);
    assert.equal('polluted' in {}, false);
  });
});

function without(value: object, ...names: string[]): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}
