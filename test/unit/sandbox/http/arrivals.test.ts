import assert from 'node:assert/strict';
import { Ajv } from 'ajv';
import schema from '../../../../src/referral/referral.schema.json' with { type: 'json' };
import { Client, collection, type Answer } from '../client.ts';
import { patch, patchOf } from '../writes.ts';

const arrive = (client: Client, given?: unknown): Promise<Answer> => client.send('POST', '/_sandbox/referrals', given);

describe('A referral that arrives', () => {
  it('is incoming, new and pending, and expires in 14 days by the clock of the sandbox', async () => {
    const client = new Client();
    await client.advance(10);
    const { status, json, headers } = await arrive(client, {});
    assert.equal(status, 201);
    assert.deepEqual(
      [json.direction, json.status, json.substatus, json.type, json.externalReferenceId, json.acceptedDateTime],
      ['Incoming', 'New', 'Pending', 'Shared', null, null],
    );
    assert.match(json.createdDateTime, /^2026-06-25T12:00:00/);
    assert.match(json.expirationDateTime, /^2026-07-09T12:00:00/);
    assert.ok(json.details.closingDateTime > json.expirationDateTime);
    assert.equal(json.inviteContext.invitedBy.organizationId, 'msft');
    const read = await client.get(headers.get('location') ?? '');
    assert.deepEqual([read.json, read.headers.get('etag')], [json, json.eTag]);
    assert.equal((await client.list()).json['@odata.count'], 61);
    await client.advance(14.01);
    assert.equal((await client.referral(json.id)).json.substatus, 'Expired');
  });

  it('can be accepted like any other', async () => {
    const client = new Client();
    const { id, eTag } = (await arrive(client)).json;
    const accept = patchOf({ '/status': 'Active', '/substatus': 'Accepted' });
    assert.equal((await patch(client, id, accept, { 'If-Match': eTag })).status, 204);
  });

  it('is a full record by the schema, the same one in each run', async () => {
    const isReferral = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    const run = async (client: Client): Promise<string[]> => {
      const texts: string[] = [];
      for (let count = 0; count < 30; count++) {
        const { text, json } = await arrive(client, {});
        assert.ok(isReferral(json), JSON.stringify(isReferral.errors));
        texts.push(text);
      }
      return texts;
    };
    const client = new Client();
    const first = await run(client);
    assert.equal(new Set(first.map((text) => JSON.parse(text).id)).size, 30);
    await client.send('POST', '/_sandbox/reset');
    assert.deepEqual(await run(client), first);
    assert.deepEqual(await run(new Client()), first);
  });

  it('has the given members, also those that the server sets', async () => {
    const given = {
      id: 'Mine',
      engagementId: 'e1',
      organizationId: 'msft',
      eTag: '"given"',
      customerProfile: { name: 'Contoso', team: [] },
      expirationDateTime: '2026-06-16T00:00:00Z',
      details: { dealValue: 5, notes: null },
      unknown: { a: [1] },
      favorite: null,
    };
    const client = new Client({ seed: '[]' });
    const { json, headers } = await arrive(client, given);
    const { customerProfile, details, ...others } = given;
    for (const [name, value] of Object.entries(others)) assert.deepEqual(json[name], value, name);
    for (const [name, value] of Object.entries(customerProfile)) assert.deepEqual(json.customerProfile[name], value);
    for (const [name, value] of Object.entries(details)) assert.deepEqual(json.details[name], value);
    assert.ok(json.customerProfile.address.country && json.details.currency);
    assert.equal(headers.get('etag'), '"given"');
    assert.match(json.links.self.uri, /Mine$/);
    assert.match(json.links.relatedReferrals.uri, /e1/);
    const list = await client.list("$filter=engagementId eq 'e1'");
    assert.equal(list.json.value.length, 1);
  });

  it('is refused with a misspelt name and with values that no referral has, and nothing arrives', async () => {
    const client = new Client({ seed: '[]' });
    for (const [given, message] of [
      [{ nmae: 'x' }, /"nmae" is not a property of .*Did you mean "name"\?/],
      [{ details: { dealVallue: 5 } }, /at \/details\. Did you mean "dealValue"\?/],
      [{ ReferralProgram: 'MAS' }, /"ReferralProgram" is not .*Did you mean "referralProgram"\?/],
      [{ createdDateTime: 'gestern' }, /\/createdDateTime must be a date/],
      [{ details: { dealValue: 'much' } }, /\/details\/dealValue must be a number/],
      [{ customerProfile: { team: [{ frstName: 'Ana' }] } }, /Did you mean "firstName"\?/],
      [{ etag: '"1"' }, /"etag" is not .*Did you mean "eTag"\?/],
      [{ Id: 'x' }, /Did you mean "id"\?/],
      [{ customerProfile: { Ids: [] } }, /at \/customerProfile\. Did you mean "ids"\?/],
      [{ team: [null, { email: 5 }] }, /^\/team\/1\/email must be/],
      [{ Name: 'x' }, /referral\. Did you mean "name"\? Here names have the case/],
      [{ status: 'Actve' }, /^\/status must be one of .* Did you mean "Active"\?/],
      [{ status: 'active' }, /Did you mean "Active"\?/],
      [{ target: [{ type: 'SolutionProfle', id: 'x' }] }, /^\/target\/0\/type .* Did you mean "SolutionProfile"\?/],
    ] as const) {
      const { status, json } = await arrive(client, given);
      assert.equal(status, 400, JSON.stringify(given));
      assert.match(json.error.message, message);
      assert.doesNotMatch(json.error.innerError?.message ?? '', /in any case/);
    }
    assert.equal((await client.get(collection)).json.value.length, 0);
    const kept = {
      brandNewFromMicrosoft: true,
      '@odata.etag': 'x',
      solutions: [],
      status: 'Paused',
      substatus: 'Won',
      customerProfile: { size: '10to60employees' },
      qualification: 'PartnerQualified',
      team: [null, { firstName: null }],
      target: [{ type: null, id: null }],
      ie: 1,
      date: '2026-01-01',
      note: 'x',
      item: 1,
      details: { dealValue: null, somethingElseAltogether: [] },
    };
    const { status, json } = await arrive(client, kept);
    assert.equal(status, 201, JSON.stringify(json));
    const { details, customerProfile, ...others } = kept;
    for (const [name, value] of Object.entries(others)) assert.deepEqual(json[name], value, name);
    assert.equal(json.customerProfile.size, customerProfile.size);
    assert.deepEqual([json.details.dealValue, json.details.somethingElseAltogether], [null, []]);
  });

  it('is the same after one that was refused', async () => {
    const [first, second] = [new Client({ seed: '[]' }), new Client({ seed: '[]' })];
    for (const given of [{ nmae: 'x' }, [], { details: null }]) {
      assert.equal((await arrive(first, given)).status, 400);
    }
    const [one, other] = [await arrive(first, {}), await arrive(second, {})];
    assert.equal(one.json.id, other.json.id);
    assert.notEqual((await arrive(first, {})).json.id, one.json.id);
  });

  it('has numbers where they were given as text, as the API serves them', async () => {
    const client = new Client({ seed: '[]' });
    const registrations = [
      { type: 'AzureIPCoSell', contract: { value: '180000.50' }, solutionDetails: [{ value: '7' }] },
    ];
    const given = {
      details: { dealValue: '12', notes: '12', somethingElseAltogether: '12' },
      registrations,
      name: '12',
    };
    const { status, json } = await arrive(client, given);
    assert.equal(status, 201, JSON.stringify(json));
    const { details, name } = json;
    assert.deepEqual([details.dealValue, details.notes, details.somethingElseAltogether, name], [12, '12', '12', '12']);
    assert.deepEqual(
      [json.registrations[0].contract.value, json.registrations[0].solutionDetails[0].value],
      [180000.5, 7],
    );
    for (const [filter, found] of [
      ['details/dealValue eq 12', 1],
      ['details/dealValue gt 11 and details/dealValue lt 13', 1],
      ['details/dealValue gt 12', 0],
    ] as const) {
      assert.equal((await client.list(`$filter=${filter}`)).json.value.length, found, filter);
    }
  });

  it('is refused with null in place of an object that every referral has', async () => {
    const client = new Client({ seed: '[]' });
    for (const [given, place] of [
      [{ details: null }, '/details'],
      [{ consent: null }, '/consent'],
      [{ links: null }, '/links'],
      [{ customerProfile: { address: null } }, '/customerProfile/address'],
    ] as const) {
      const { status, json } = await arrive(client, given);
      assert.equal(status, 400, place);
      assert.equal(json.error.message, `${place} must be an object.`);
      assert.equal(json.error.target, place);
    }
    assert.equal((await arrive(client, { inviteContext: null, registrations: null })).status, 201);
  });

  it('takes every record that the sandbox serves, under another id', async () => {
    const served = new Client({ count: 80 });
    const client = new Client({ seed: '[]' });
    let index = 0;
    for (const record of [...(await new Client().list()).json.value, ...(await served.list()).json.value]) {
      const { status, json } = await arrive(client, { ...record, id: `copy-${index++}` });
      assert.equal(status, 201, JSON.stringify(json.error));
    }
    assert.ok(index > 60);
  });

  it('is refused with an id that is taken or none', async () => {
    const client = new Client({ seed: '{"id":"a"}' });
    const statuses: number[] = [];
    for (const given of [
      { id: 'A' },
      { id: '' },
      { id: 5 },
      { id: null },
      [],
      'x',
      '{"details":{"dealValue":1e400}}',
    ]) {
      statuses.push((await arrive(client, given)).status);
    }
    assert.deepEqual(statuses, [409, 400, 400, 400, 400, 400, 400]);
    assert.equal((await client.get(collection)).json.value.length, 1);
  });

  it('gives way to the ids of a seed from an earlier run', async () => {
    const seed = (await arrive(new Client(), {})).text;
    const client = new Client({ seed });
    const { status, json } = await arrive(client, {});
    assert.equal(status, 201);
    assert.notEqual(json.id, JSON.parse(seed).id);
  });

  it('cannot change what objects inherit', async () => {
    const { status, text } = await arrive(new Client(), '{"__proto__":{"polluted":1},"details":{"__proto__":5}}');
    assert.equal(status, 201);
    assert.equal('polluted' in {}, false);
    assert.match(text, /"__proto__":\{"polluted":1\}/);
  });
});
