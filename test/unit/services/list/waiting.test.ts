import assert from 'node:assert/strict';
import type { Failure } from '../../../../src/api/failure.ts';
import { emptyState, type ListState } from '../../../../src/services/list/listState.ts';
import { messageChange, waitWords } from '../../../../src/services/list/waiting.ts';
import { useZone } from '../../zone.ts';
import { minute, StagedServer } from './stagedServer.ts';

const facts = { status: 429, code: undefined, requestId: undefined, message: undefined };
const throttled = (retryAfterMs: number | undefined): Failure => ({ kind: 'throttled', facts, retryAfterMs });
const failedAt = Date.parse('2026-11-20T10:42:10.200Z');
const state = (failure: Failure | undefined, more: Partial<ListState> = {}): ListState => ({
  ...emptyState('sandbox'),
  failure,
  failedAt: failure && failedAt,
  ...more,
});

describe('the time that a server asked to wait', () => {
  useZone('UTC');
  const words = (of: ListState, at: number): string | undefined => waitWords(of, at, 'en-GB');

  it('is told as a time of day until it is over, and then no more', () => {
    const of = state(throttled(20_000));
    for (const after of [0, 10_000, 19_999]) assert.equal(words(of, failedAt + after), 'Try again after 10:42:31.');
    for (const after of [20_000, 90_000]) assert.equal(words(of, failedAt + after), 'Try again.');
  });

  it('is a minute if the server named none', () => {
    const of = state(throttled(undefined));
    assert.equal(words(of, failedAt), 'Try again after 10:43:11.');
    assert.equal(words(of, failedAt + minute), 'Try again.');
  });

  it('is told of a failing server too if it named one', () => {
    const failing = (retryAfterMs?: number): ListState =>
      state({ kind: 'serverError', facts, ...(retryAfterMs !== undefined && { retryAfterMs }) });
    assert.equal(words(failing(20_000), failedAt), 'Try again after 10:42:31.');
    assert.equal(words(failing(20_000), failedAt + 20_000), 'Try again.');
    assert.equal(words(failing(), failedAt), undefined);
  });

  it('has its date if that is another day', () => {
    assert.equal(words(state(throttled(24 * 60 * minute)), failedAt), 'Try again after 21 Nov 2026, 10:42:11.');
    const untilMidnight = Date.parse('2026-11-21T00:00:00Z') - failedAt;
    assert.equal(words(state(throttled(untilMidnight - 1)), failedAt), 'Try again after 21 Nov 2026, 00:00:00.');
  });

  it('is none after another failure and after none', () => {
    assert.equal(words(state({ kind: 'timeout', afterMs: 60_000 }), failedAt), undefined);
    assert.equal(words(state(undefined), failedAt), undefined);
  });

  it('ends a message, as the day does whose time it has', () => {
    const midnight = Date.parse('2026-11-21T00:00:00Z');
    assert.equal(messageChange(state(throttled(20_000)), failedAt), failedAt + 20_000);
    assert.equal(messageChange(state(throttled(20_000), { asOf: failedAt - 1 }), failedAt + 5), failedAt + 20_000);
    assert.equal(messageChange(state(throttled(20_000), { asOf: failedAt - 1 }), failedAt + 20_000), midnight);
    assert.equal(messageChange(state(undefined, { asOf: failedAt }), failedAt), midnight);
    assert.equal(messageChange(state(throttled(20_000)), failedAt + 20_000), undefined);
    assert.equal(messageChange(state(undefined), failedAt), undefined);
  });

  it('begins with the request that failed', async () => {
    const server = new StagedServer(150);
    await server.list.refresh();
    assert.equal(server.list.state.failedAt, undefined);
    server.now += 5 * minute;
    const at = server.now;
    server.failOnce(throttled(10 * minute));
    await server.list.refresh();
    assert.equal(server.list.state.failedAt, at);
    server.now += 4 * minute;
    server.list.markSeen('r1');
    assert.equal(server.list.state.failedAt, at);
    // Nothing is sent, but the remaining time is counted from now.
    await server.list.refresh();
    assert.equal(messageChange({ ...server.list.state, asOf: undefined }, server.now), at + 10 * minute);
    server.now = at + 10 * minute;
    await server.list.refresh();
    assert.deepEqual([server.list.state.failure, server.list.state.failedAt], [undefined, undefined]);
  });
});
