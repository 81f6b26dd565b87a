import assert from 'node:assert/strict';
import fc from 'fast-check';
import { asHeader, readChallenge } from '../../../src/auth/challenge.ts';

const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
const encoded = Buffer.from(claims).toString('base64');

describe('A claims challenge', () => {
  it('is read from the header, in either base64, with or without quotes', () => {
    const spellings = [
      `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common", error="insufficient_claims", claims="${encoded}"`,
      `Bearer claims=${Buffer.from(claims).toString('base64url')}`,
      `Basic realm="x", Bearer error="insufficient_claims", claims = "${encoded}", client_id="y"`,
    ];
    for (const header of spellings) assert.deepEqual(readChallenge(header), { claims });
  });

  it('is nothing else', () => {
    for (const header of [
      undefined,
      '',
      'Bearer',
      'Bearer claims=""',
      'Bearer claims="%%"',
      'Bearer claims="bnVsbA=="',
    ]) {
      assert.equal(readChallenge(header), undefined);
    }
    fc.assert(fc.property(fc.string(), (header) => readChallenge(header) === undefined || header.includes('claims')));
  });

  it('goes to VS Code without anything else that the server wrote into the header', () => {
    const challenge = readChallenge(
      `Bearer authorization_uri="https://evil.example", scope="evil", claims="${encoded}"`,
    );
    const header = asHeader(challenge!);
    assert.doesNotMatch(header, /evil/);
    assert.deepEqual(readChallenge(header), challenge);
  });
});
