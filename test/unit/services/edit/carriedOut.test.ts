import assert from 'node:assert/strict';
import { ApiError, type Failure } from '../../../../src/api/failure.ts';
import { mayBeCarriedOut, untilReachable } from '../../../../src/services/edit/carriedOut.ts';

const facts = { status: 0, code: undefined, requestId: undefined, message: undefined };
const unreachable = (code: string): Failure => ({ kind: 'unreachable', code, host: 'x' });

describe('Waiting for the server', () => {
  const waits = async (...failures: Failure[]): Promise<number[]> => {
    const waited: number[] = [];
    const look = async (): Promise<void> => {
      const failure = failures.shift();
      if (failure) throw new ApiError(failure);
    };
    await untilReachable(look, async (ms) => void waited.push(ms));
    return waited;
  };

  it('goes on while it can not be reached, and ends when it answers', async () => {
    assert.deepEqual(await waits(), []);
    assert.deepEqual(await waits(unreachable('ECONNREFUSED'), { kind: 'timeout', afterMs: 1 }), [10_000, 10_000]);
  });

  it('ends with a failure that waiting does not end', async () => {
    await assert.rejects(waits(unreachable('ECONNREFUSED'), { kind: 'signedOut' }), /signedOut/);
  });

  it('is not shorter than the server asks for', async () => {
    for (const kind of ['throttled', 'serverError'] as const) {
      assert.deepEqual(
        await waits({ kind, facts, retryAfterMs: 120_000 }, { kind, facts, retryAfterMs: 3000 }),
        [120_000, 10_000],
      );
    }
    assert.deepEqual(await waits({ kind: 'throttled', facts, retryAfterMs: undefined }), [10_000]);
  });

  it('ends if the server asks for a wait of more than ten minutes, so that the person decides', async () => {
    assert.deepEqual(await waits({ kind: 'throttled', facts, retryAfterMs: 600_000 }), [600_000]);
    await assert.rejects(waits({ kind: 'throttled', facts, retryAfterMs: 600_001 }), /throttled/);
  });
});

describe('A write that failed', () => {
  it('was not carried out if no connection was made, or if its certificate was refused', () => {
    const codes = [
      ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'],
      ...['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'CERT_REVOKED', 'CERT_UNTRUSTED', 'CERT_SIGNATURE_FAILURE'],
      ...['SELF_SIGNED_CERT_IN_CHAIN', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID'],
      ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'INVALID_CA', 'HOSTNAME_MISMATCH'],
      ...['ERR_TLS_HANDSHAKE_TIMEOUT', 'ERR_SSL_WRONG_VERSION_NUMBER'],
    ];
    assert.deepEqual(
      codes.filter((code) => mayBeCarriedOut(unreachable(code))),
      [],
    );
  });

  it('was not carried out if no network led to the server when the connection was to be made', () => {
    for (const code of ['ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN']) {
      assert.equal(mayBeCarriedOut({ kind: 'unreachable', code, host: 'x', syscall: 'connect' }), false, code);
      // A connection that was made reports the same when its route is lost.
      for (const syscall of ['read', 'write', undefined]) {
        assert.equal(mayBeCarriedOut({ kind: 'unreachable', code, host: 'x', syscall }), true, `${code} ${syscall}`);
      }
    }
  });

  it('may have been carried out if the connection ended or the server failed', () => {
    for (const code of ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EPROTO', 'UNKNOWN']) {
      assert.ok(mayBeCarriedOut(unreachable(code)), code);
    }
    assert.ok(mayBeCarriedOut({ kind: 'serverError', facts }));
    assert.ok(mayBeCarriedOut({ kind: 'timeout', afterMs: 1 }));
    assert.equal(mayBeCarriedOut({ kind: 'throttled', facts, retryAfterMs: 1 }), false);
  });

  it('was not carried out if it was not sent, since the time that the server named was not over', () => {
    assert.ok(mayBeCarriedOut({ kind: 'serverError', facts, retryAfterMs: 1 }));
    assert.equal(mayBeCarriedOut({ kind: 'serverError', facts, retryAfterMs: 1, unsent: true }), false);
  });
});
