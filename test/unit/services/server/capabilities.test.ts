import assert from 'node:assert/strict';
import { defaultQuery, type ListFilter, type ListOrder } from '../../../../src/api/listQuery.ts';
import { Capabilities } from '../../../../src/services/server/capabilities.ts';

const facts = { status: 429, code: undefined, requestId: undefined, message: undefined };
const byCreation: ListOrder = { field: 'createdDateTime', descending: true };
const asked = (filter: ListFilter, orderBy = defaultQuery.orderBy) => ({ filter, orderBy });

describe('What a server does not support', () => {
  let capabilities: Capabilities;
  beforeEach(() => (capabilities = new Capabilities()));

  const filterAfter = (filter: ListFilter): ListFilter => capabilities.supported(asked(filter)).filter;

  it('is asked for until it was refused twice in a row', () => {
    const filter = { status: 'New' };
    assert.deepEqual(filterAfter(filter), filter);
    capabilities.filterRefused(filter);
    assert.deepEqual(filterAfter(filter), filter);
    capabilities.queryAnswered(asked(filter));
    capabilities.filterRefused(filter);
    assert.deepEqual(filterAfter(filter), filter);
    capabilities.filterRefused(filter);
    assert.deepEqual(filterAfter(filter), {});
  });

  const refuseTwice = (filter: ListFilter): void => {
    capabilities.filterRefused(filter);
    capabilities.filterRefused(filter);
  };

  it('is a filter by all of its properties, in any order and with any values', () => {
    refuseTwice({ type: 'Shared', status: 'New' });
    assert.deepEqual(filterAfter({ status: 'Closed', type: 'Shared' }), {});
    assert.deepEqual(filterAfter({ status: 'New', direction: 'Incoming', type: 'Shared' }), {});
    assert.deepEqual(filterAfter({ status: 'New' }), { status: 'New' });
    assert.deepEqual(filterAfter({ type: 'Shared', direction: 'Incoming' }), { type: 'Shared', direction: 'Incoming' });
    assert.deepEqual(filterAfter({}), {});
  });

  it('counts refusals of one filter, in whatever order its properties were written', () => {
    capabilities.filterRefused({ type: 'Shared', status: 'New' });
    capabilities.filterRefused({ status: 'Closed', type: 'Solicited' });
    assert.deepEqual(filterAfter({ type: 'Shared', status: 'New' }), {});
  });

  it('is an order with its direction, and the default one is asked for instead', () => {
    capabilities.orderRefused(asked({}, byCreation));
    assert.deepEqual(capabilities.supported(asked({}, byCreation)).orderBy, byCreation);
    capabilities.orderRefused(asked({}, byCreation));
    assert.deepEqual(capabilities.supported(asked({ status: 'New' }, byCreation)), asked({ status: 'New' }));
    const other = { ...byCreation, descending: false };
    assert.deepEqual(capabilities.supported(asked({}, other)).orderBy, other);
  });

  it('is asked for again after the order was answered in between', () => {
    capabilities.orderRefused(asked({}, byCreation));
    capabilities.queryAnswered(asked({}, byCreation));
    capabilities.orderRefused(asked({}, byCreation));
    assert.deepEqual(capabilities.supported(asked({}, byCreation)).orderBy, byCreation);
  });

  const refuseSearch = (value: string): void =>
    capabilities.searchRefused('engagementId', value, capabilities.searchRefusals('engagementId'));

  it('is a search by one property, after the refusal of two values in a row', () => {
    refuseSearch('a');
    assert.ok(capabilities.canSearchBy('engagementId'));
    capabilities.searchAnswered('engagementId');
    refuseSearch('a');
    assert.ok(capabilities.canSearchBy('engagementId'));
    refuseSearch('b');
    assert.ok(!capabilities.canSearchBy('engagementId'));
    assert.ok(capabilities.canSearchBy('externalReferenceId'));
  });

  it('is no search of which only one value is refused, or that was refused during another refusal', () => {
    for (let n = 0; n < 3; n++) refuseSearch('odd');
    assert.ok(capabilities.canSearchBy('engagementId'));
    capabilities.searchAnswered('engagementId');
    for (const value of ['a', 'b', 'c']) capabilities.searchRefused('engagementId', value, 0);
    assert.ok(capabilities.canSearchBy('engagementId'));
  });

  it('is said with the time that is left while requests are throttled', () => {
    const failure = { kind: 'throttled', facts, retryAfterMs: 60_000 } as const;
    assert.equal(capabilities.throttledAt(0), undefined);
    capabilities.noteThrottling(failure, 1000);
    assert.deepEqual(capabilities.throttledAt(21_000), { ...failure, retryAfterMs: 40_000 });
    assert.deepEqual(capabilities.throttledAt(60_999), { ...failure, retryAfterMs: 1 });
    assert.equal(capabilities.throttledAt(61_000), undefined);
    capabilities.noteThrottling({ kind: 'throttled', facts, retryAfterMs: undefined }, 61_000);
    assert.equal(capabilities.throttledAt(61_000), undefined);
    // The later end counts, of two requests that overlapped.
    capabilities.noteThrottling(failure, 100_000);
    capabilities.noteThrottling({ kind: 'throttled', facts, retryAfterMs: 5000 }, 101_000);
    assert.equal(capabilities.throttledAt(120_000)?.retryAfterMs, 40_000);
    capabilities.noteThrottling(failure, 130_000);
    assert.equal(capabilities.throttledAt(180_000)?.retryAfterMs, 10_000);
    // The clock was set back.
    assert.equal(capabilities.throttledAt(99_000), undefined);
  });

  it('is forgotten as a whole', () => {
    refuseTwice({ status: 'New' });
    for (const value of ['a', 'b']) refuseSearch(value);
    capabilities.noteThrottling({ kind: 'throttled', facts, retryAfterMs: 1000 }, 0);
    capabilities.forget();
    assert.deepEqual(filterAfter({ status: 'New' }), { status: 'New' });
    assert.ok(capabilities.canSearchBy('engagementId'));
    assert.equal(capabilities.throttledAt(1), undefined);
  });
});
