import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { rules } from '../../../../src/referral/rules/rules.ts';
import { serveSandbox } from '../../../../src/sandbox/http/serveSandbox.ts';
import { describeSandbox } from '../../../../src/sandbox/openapi/openApi.ts';
import { printOpenApi } from '../../../../src/sandbox/openapi/printOpenApi.ts';
import { Client } from '../client.ts';
import { example } from '../writes.ts';
import { generateClientTypes } from './generateClientTypes.ts';
import { SmallClient, type Referral } from './smallClient.ts';

interface Description {
  readonly servers: readonly { url: string }[];
  readonly paths: Record<string, Record<string, { readonly responses?: Record<string, { description: string }> }>>;
  readonly components: { readonly schemas: Record<string, object> };
}

describe('The OpenAPI description', () => {
  const served = async (): Promise<Description> => (await new Client().get('/_sandbox/openapi.json')).json;

  it('is valid, as served and as shipped', async () => {
    for (const text of [JSON.stringify(await served()), JSON.stringify(describeSandbox())]) {
      const validator = new Validator();
      const { valid, errors } = await validator.validate(JSON.parse(text) as Record<string, unknown>);
      assert.equal(valid, true, JSON.stringify(errors));
      assert.equal(validator.version, '3.1');
    }
    const broken = await new Validator().validate({ ...describeSandbox(), paths: { nope: {} } });
    assert.equal(broken.valid, false);
  });

  it('names the server that serves it', async () => {
    assert.deepEqual((await served()).servers, [{ url: 'http://127.0.0.1:4000' }]);
  });

  it('is what docs/sandbox.openapi.json has', async () => {
    const written = readFileSync(new URL('../../../../docs/sandbox.openapi.json', import.meta.url), 'utf8');
    assert.equal(written, await printOpenApi(), 'Run "npm run generate".');
  });

  it('has schemas of JSON Schema 2020-12 that take what the sandbox serves', async () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: 'sandbox', components: (await served()).components });
    const isA = (name: string) => ajv.compile({ $ref: `sandbox#/components/schemas/${name}` });
    const client = new Client({ count: 200, recordBodies: true });
    await client.fault({ path: 'never', times: 0, status: 500 });
    const check = (name: string, value: unknown): void => {
      const validate = isA(name);
      assert.ok(validate(value), `${name}: ${JSON.stringify(validate.errors)}`);
    };
    check('referralPage', (await client.list()).json);
    check('refusal', (await client.list('$filter=x')).json);
    check('refusal', (await client.get('/_sandbox/nope')).json);
    await client.fault({ status: 429 });
    check('throttling', (await client.list()).json);
    client.token = 'sandbox-no-mfa';
    check('tokenRefusal', (await client.list()).json);
    for (const call of (await client.get('/_sandbox/calls')).json.calls) check('call', call);
    for (const fault of (await client.get('/_sandbox/faults')).json.faults) check('armedFault', fault);
    const webhook = { url: 'http://127.0.0.1:1', behaviour: { delayMs: 600_000 } };
    assert.ok(isA('webhook')(webhook));
    await client.send('POST', '/_sandbox/webhooks', webhook);
    for (const each of (await client.get('/_sandbox/webhooks')).json.webhooks) check('registeredWebhook', each);
    client.sandbox.close();
    assert.equal(isA('webhook')({ ...webhook, events: ['nope'] }), false);
    assert.equal(isA('referralPage')({ value: [{ id: 5 }] }), false);
    assert.equal(isA('fault')({ nope: 1 }), false);
    assert.deepEqual(
      ['PTCH', 'PATCH', 'patch'].map((method) => isA('fault')({ method })),
      [false, true, true],
    );
    assert.equal(isA('throttling')({ error: { code: 'x', message: 'x' } }), false);
  });

  it('has the response of the gateway for each call of the API', async () => {
    for (const [path, operations] of Object.entries((await served()).paths)) {
      for (const [method, { responses }] of Object.entries(operations)) {
        if (!path.startsWith('/v1.0/') || !responses) continue;
        assert.match(JSON.stringify(responses['429']), /"#\/components\/schemas\/throttling"/, `${method} ${path}`);
      }
    }
  });

  it('has the control plane with all of its methods', async () => {
    const { paths } = await served();
    const client = new Client();
    const known = (await client.get('/_sandbox/zzzzzzzzzzzzzzzzzzzzzzzzzz')).json.error.message as string;
    const addresses = [...known.matchAll(/\/_sandbox\/[a-z/]+(?:\.json)?/g)].map(([address]) => address).slice(1);
    assert.deepEqual(
      Object.keys(paths)
        .filter((path) => path.startsWith('/_sandbox/'))
        .sort(),
      addresses.sort(),
    );
    for (const address of addresses) {
      const { headers } = await client.send('PATCH', address, '{}');
      const methods = Object.keys(paths[address] ?? {}).filter((name) => name !== 'parameters');
      assert.equal(methods.join(', ').toUpperCase(), headers.get('allow'), address);
    }
  });

  it('has each rule with its status, except those about what is not there', async () => {
    const { paths } = await served();
    const listed = new Map<string, Set<string>>();
    for (const operations of Object.values(paths)) {
      for (const { responses = {} } of Object.values(operations)) {
        for (const [status, { description }] of Object.entries(responses)) {
          for (const [, id = ''] of description.matchAll(/^- `([\w-]+)`/gm)) {
            listed.set(id, (listed.get(id) ?? new Set()).add(status));
          }
        }
      }
    }
    const missing = Object.keys(rules).filter((id) => !listed.has(id));
    assert.deepEqual(missing, ['known-address', 'known-method']);
    for (const [id, { status }] of Object.entries(rules)) {
      if (listed.has(id)) assert.deepEqual([...(listed.get(id) ?? [])], [String(status)], id);
    }
  });
});

describe('A client that openapi-typescript makes of the description', () => {
  it('has the types that are checked with the tests', async () => {
    const written = readFileSync(new URL('./clientTypes.generated.ts', import.meta.url), 'utf8');
    assert.equal(written, await generateClientTypes(), 'Run "npm run generate".');
  });

  it('reads, pages and writes', async () => {
    const sandbox = await serveSandbox({ count: 250 });
    try {
      const client = new SmallClient(sandbox.url, 'sandbox-admin');
      const found: Referral[] = [];
      for await (const referral of client.list("direction eq 'Outgoing'")) found.push(referral);
      assert.ok(found.length > 100 && new Set(found.map(({ id }) => id)).size === found.length);
      const made = await client.create(JSON.parse(example('createPrivateDeal')) as Referral);
      const { id = '', eTag = '' } = made;
      assert.equal(await client.setValue(id, eTag ?? '', 5), undefined);
      assert.equal((await client.read(id))?.details?.dealValue, 5);
      assert.equal(await client.setValue(id, eTag ?? '', 6), 'preconditionFailed');
      await client.failOnce(503);
      assert.equal(await client.read(id), undefined);
      assert.equal((await client.statuses()).at(-1), 503);
    } finally {
      await sandbox.close();
    }
  });
});
