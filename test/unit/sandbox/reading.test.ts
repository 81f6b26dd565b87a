import assert from 'node:assert/strict';
import { Ajv } from 'ajv';
import schema from '../../../src/referral/referral.schema.json' with { type: 'json' };
import { Client, collection } from './client.ts';

const showcase = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';

describe('The sandbox, read by its clients', () => {
  it('finds a referral by id whatever its case', async () => {
    const client = new Client();
    const answer = await client.referral(showcase.toUpperCase());
    assert.equal(answer.status, 200);
    assert.equal(answer.json.id, showcase);
    assert.equal(answer.json.name, 'Woodgrove branch security refresh');
    assert.equal(answer.headers.get('etag'), answer.json.eTag);
    assert.equal(answer.json.expirationDateTime, '2026-06-21T12:00:00.4820915Z');
  });

  it('answers with the headers of the service', async () => {
    const client = new Client();
    const { headers } = await client.get(collection, { 'client-request-id': 'my-id' });
    assert.equal(headers.get('client-request-id'), 'my-id');
    assert.match(headers.get('request-id') ?? '', /^[0-9a-f-]{36}$/);
    assert.match(headers.get('timestamp') ?? '', /^2026-06-15T12:00:00\.\d{7}Z$/);
    assert.ok(JSON.parse(headers.get('x-ms-ags-diagnostic') ?? ''));
  });

  it('refuses unknown ids, paths and methods in the shape of the API', async () => {
    const client = new Client();
    const seen = [
      await client.referral('00000000-0000-0000-0000-000000000000'),
      await client.get('/v1.0/engagments/referrals'),
      await client.get('/v1.0/referrals'),
      await client.get(`${collection}/a/b`),
      await client.get(`${collection}/%ff`),
      await client.send('DELETE', collection),
      await client.send('DELETE', `${collection}/${showcase}`),
    ].map(({ status, json }) => `${status} ${json.error.code}`);
    assert.deepEqual(seen, [...Array(5).fill('404 itemNotFound'), ...Array(2).fill('405 invalidRequest')]);
  });

  it('takes one or two slashes behind the id, as the connector writes them', async () => {
    const client = new Client();
    assert.equal((await client.referral(`${showcase}/`)).status, 200);
    assert.equal((await client.referral(`${showcase}//`)).status, 200);
    assert.equal((await client.referral(`${showcase}///`)).status, 404);
  });

  it('tells callers apart by the fixed tokens', async () => {
    const client = new Client();
    const seen: string[] = [];
    for (const token of ['sandbox-app', 'sandbox-no-mfa', 'sandbox-no-role', 'other', 'sandbox-user:']) {
      client.token = token;
      const { status, json } = await client.list();
      seen.push(`${status} ${json.error?.code ?? json.code}`);
    }
    const none = await client.sandbox.fetch(new Request(`http://127.0.0.1${collection}`));
    assert.equal(none.headers.get('www-authenticate'), 'Bearer');
    assert.deepEqual(seen, [
      '400 invalidRequest',
      '401 900421',
      '403 accessDenied',
      '401 unauthenticated',
      '401 unauthenticated',
    ]);
    assert.equal(none.status, 401);
  });

  it('shows a Referrals user only deals that have them on the team', async () => {
    const client = new Client();
    const all = await client.all();
    client.token = 'sandbox-user:NOOR.dewit@litware.example';
    const own = await client.all();
    assert.ok(own.length > 5 && own.length < all.length);
    const hidden = all.find(({ id }) => !own.some((item) => item.id === id));
    assert.equal((await client.referral(hidden?.id ?? '')).status, 404);
    assert.equal((await client.referral(own[0]?.id ?? '')).status, 200);
    client.token = 'sandbox-user:nobody@litware.example';
    assert.deepEqual((await client.list()).json.value, []);
  });

  it('has a sample that shows everything a list can hold and fits the schema', async () => {
    const client = new Client();
    const { value } = (await client.list()).json;
    const validate = new Ajv({
      allowUnionTypes: true,
      validateFormats: false,
      keywords: ['x-closed', 'enumDescriptions'],
    }).compile(schema);
    for (const item of value) assert.ok(validate(item), JSON.stringify(validate.errors));
    assert.equal(value.length, 60);
    const all = (read: (item: never) => unknown): string => [...new Set(value.map(read))].sort().join(' ');
    assert.equal(
      all(({ status, substatus }) => [status, substatus].join('/')),
      'Active/Accepted Closed/Declined Closed/Error Closed/Expired Closed/Lost Closed/Won New/Pending New/Received None/None Paused/OnHold',
    );
    assert.equal(
      all(({ type }) => type),
      'Independent Shared',
    );
    assert.equal(
      all(({ qualification }) => qualification),
      'Direct MarketingQualified None PartnerQualified SalesQualified',
    );
    assert.equal(
      all(({ direction }) => direction),
      'Incoming Outgoing',
    );
    assert.equal(
      all(({ registrationStatus }) => registrationStatus),
      'ActionRequired Approved Closed Failed MarketplaceValidationPending None Passed ReviewPending',
    );
    const digits = all(({ createdDateTime }) => /\.(\d*)Z/.exec(createdDateTime)?.[1]?.length ?? 0);
    assert.equal(digits, '0 6 7');
    const sizes = new Map<string, number>();
    for (const { engagementId } of value) sizes.set(engagementId, (sizes.get(engagementId) ?? 0) + 1);
    assert.deepEqual([...new Set(sizes.values())].sort(), [1, 2, 3]);
    assert.equal(new Set(value.map(({ id }: { id: string }) => id)).size, 60);
  });

  it('makes the same sample every time, and as many as asked', async () => {
    const [one, other] = [new Client({ count: 250 }), new Client({ count: 250 })];
    assert.equal((await one.list()).text, (await other.list()).text);
    assert.equal((await one.all()).length, 250);
    assert.deepEqual((await one.all()).slice(0, 60), (await new Client().all()).slice(0, 60));
  });

  it('closes a get answer of its own data with the context, as the service does', async () => {
    const client = new Client();
    assert.match((await client.referral(showcase)).json['@odata.context'], /\$metadata#Referrals\/\$entity$/);
  });
});
