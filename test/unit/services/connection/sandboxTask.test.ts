import assert from 'node:assert/strict';
import { ApiError } from '../../../../src/api/failure.ts';
import { lineFor, readReceiver, readSandboxTask } from '../../../../src/services/connection/sandboxTask.ts';
import { aCall, aFinding } from '../calls/aCall.ts';

const reasonOf = (task: () => unknown): string => {
  try {
    task();
  } catch (error) {
    assert.ok(error instanceof ApiError && error.failure.kind === 'sandbox');
    return error.failure.reason;
  }
  return '';
};

describe('A task that runs the sandbox', () => {
  it('chooses what it names, and leaves the rest to the settings', () => {
    assert.deepEqual(readSandboxTask({ type: 'partner-sandbox' }), { choices: {}, webhooks: [] });
    assert.deepEqual(
      readSandboxTask({ port: 4010, count: 0, strict: true, lenient: false, webhooks: 'http://localhost:7071' }),
      {
        choices: { port: 4010, count: 0, strict: true, lenient: false },
        webhooks: ['http://localhost:7071/'],
      },
    );
    assert.deepEqual(readSandboxTask({ seed: '/tmp/a.json', webhooks: ['http://127.0.0.1:1/a', 'http://[::1]:2/b'] }), {
      choices: { seedFile: '/tmp/a.json' },
      webhooks: ['http://127.0.0.1:1/a', 'http://[::1]:2/b'],
    });
  });

  for (const [definition, expected] of [
    [{ seed: 'a', count: 1 }, /both seed and count.*Leave one out/],
    [{ strict: true, lenient: true }, /both strict and lenient/],
    [{ port: '4010' }, /port must be a whole number from 0 to 65535/],
    [{ port: 65_536 }, /port must be/],
    [{ count: -1 }, /count must be a whole number from 0 to 1000000/],
    [{ count: 1.5 }, /count must be/],
    [{ seed: ' ' }, /seed must be a text/],
    [{ strict: 'yes' }, /strict must be true or false/],
    [{ webhooks: [7071] }, /webhooks must be a text/],
    [{ webhooks: 'https://example.com/' }, /receiver of webhooks has an address on this machine/],
    [{ webhooks: '' }, /webhooks must be a text/],
  ] as const) {
    it(`is refused with a sentence: ${JSON.stringify(definition)}`, () => {
      assert.match(
        reasonOf(() => readSandboxTask(definition)),
        expected,
      );
    });
  }

  it('has receivers on this machine only', () => {
    assert.equal(readReceiver(' http://127.0.0.1:7071/a?b '), 'http://127.0.0.1:7071/a?b');
    for (const address of ['', '7071', 'localhost:7071', 'ftp://127.0.0.1/', 'http://127.0.0.1.example.com/']) {
      assert.notEqual(
        reasonOf(() => readReceiver(address)),
        '',
        address,
      );
    }
  });

  it('prints a line for each call of a program and for each new finding', () => {
    assert.equal(lineFor(aCall()), '10:42:03.250 GET /v1.0/engagements/referrals 200 12 ms admin');
    assert.equal(lineFor(aCall({ status: null })), '10:42:03.250 GET /v1.0/engagements/referrals - 12 ms admin');
    assert.equal(lineFor(aFinding()), 'warning if-match-missing: A PATCH was sent without If-Match.');
    for (const quiet of [
      undefined,
      aCall({ duration: null }),
      aCall({ userAgent: 'partner-referrals/0.1.0' }),
      aFinding({ count: 2 }),
    ]) {
      assert.equal(lineFor(quiet), undefined);
    }
  });

  it('prints no control characters, which a terminal obeys', () => {
    const line = lineFor(aCall({ path: '/\u001b[2J\r\n\u009bx', caller: 'user a\u0007' }));
    assert.doesNotMatch(line ?? '', /\p{Cc}/u);
  });
});
