import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import odataQuery from 'odata-query';
import { OpenAPIClientAxios, type Document } from 'openapi-client-axios';
import { serveSandbox, type ServedSandbox } from '../../../src/sandbox/http/serveSandbox.ts';

// The package's types describe its CommonJS build; what an ES module imports is the function itself.
const buildQuery = odataQuery as unknown as typeof odataQuery.default;

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../fixtures/${name}.json`, import.meta.url), 'utf8'));
const showcase = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const engagement = 'c9a4e6d2-37b8-4e0d-8f21-5a90d1b7e3c4';

describe('Clients nobody here wrote', () => {
  let sandbox: ServedSandbox;
  before(async () => {
    sandbox = await serveSandbox({ count: 150 });
  });
  after(() => sandbox.close());

  it('read and write through an OpenAPI description (openapi-client-axios)', async () => {
    const api = new OpenAPIClientAxios({
      definition: fixture('partnerReferrals.openapi') as Document,
      withServer: { url: `${sandbox.url}/v1.0/engagements` },
      axiosConfigDefaults: { headers: { Authorization: 'Bearer sandbox-admin' } },
    });
    const client = await api.init();
    const call = async (operation: string, parameters?: object, data?: unknown) => {
      const run = client[operation];
      if (!run) throw new Error(`The description has no ${operation}`);
      return run(parameters as Parameters<typeof run>[0], data, { validateStatus: () => true });
    };

    const page = await call('listReferrals', { $top: 3, $orderby: 'createdDateTime desc' });
    assert.equal(page.data.value.length, 3);

    const made = await call('createReferral', undefined, fixture('reference/createPrivateDeal'));
    assert.equal(made.status, 200);
    const { id, eTag } = made.data;
    assert.equal((await call('getReferral', { id })).data.name, 'Tailspin plant telemetry pilot');

    const won = [
      { op: 'replace', path: '/status', value: 'Closed' },
      { op: 'replace', path: '/substatus', value: 'Won' },
    ];
    const patched = await call('patchReferral', { id, 'If-Match': eTag, Prefer: 'return=representation' }, won);
    assert.deepEqual([patched.status, patched.data.substatus], [200, 'Won']);
    assert.equal((await call('patchReferral', { id, 'If-Match': eTag }, won)).status, 412);

    const { data: before } = await call('getReferral', { id: showcase });
    const { links: _links, ...body } = before;
    const put = await call('putReferral', { id: showcase, 'If-Match': before.eTag }, { ...body, name: 'Renamed' });
    assert.deepEqual([put.status, put.data.name], [200, 'Renamed']);
  });

  it('are understood when they write filters (odata-query)', async () => {
    const find = async (query: Parameters<typeof buildQuery>[0]): Promise<Record<string, unknown>[]> => {
      const response = await fetch(`${sandbox.url}/v1.0/engagements/referrals${buildQuery(query)}`, {
        headers: { Authorization: 'Bearer sandbox-admin' },
      });
      const body = (await response.json()) as { value: Record<string, unknown>[] };
      assert.equal(response.status, 200, JSON.stringify(body));
      return body.value;
    };
    assert.equal((await find({ filter: { engagementId: { type: 'guid', value: engagement } } })).length, 2);
    assert.equal((await find({ filter: { engagementId: engagement } })).length, 2);
    const mine = await find({ filter: { team: { any: { email: 'noor.dewit@litware.example' } }, status: 'New' } });
    assert.ok(mine.length > 0 && mine.every(({ status }) => status === 'New'));
    const either = await find({
      filter: {
        or: [{ status: 'Closed' }, { 'customerProfile/address/country': { ne: 'US' } }],
        not: { type: 'Shared' },
      },
      select: ['id', 'type'],
      orderBy: 'updatedDateTime desc',
      top: 20,
    });
    assert.ok(either.length === 20 && either.every(({ type }) => type === 'Independent'));
    const large = await find({
      filter: { details: { dealValue: { gt: 100_000 } }, createdDateTime: { gt: new Date(0) } },
    });
    assert.ok(large.length > 0);
  });
});
