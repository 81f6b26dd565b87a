import assert from 'node:assert/strict';
import type { Failure } from '../../../../src/api/failure.ts';
import { ChunkedList } from '../../../../src/base/chunkedList.ts';
import { listContext } from '../../../../src/services/list/listContext.ts';
import { emptyState, type ListState } from '../../../../src/services/list/listState.ts';
import { referral } from './referrals.ts';

const noToken: Failure = { kind: 'noToken', reason: 'no provider' };
const timeout: Failure = { kind: 'timeout', afterMs: 60_000 };
const state = (change: Partial<ListState>): ListState => ({ ...emptyState('partner-center'), ...change });
const rows = ChunkedList.of([referral('a')]);
const context = (change: Partial<ListState>, needed?: 'signIn', filtering = false) =>
  listContext(state(change), { signedOut: needed === 'signIn', filtering });

describe('what the side panel shows', () => {
  it('is the offer to sign in, whatever failed while nobody was signed in', () => {
    for (const failure of [noToken, timeout, undefined, { kind: 'signedOut' } as const]) {
      for (const phase of ['new', 'failed', 'ready'] as const) {
        assert.equal(context({ phase, failure }, 'signIn'), 'signedOut');
      }
    }
    assert.equal(context({ phase: 'failed', failure: { kind: 'signedOut' } }), 'signedOut');
  });

  it('is the failure while somebody is signed in', () => {
    for (const failure of [noToken, timeout]) {
      assert.equal(context({ phase: 'failed', failure }), 'failed');
    }
  });

  it('is the rows while there are some, whatever failed', () => {
    for (const failure of [noToken, timeout, { kind: 'signedOut' } as const]) {
      assert.equal(context({ phase: 'ready', failure, items: rows }, 'signIn'), 'rows');
    }
  });

  it('is else the empty list, or the rows that help if a filter may be the reason', () => {
    assert.equal(context({ phase: 'new' }), 'loading');
    assert.equal(context({ phase: 'loading' }), 'loading');
    assert.equal(context({ phase: 'ready' }), 'empty');
    assert.equal(context({ phase: 'ready' }, undefined, true), 'rows');
  });
});
