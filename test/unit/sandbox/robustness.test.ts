import assert from 'node:assert/strict';
import fc from 'fast-check';
import { anyCharacter } from '../anyCharacter.ts';
import { Client, collection } from './client.ts';

const showcase = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';

const urlText = fc
  .array(
    fc.oneof(
      fc.stringMatching(/^[az09._~!$&'()*+,;=:@/?%-]*$/),
      fc.string({ unit: anyCharacter }).map((text) => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'))),
    ),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(''));

describe('Any request', () => {
  const path = fc.oneof(
    fc.constantFrom(
      '/',
      '/_sandbox/clock',
      '/_sandbox/faults',
      '/_sandbox/nope',
      '/v1.0/referrals?$skiptoken=x',
      collection,
    ),
    urlText.map((tail) => `${collection}/${tail}`),
    urlText.map((query) => `${collection}?${query}`),
    fc
      .tuple(fc.constantFrom('filter', 'orderby', 'select', 'top', 'skip', 'count', 'skiptoken'), fc.string())
      .map(([option, value]) => `${collection}?$${option}=${encodeURIComponent(value)}`),
    fc.constantFrom('', '/', '//', '///', '/x', '?$select=id').map((tail) => `${collection}/${showcase}${tail}`),
  );
  const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS');
  const body = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .record({
        type: fc.jsonValue(),
        customerProfile: fc.jsonValue(),
        consent: fc.jsonValue(),
        details: fc.jsonValue(),
      })
      .map((value) => JSON.stringify(value)),
    fc
      .array(
        fc.record({
          op: fc.constantFrom('add', 'replace', 'remove'),
          path: fc.oneof(
            fc.constantFrom(
              '/status',
              '/team/-',
              '/team/0',
              '/team/0/email',
              '/details',
              '/consent',
              '/registrations/-',
              '/customerProfile/ids/0',
              '/inviteContext',
              '/toString',
            ),
            fc.string().map((text) => `/${text}`),
          ),
          value: fc.jsonValue(),
        }),
        { maxLength: 3 },
      )
      .map((value) => JSON.stringify(value)),
  );
  const headers = fc.record(
    {
      'If-Match': fc.constantFrom('*', '"x"', ''),
      Prefer: fc.constantFrom('return=representation', ';;,'),
      'Content-Type': fc.constantFrom('application/json', 'text/plain', ';'),
      'client-request-id': fc.constantFrom('x', ''),
    },
    { requiredKeys: [] },
  );

  it('gets an answer that is its own fault or a success, never a 500', async () => {
    const client = new Client();
    await fc.assert(
      fc.asyncProperty(method, path, body, headers, async (verb, target, content, extra) => {
        const hasBody = !['GET', 'HEAD'].includes(verb);
        const answer = await client.send(verb, target, hasBody ? content : undefined, extra);
        assert.ok(answer.status < 500, `${verb} ${target} ${content}: ${answer.text}`);
        if (answer.status >= 400 && verb !== 'HEAD') assert.ok(answer.json.error.code);
        await client.send('DELETE', '/_sandbox/faults');
      }),
      { numRuns: 400 },
    );
    assert.equal('polluted' in {}, false);
    for (const item of await client.all()) assert.equal((await client.referral(item.id)).status, 200);
  });
});
