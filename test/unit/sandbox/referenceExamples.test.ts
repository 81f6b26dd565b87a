import assert from 'node:assert/strict';
import { readSeed, SeedError } from '../../../src/sandbox/seed/seed.ts';
import { Client } from './client.ts';
import { example } from './writes.ts';

// The documented requests run in writing.test.ts and lifeCycle.test.ts; here the responses are seeds.
describe('The documented responses, as seeds', () => {
  it('are served character by character: one referral', async () => {
    const seed = example('referral');
    const client = new Client({ seed });
    const { text, headers } = await client.referral('8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77');
    assert.equal(text, seed.trim());
    assert.equal(headers.get('etag'), '"2a00c1f0-0000-0100-0000-69a9b4620000"');
    // Deal of March, long past its term: nothing expires until a call or the clock says so.
    assert.equal((await client.list("$filter=status eq 'New'")).json.value.length, 1);
  });

  it('are served character by character: a list with quirks', async () => {
    const client = new Client({ seed: example('listPage') });
    const { json } = await client.list();
    assert.deepEqual(json.value, JSON.parse(example('listPage')).value);
    assert.equal(json['@odata.nextLink'], undefined);
    assert.equal((await client.list("$filter=customerProfile/address/country eq 'CA'")).json.value.length, 1);
  });

  it('with a comma missing, as the official get sample, are refused with the place', () => {
    const official = example('referral').replace('"ES",', '"ES"');
    const line = official.slice(0, official.indexOf('"ES"')).split('\n').length + 1;
    assert.throws(
      () => [...readSeed(official, 'sample.json')],
      (error) => error instanceof SeedError && error.message.includes(`comma expected at line ${line}, column 7`),
    );
  });
});
