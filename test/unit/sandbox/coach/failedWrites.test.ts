import assert from 'node:assert/strict';
import { FailedWrites } from '../../../../src/sandbox/coach/failedWrites.ts';
import type { ObservedCall } from '../../../../src/sandbox/coach/observedCall.ts';

const write: ObservedCall = {
  requestId: '',
  clientRequestId: null,
  method: 'PATCH',
  host: '',
  target: '/v1.0/engagements/referrals/deal-1',
  kind: 'change',
  id: 'deal-1',
  startedAt: 0,
  endedAt: 310,
  status: null,
  retryAfterMs: undefined,
  ifMatch: '"1"',
  prefersRepresentation: false,
  bodyDigest: 'x',
  userAgent: '',
  facts: { notes: [] },
};
const read: ObservedCall = { ...write, method: 'GET', kind: 'read', status: 200, bodyDigest: '' };

const leftAfter = (...calls: readonly ObservedCall[]): number => {
  const writes = new FailedWrites();
  for (const call of calls) writes.add(call);
  return writes.list().length;
};

describe('A write that the client itself has ended', () => {
  it('is not forgotten when it is looked after before the sandbox sees its end', () => {
    const look = { ...read, startedAt: 301, endedAt: 305 };
    assert.equal(leftAfter(look, write), 0);
    assert.equal(leftAfter(write, { ...look, endedAt: 320 }), 0);
  });

  it('is not forgotten when it is sent again before the sandbox sees its end', () => {
    const again: ObservedCall = { ...write, startedAt: 301, endedAt: 305, status: 204 };
    assert.equal(leftAfter(again, write), 0);
    assert.equal(leftAfter({ ...again, status: 503 }, write), 1);
  });

  it('is not forgotten when its deal is searched for before the sandbox sees its end', () => {
    const post: ObservedCall = { ...write, method: 'POST', kind: 'create', id: '', facts: { notes: [], body: {} } };
    const target = '/v1.0/engagements/referrals?$orderby=createdDateTime desc';
    const search: ObservedCall = { ...read, kind: 'list', id: '', target, startedAt: 301, endedAt: 305 };
    assert.equal(leftAfter(search, post), 0);
    assert.equal(leftAfter(post, search), 0);
    assert.equal(leftAfter({ ...search, startedAt: -10, endedAt: -5 }, post), 1);
  });

  it('is forgotten when all that was read was read before', () => {
    assert.equal(leftAfter({ ...read, startedAt: -10, endedAt: -5 }, write), 1);
  });

  it('is forgotten when the look after it fails', () => {
    assert.equal(leftAfter({ ...read, startedAt: 301, endedAt: 305, status: 503 }, write), 1);
  });
});

describe('A write that the sandbox refused for the moment', () => {
  it('is looked after only by what begins afterwards', () => {
    const locked = { ...write, status: 423 };
    assert.equal(leftAfter({ ...read, startedAt: 301, endedAt: 305 }, locked), 1);
    assert.equal(leftAfter(locked, { ...read, startedAt: 301, endedAt: 320 }), 1);
    assert.equal(leftAfter(locked, { ...read, startedAt: 311, endedAt: 320 }), 0);
  });
});
