import assert from 'node:assert/strict';
import fc from 'fast-check';
import { referralSchema } from '../../../src/referral/rules/schema.ts';
import { Client, collection, type Answer } from './client.ts';
import { create, example, patch, patchOf } from './writes.ts';

const privateDeal = (): Record<string, never> => JSON.parse(example('createPrivateDeal'));
const shared = { consentToToShareInfoWithOthers: true, consentToShareReferralWithMicrosoftSellers: true };

const post = (client: Client, changes: object): Promise<Answer> =>
  client.send('POST', collection, { ...privateDeal(), ...changes });

const findings = async (client: Client): Promise<{ rule: string; message: string; count: number }[]> =>
  (await client.get('/_sandbox/findings')).json.findings.filter(({ rule }: { rule: string }) => aboutBodies.has(rule));
const aboutBodies = new Set(['type-follows-consent', 'dropped-value']);

describe('The body of a POST', () => {
  it('has no names that a client made up', async () => {
    const client = new Client();
    for (const [changes, target, meant] of [
      [{ emailAddress: 'x' }, '/emailAddress', ''],
      [{ team: [{ emailAddress: 'a@x.example' }] }, '/team/0/emailAddress', 'Did you mean "email"?'],
      [{ details: { closeDate: '2026-10-30T00:00:00Z' } }, '/details/closeDate', 'Did you mean "closingDateTime"?'],
      [{ customerProfile: { adress: {} } }, '/customerProfile/adress', 'Did you mean "address"?'],
      [{ customerProfile: { size: 'Unknown' } }, '/customerProfile/size', 'must be one of 1to9employees'],
      [{ forecast: 1 }, '/forecast', 'not a property of referral'],
    ] as const) {
      const { status, json } = await post(client, changes);
      assert.deepEqual([status, json.error.target], [400, target]);
      assert.ok(json.error.message.includes(meant), json.error.message);
    }
    assert.equal(client.sandbox.size, 60);
  });

  it('has a known direction, although the server sets its own', async () => {
    const client = new Client();
    const { status, json } = await post(client, { direction: 'Sideways' });
    assert.deepEqual([status, json.error?.target, json.error?.innerError?.code], [400, '/direction', 'closed-list']);
    assert.equal((await create(client, { direction: 'Incoming' })).direction, 'Outgoing');
    const { id, eTag } = await create(client);
    const body = { ...privateDeal(), direction: 'Sideways' };
    const put = await client.send('PUT', `${collection}/${id}`, body, { 'If-Match': eTag });
    assert.deepEqual([put.status, put.json.error?.target], [400, '/direction']);
  });

  it('may have the annotations of a response, which are ignored', async () => {
    const client = new Client();
    const annotations = { '@odata.context': 'x', '@odata.etag': 'x', '@odata.type': '#x' };
    const { id, eTag, ...made } = await create(client, annotations);
    assert.deepEqual(
      Object.keys(made).filter((name) => name.startsWith('@') && name !== '@odata.context'),
      [],
    );
    const body = { ...privateDeal(), ...annotations };
    const put = await client.send('PUT', `${collection}/${id}`, body, { 'If-Match': eTag });
    assert.equal(put.status, 200, put.text);
    assert.ok(!put.text.includes('@odata.etag'));
    assert.equal((await post(client, { '@odta.type': 'x' })).status, 400);
  });

  it('has no number as text that would be rounded', async () => {
    const client = new Client();
    const details = (dealValue: string): object => ({
      details: { ...(privateDeal()['details'] as unknown as object), dealValue },
    });
    for (const dealValue of ['12345678901234567890.123', '0.1234567890123456789', '9007199254740993']) {
      const { status, json } = await post(client, details(dealValue));
      assert.deepEqual([status, json.error?.target], [400, '/details/dealValue'], dealValue);
    }
    assert.equal((await create(client, details('50000.00'))).details.dealValue, 50000);
    assert.equal((await create(client, details('9007199254740992'))).details.dealValue, 9007199254740992);
  });

  it('gets the type that follows from consent, and a finding if it says another', async () => {
    const client = new Client();
    const made = await create(client, { consent: shared, type: 'Independent' });
    assert.equal(made.type, 'Shared');
    assert.equal((await create(client, { type: 'Shared' })).type, 'Independent');
    await create(client, { type: 'Independent' });
    await create(client, { consent: shared, type: 'Shared' });
    assert.deepEqual(
      (await findings(client)).map(({ rule, count }) => [rule, count]),
      [
        ['type-follows-consent', 1],
        ['type-follows-consent', 1],
      ],
    );
  });
});

describe('A change of consent', () => {
  it('changes the type', async () => {
    const client = new Client();
    const { id } = await create(client);
    await patch(client, id, patchOf({ '/consent/consentToShareReferralWithMicrosoftSellers': true }));
    assert.equal((await client.referral(id)).json.type, 'Shared');
    assert.deepEqual(await findings(client), []);
  });

  it('leaves the type of a seed alone until then', async () => {
    const client = new Client({ seed: '{"id":"a","type":"Shared","status":"New","substatus":"Pending"}' });
    await patch(client, 'a', patchOf({ '/substatus': 'Received' }));
    assert.equal((await client.referral('a')).json.type, 'Shared');
  });
});

describe('With --lenient', () => {
  it('drops what is unknown and lists it', async () => {
    const client = new Client({ lenient: true });
    const made = await create(client, {
      forecast: 1,
      qualification: 'Foo',
      team: [{ emailAddress: 'x', email: 'a@x.example' }],
    });
    assert.deepEqual([made.forecast, made.qualification, made.team], [undefined, 'None', [{ email: 'a@x.example' }]]);
    const found = await findings(client);
    assert.deepEqual(
      found.map(({ rule }) => rule),
      ['dropped-value', 'dropped-value', 'dropped-value'],
    );
    assert.deepEqual(
      found.map(({ message }) => message.split(' ')[0]),
      ['/qualification', '/team/0/emailAddress', '/forecast'],
    );
    const { status } = await patch(client, made.id, patchOf({ '/qualification': 'Foo', '/details/notes': 'kept' }));
    const after = (await client.referral(made.id)).json;
    assert.deepEqual([status, after.qualification, after.details.notes], [204, 'None', 'kept']);
  });

  it('takes the type from consent if the one that was sent is unknown, but not if none was sent', async () => {
    const client = new Client({ lenient: true });
    assert.equal((await create(client, { type: 'Foo', consent: shared })).type, 'Shared');
    const { type: _type, ...untyped } = privateDeal();
    const { status, json } = await client.send('POST', collection, untyped);
    assert.deepEqual([status, json.error.target], [400, 'type']);
  });

  it('still refuses wrong types, impossible dates, unknown paths and names in queries', async () => {
    const client = new Client({ lenient: true });
    const { id } = await create(client);
    for (const changes of [
      patchOf({ '/details/dealValue': 'much' }),
      patchOf({ '/details/closingDateTime': '2026-02-31T00:00:00Z' }),
      patchOf({ '/details/closeDate': 'x' }),
    ]) {
      assert.equal((await patch(client, id, changes)).status, 400);
    }
    assert.deepEqual(await findings(client), []);
  });
});

describe('PUT', () => {
  const put = async (client: Client, id: string, body: unknown): Promise<Answer> =>
    client.send('PUT', `${collection}/${id}`, body, { 'If-Match': '*' });

  it('keeps what may not change, and needs what a deal must have', async () => {
    const client = new Client();
    const { id } = await create(client);
    const before = (await client.referral(id)).text;
    assert.equal((await put(client, id, {})).json.error.target, 'type');
    const { links, consent, ...rest } = JSON.parse(before);
    assert.ok(links && consent);
    assert.equal((await put(client, id, rest)).json.error.target, 'consent');
    assert.equal((await client.referral(id)).text, before);
  });

  it('takes members that the stored referral has, unknown ones too, and no others', async () => {
    const seed = { id: 'a', status: 'New', substatus: 'Pending', crm: 1, team: [{ email: 'a', badge: 7 }] };
    const client = new Client({ seed: JSON.stringify(seed) });
    const done = await put(client, 'a', { ...seed, crm: 2, team: [{ email: 'b', badge: 8 }] });
    assert.deepEqual([done.status, done.json.crm, done.json.team[0].badge], [200, 2, 8]);
    assert.equal((await put(client, 'a', { ...seed, crn: 2 })).json.error.target, '/crn');
  });

  it('has known words of closed lists for what only the server sets, as a POST has, and the rest is ignored', async () => {
    const client = new Client();
    const { links: _links, ...rest } = await create(client);
    for (const [name, value, isRefused] of [
      ['direction', 'Sideways', true],
      ['closedDateTime', '2026-02-30T99:00:00Z', false],
      ['createdDateTime', '', false],
      ['isSpam', 'perhaps', false],
      ['tags', 5, false],
    ] as const) {
      const answers = [
        await put(client, rest.id, { ...rest, [name]: value }),
        await client.send('POST', collection, { ...privateDeal(), [name]: value }),
      ];
      for (const { status, json } of answers) {
        assert.deepEqual([status, json.error?.target], isRefused ? [400, `/${name}`] : [200, undefined], name);
      }
    }
  });

  it('can not move a deal to another location with --strict', async () => {
    const client = new Client({ strict: true });
    const { links: _links, ...located } = await create(client, { mpnId: '4711' });
    const refused = await put(client, located.id, { ...located, MpnId: '999' });
    const { code } = refused.json.error.innerError;
    assert.deepEqual([refused.status, refused.json.error.target, code], [400, '/mpnId', 'portal-fixed']);
    for (const mpnId of ['4711', null, undefined]) {
      const { json } = await put(client, located.id, { ...located, mpnId, name: `With ${mpnId}` });
      assert.deepEqual([json.mpnId, json.name], ['4711', `With ${mpnId}`]);
    }
  });

  it('says as PATCH does that a location is fixed, not that the server sets it', async () => {
    for (const [strict, code] of [
      [false, 'server-set'],
      [true, 'portal-fixed'],
    ] as const) {
      const client = new Client({ strict });
      const { id } = await create(client, { mpnId: '4711' });
      const { status, json } = await patch(client, id, patchOf({ '/mpnId': '999' }));
      assert.deepEqual([status, json.error.innerError.code], [400, code]);
      assert.equal(json.error.message, '/mpnId is fixed when the deal is created and cannot be changed.');
    }
  });

  it('keeps nested values that only the server sets', async () => {
    const client = new Client();
    const made = await create(client, {
      customerProfile: { ...JSON.parse(example('createPrivateDeal')).customerProfile, isMatchingComplete: true },
    });
    assert.equal('isMatchingComplete' in made.customerProfile, false);
    assert.equal(
      (await patch(client, made.id, patchOf({ '/customerProfile/isMatchingComplete': true }))).json.error.innerError
        .code,
      'server-set',
    );
  });
});

describe('A registration', () => {
  it('can not be overwritten, whatever its status', async () => {
    const registrations = [
      { id: 'r', type: 'AzureIPCoSell', status: 'Approved', registrationDateTime: '2026-05-01T00:00:00Z' },
    ];
    const consent = { consentToShareReferralWithMicrosoftSellers: true };
    const deal = { id: 'a', status: 'Closed', substatus: 'Won', consent, registrations };
    for (const status of ['Approved', 'ReviewPending']) {
      const client = new Client({
        seed: JSON.stringify({ ...deal, registrations: [{ ...registrations[0], status }] }),
      });
      const before = (await client.referral('a')).text;
      for (const op of ['add', 'replace']) {
        for (const path of ['/registrations/0', '/registrations']) {
          const answer = await patch(client, 'a', [
            { op, path, value: { ...registrations[0], status: 'ReviewPending' } },
          ]);
          assert.deepEqual([answer.status, answer.json.error.innerError.code], [400, 'registration-path']);
        }
      }
      assert.equal((await client.referral('a')).text, before);
    }
  });
});

describe('An empty patch', () => {
  it('changes nothing, not even the eTag', async () => {
    const client = new Client({ seed: '{"id":"a","eTag":"\\"t\\""}' });
    assert.equal((await patch(client, 'a', [], { 'If-Match': '"t"' })).status, 204);
    assert.equal((await client.referral('a')).headers.get('etag'), '"t"');
    assert.equal((await patch(client, 'a', [], { 'If-Match': '"old"' })).status, 412);
  });
});

describe('A name with a typo', () => {
  it('is refused at every place of a POST, and the right one is taken', async () => {
    const client = new Client();
    const whole = privateDeal();
    const places: string[][] = [];
    const visit = (value: unknown, path: string[]): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [name, item] of Object.entries(value)) {
        if (!Array.isArray(value)) places.push([...path, name]);
        visit(item, [...path, name]);
      }
    };
    visit(whole, []);
    assert.ok(places.length > 30 && Object.keys(referralSchema.properties ?? {}).length > 30);
    // With a 1, addressLine2 is as close to addressLine1.
    const letter = fc.constantFrom('x', 'q', '_');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), letter, fc.nat(), async (place, extra, at) => {
        const body = structuredClone(whole);
        const parent = place.slice(0, -1).reduce<Record<string, never>>((node, name) => node[name] as never, body);
        const name = place.at(-1) ?? '';
        const cut = at % (name.length + 1);
        Object.assign(parent, { [name.slice(0, cut) + extra + name.slice(cut)]: parent[name] });
        const { status, json } = await client.send('POST', collection, body);
        assert.deepEqual([status, json.error.innerError.code], [400, 'unknown-property']);
        assert.ok(json.error.message.includes(`Did you mean "${name}"`), json.error.message);
      }),
      { numRuns: 150 },
    );
  });
});
