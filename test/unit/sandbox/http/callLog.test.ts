import assert from 'node:assert/strict';
import { CallLog } from '../../../../src/sandbox/http/callLog.ts';

const call = {
  method: 'PATCH',
  path: '/v1.0/engagements/referrals/a',
  time: '2026-06-15T12:00:00.000Z',
  clientRequestId: null,
  requestId: 'r',
  caller: 'admin',
  userAgent: null,
};

describe('The list of recorded calls', () => {
  it('keeps nothing of calls that it no longer lists, whatever they had to record', () => {
    const log = new CallLog(1_000_000);
    for (let n = 1; n <= 60_000; n++) {
      const running = log.begin(call);
      running.recordRequest(new Headers(), n % 2 === 0 ? 'body' : '');
      running.end(204);
      assert.ok(log.recorded <= log.list().length, String(n));
    }
    assert.equal(log.list().length + log.dropped, 60_000);
  });

  it('keeps as many characters as it may after older calls are no longer listed', () => {
    const log = new CallLog(100_000);
    for (let n = 1; n <= 25_000; n++) log.begin(call).recordRequest(new Headers(), 'ten chars.');
    const kept = log.list().filter(({ requestBody }) => requestBody !== null);
    assert.equal(kept.length, 10_000);
    log.begin(call).recordRequest(new Headers(), 'x'.repeat(99_990));
    assert.equal(log.list().filter(({ requestBody }) => requestBody !== null).length, 2);
  });
});
