import assert from 'node:assert/strict';
import { redacted } from '../../../src/base/redact.ts';

describe('redacting somebody else’s words', () => {
  it('cuts out addresses, tokens, passwords and names in paths, and leaves the rest', () => {
    const token = 'eyJhbGciOiJub25lIn0.eyJ1cG4iOiJtYXJpYUBjb250b3NvLmV4YW1wbGUifQ';
    for (const [said, kept] of [
      ['sent to maria@contoso.example.', 'sent to <e-mail>'],
      [`the token ${token}.sig was refused`, 'the token <token> was refused'],
      [`cut short: ${token.slice(0, 40)}`, 'cut short: <token>'],
      ['http://jane:secret@proxy:8080', 'http://proxy:8080'],
      ['ENOENT /home/jane.doe/.azure', 'ENOENT /home/<user>/.azure'],
      ['AADSTS65001: consent is missing', 'AADSTS65001: consent is missing'],
    ] as const) {
      assert.equal(redacted(said), kept);
    }
  });
});
