import assert from 'node:assert/strict';
import type { CallRecord } from '../../../../src/api/policies/callLog.ts';
import { WindowCalls } from '../../../../src/services/calls/windowCalls.ts';

const call: CallRecord = {
  method: 'GET',
  target: '/v1.0/engagements/referrals',
  status: 200,
  problem: undefined,
  durationMs: 1,
  clientRequestId: 'c',
  requestId: 'r',
};

describe('The calls of a window', () => {
  it('are kept with their connection, the latest 500, each with a number of its own', () => {
    const calls = new WindowCalls();
    let changes = 0;
    calls.onDidChange(() => changes++);
    for (let count = 0; count < 600; count++) calls.add(count % 2 === 0 ? 'sandbox' : 'partner-center', call);
    assert.deepEqual([calls.list.length, changes], [500, 600]);
    assert.deepEqual([calls.list[0]?.number, calls.list.at(-1)?.number], [101, 600]);
    assert.deepEqual([calls.list[0]?.connection, calls.list[1]?.connection], ['sandbox', 'partner-center']);
    calls.clear();
    calls.add('sandbox', call);
    // A document of a call that was cleared must not show another one.
    assert.deepEqual([calls.list.length, calls.list[0]?.number, changes], [1, 601, 602]);
  });
});
