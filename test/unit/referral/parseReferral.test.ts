import assert from 'node:assert/strict';
import { parseReferral } from '../../../src/referral/parseReferral.ts';

describe('parsing a referral', () => {
  it('tells line and column of the first mistake, as in the official sample', async () => {
    const text = ['{', '  "id": "1",', '  "country": "US"', '  "region": "Washington"', '}'].join('\n');
    assert.deepEqual(await parseReferral(text), {
      ok: false,
      problem: { kind: 'malformed', line: 4, column: 3, what: 'comma expected' },
    });
  });

  it('refuses comments, trailing commas, nothing at all and what is cut off', async () => {
    for (const text of ['{"id":"1"} // x', '{"id":"1",}', '', '{"id":"1"']) {
      const parsed = await parseReferral(text);
      assert.equal(!parsed.ok && parsed.problem.kind, 'malformed', text);
    }
  });

  it('tells the place of a comment and of a trailing comma', async () => {
    for (const [text, column] of [
      ['{"id":"1"} // x', 12],
      ['{"id":"1",}', 11],
    ] as const) {
      const parsed = await parseReferral(text);
      assert.ok(!parsed.ok && parsed.problem.kind === 'malformed');
      assert.deepEqual([parsed.problem.line, parsed.problem.column], [1, column], text);
    }
  });

  it('says why other JSON is no referral', async () => {
    for (const [text, what] of [
      ['[]', 'not an object but an array'],
      ['null', 'not an object but null'],
      ['"x"', 'not an object but a string'],
      ['{}', 'an object without a string "id"'],
      ['{"id":5}', 'an object without a string "id"'],
    ] as const) {
      assert.deepEqual(await parseReferral(text), { ok: false, problem: { kind: 'notAReferral', what } });
    }
  });

  it('reads what is usable and leaves out what is not', async () => {
    const parsed = await parseReferral(
      JSON.stringify({
        id: 'ABC',
        name: '',
        customerProfile: { name: 'Contoso', address: null },
        details: { dealValue: '10000', currency: 7 },
        status: 'Later',
        team: 5,
        inviteContext: [],
      }),
    );
    assert.ok(parsed.ok);
    const { id, name, customerName, dealValue, currency, status, customerCity } = parsed.summary;
    assert.deepEqual(
      { id, name, customerName, dealValue, currency, status, customerCity },
      {
        id: 'abc',
        name: undefined,
        customerName: 'Contoso',
        dealValue: 10000,
        currency: undefined,
        status: 'Later',
        customerCity: undefined,
      },
    );
  });
});
