import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { Client, collection, type Answer } from '../client.ts';
import { patch, patchOf } from '../writes.ts';

const reason = patchOf({ '/statusReason': 'x' });
const status = async (answer: Promise<Answer>): Promise<number> => (await answer).status;
const deal = (eTag = '"now"'): Client => new Client({ seed: JSON.stringify({ id: 'a', eTag, details: {} }) });

describe('The content type of a request', () => {
  const types: [type: string, taken: boolean][] = [
    ['application/json', true],
    ['APPLICATION/JSON;charset=UTF-8', true],
    ['application/json; charset="utf-8"', true],
    ['application/json;odata.metadata=minimal', true],
    ['', false],
    [';', false],
    ['application/json-patch+json', false],
    ['text/json', false],
    ['text/plain', false],
    ['application/json; charset=utf-16', false],
    ['application/json; charset=iso-8859-1', false],
  ];
  for (const [type, taken] of types) {
    it(`is ${taken ? 'taken' : 'refused with 415'}: "${type}"`, async () => {
      const headers = { 'Content-Type': type, 'If-Match': '*' };
      assert.equal(await status(patch(deal(), 'a', reason, headers)), taken ? 204 : 415);
      assert.equal(await status(deal().send('PUT', `${collection}/a`, '{"details":{}}', headers)), taken ? 200 : 415);
      assert.equal(await status(deal().send('POST', collection, '{}', headers)), taken ? 400 : 415);
    });
  }

  it('is not all that counts: an encoded body is refused with 415', async () => {
    const zipped = await deal().sandbox.fetch(
      new Request(`http://127.0.0.1${collection}/a`, {
        method: 'PATCH',
        headers: {
          Authorization: 'Bearer sandbox-admin',
          'Content-Type': 'application/json',
          'Content-Encoding': 'gzip',
        },
        body: gzipSync(JSON.stringify(reason)),
      }),
    );
    assert.equal(zipped.status, 415);
    assert.match(await zipped.text(), /Content-Encoding: gzip/);
  });

  it('may be with an encoding that is none', async () => {
    for (const encoding of ['identity', 'Identity', '']) {
      assert.equal(await status(patch(deal(), 'a', reason, { 'Content-Encoding': encoding })), 204, encoding);
    }
    assert.equal(await status(patch(deal(), 'a', reason, { 'Content-Encoding': 'identity, gzip' })), 415);
  });

  it('does not matter for the control plane', async () => {
    const headers = { 'Content-Type': 'text/plain' };
    assert.equal(await status(deal().send('POST', '/_sandbox/clock', '{"advanceDays":1}', headers)), 200);
  });
});

describe('Accept', () => {
  const values: [accept: string, taken: boolean][] = [
    ['*/*', true],
    ['application/*', true],
    ['application/json', true],
    ['Application/JSON;odata.metadata=full;q=0.2', true],
    ['text/html,application/xhtml+xml,*/*;q=0.8', true],
    ['application/xml, application/json', true],
    ['text/html;x="a,application/json"', false],
    ['application/xml', false],
    ['text/*', false],
    ['application/json;q=0', false],
    ['application/json;q=0.0, */*', false],
    ['application/xml, */*;q=0', false],
  ];
  for (const [accept, taken] of values) {
    it(`is ${taken ? 'taken' : 'refused with 406'}: ${accept}`, async () => {
      const headers = { Accept: accept };
      const client = deal();
      assert.equal(await status(client.get(`${collection}/a`, headers)), taken ? 200 : 406);
      assert.equal(await status(client.get(collection, headers)), taken ? 200 : 406);
      assert.equal(await status(patch(client, 'a', reason, headers)), taken ? 204 : 406);
      assert.equal((await client.referral('a')).json.statusReason, taken ? 'x' : undefined);
    });
  }
});

describe('If-Match', () => {
  const values: [ifMatch: string, matches: boolean][] = [
    ['"now"', true],
    ['*', true],
    ['"zzz", "now"', true],
    ['"now","zzz"', true],
    ['W/"zzz", "now"', true],
    ['W/"now"', false],
    ['"zzz", W/"now"', false],
    ['"zzz", "yyy"', false],
    ['"x"now"', false],
    ['now', false],
    ['', false],
  ];
  for (const [ifMatch, matches] of values) {
    it(`${matches ? 'matches' : 'does not match'} as ${ifMatch || 'an empty text'}`, async () => {
      assert.equal(await status(patch(deal(), 'a', reason, { 'If-Match': ifMatch })), matches ? 204 : 412);
    });
  }

  it('compares a tag of a seed that is no entity tag as text', async () => {
    assert.equal(await status(patch(deal('once'), 'a', reason, { 'If-Match': 'once' })), 204);
    assert.equal(await status(patch(deal('W/"1"'), 'a', reason, { 'If-Match': 'W/"1"' })), 204);
  });
});

describe('A number in a body', () => {
  const numbers: [literal: string, kept: boolean][] = [
    ['0', true],
    ['-0.0', true],
    ['50000.00', true],
    ['0.1', true],
    ['123456789012345.6', true],
    ['9007199254740992', true],
    ['9007199254740994.0000', true],
    ['1e22', true],
    ['1.7976931348623157e308', true],
    ['1E+0002', true],
    ['0e999', true],
    ['9007199254740993', false],
    ['12345678901234567.89', false],
    ['0.30000000000000001', false],
    ['1e400', false],
    ['-1e400', false],
    ['1e-400', false],
  ];
  for (const [literal, kept] of numbers) {
    it(`is ${kept ? 'taken' : 'refused'}: ${literal}`, async () => {
      const body = `[{"op":"replace","path":"/details/dealValue","value":${literal}}]`;
      const { status, json } = await patch(deal(), 'a', body);
      assert.deepEqual([status, json?.error.target], kept ? [204, undefined] : [400, '/0/value']);
    });
  }

  it('is looked for outside of texts only, and named with its place', async () => {
    const text = patchOf({ '/statusReason': 'ticket 9007199254740993, "1e400"' });
    assert.equal(await status(patch(deal(), 'a', text)), 204);
    const body = '{"a/b":[1,{"~c":12345678901234567890123}]}';
    const { json } = await deal().send('POST', collection, body);
    assert.deepEqual([json.error.target, json.error.innerError.code], ['/a~1b/1/~0c', 'json-body']);
  });
});

describe('A page of another site', () => {
  it('uses up no fault and leaves no call with an image or a link', async () => {
    const client = new Client();
    await client.fault({ status: 500 });
    for (const site of ['cross-site', 'same-site']) {
      const headers = { 'Sec-Fetch-Site': site, 'Sec-Fetch-Mode': 'no-cors' };
      assert.equal(await status(client.get(collection, headers)), 403);
      assert.equal(await status(client.get('/_sandbox/calls', headers)), 403);
      assert.equal(await status(client.get('/', headers)), 200);
    }
    assert.deepEqual((await client.get('/_sandbox/calls')).json.calls, []);
    assert.equal(await status(client.get(collection, { 'Sec-Fetch-Site': 'none' })), 500);
    assert.equal(await status(client.get(collection, { 'Sec-Fetch-Site': 'same-origin' })), 200);
  });
});

describe('An address that there is not', () => {
  it('is refused with that of the control plane, if it resembles it', async () => {
    const messageAt = async (path: string): Promise<string> => (await deal().get(path)).json.error.message;
    assert.match(await messageAt('/sandbox/health'), /Did you mean \/_sandbox\/health\?$/);
    assert.match(await messageAt('/_Sandbox/reset'), /Did you mean \/_sandbox\/reset\?$/);
    assert.match(await messageAt('/sandboxes'), /Referrals are at \/v1\.0\/engagements\/referrals\.$/);
  });
});

describe('The refusal of a token', () => {
  const innerOf = async (authorization: string): Promise<string> => {
    const refused = await deal().get(collection, { Authorization: authorization });
    assert.equal(refused.json.error.code, 'unauthenticated');
    assert.equal(refused.json.error.innerError.code, 'valid-token');
    return refused.json.error.innerError.message;
  };

  it('names the tokens that are taken, and the characters of a space', async () => {
    for (const authorization of ['', 'Bearer eyJhbGciOiJSUzI1NiJ9.e30.x', 'Bearer nobody']) {
      const message = await innerOf(authorization);
      assert.match(message, /sandbox-admin and sandbox-user:<e-mail>.* a-z, 0-9 and -\.$/);
      assert.doesNotMatch(message, /eyJ/);
    }
  });

  const meant: [token: string, form: string][] = [
    ['sandbox-admn', 'sandbox-admin'],
    ['Sandbox-Admin', 'sandbox-admin'],
    ['admin', 'sandbox-admin'],
    ['sandbox-user', 'sandbox-user:<e-mail>'],
    ['sandbox-admin@CI_1', 'sandbox-admin@<space>'],
    ['sandbox-user@ci', 'sandbox-user@<space>:<e-mail>'],
  ];
  for (const [token, form] of meant) {
    it(`tells that ${form} was meant by ${token}`, async () => {
      assert.ok((await innerOf(`Bearer ${token}`)).endsWith(` Did you mean ${form}?`));
    });
  }
});
