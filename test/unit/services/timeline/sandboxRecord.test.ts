import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Json } from '../../../../src/base/json.ts';
import { readSandboxRecord, type SandboxBodies } from '../../../../src/services/timeline/sandboxRecord.ts';

const nothing: SandboxBodies = { calls: {}, findings: {}, deliveries: undefined, changes: undefined };
const read = (bodies: Partial<SandboxBodies>) => readSandboxRecord(5, { ...nothing, ...bodies });
const time = '2026-06-01T00:00:00Z';
const at = Date.parse(time);

describe('The record of a sandbox', () => {
  it('has attempts to deliver webhooks', () => {
    const whole = { id: 'e1', event: 'updated', referral: 'ABC', url: 'http://x/', attempt: 2, status: 200 };
    const [first, second] = read({
      deliveries: {
        deliveries: [
          { ...whole, time, durationMs: 3 },
          { id: 'e2', time },
        ],
      },
    }).deliveries;
    assert.deepEqual(first, { ...whole, at, referral: 'abc', durationMs: 3 });
    assert.deepEqual(second, {
      ...{ at, id: 'e2', event: '', referral: '', url: '', attempt: 1, status: undefined, durationMs: undefined },
    });
  });

  it('has changes', () => {
    const after = { status: 'Active', substatus: 'Accepted' };
    const [created, changed] = read({
      changes: {
        changes: [
          { time, referral: 'ABC', by: 'client', requestId: 'r1', caller: 'crm', before: null, after, paths: [] },
          { time, referral: 'abc', by: 'clock', before: after, after: { status: 'Closed' }, paths: ['/status', 7] },
        ],
      },
    }).changes;
    assert.deepEqual(created, {
      ...{ at, referral: 'abc', by: 'client', requestId: 'r1', caller: 'crm', before: undefined, after, paths: [] },
    });
    assert.deepEqual(changed, {
      ...{ at, referral: 'abc', by: 'clock', requestId: undefined, caller: undefined },
      ...{ before: after, after: { status: 'Closed', substatus: undefined }, paths: ['/status'] },
    });
  });

  it('has the advances of the clock, the time, and what was forgotten', () => {
    const record = read({
      calls: { dropped: 3 },
      changes: { dropped: 4, advances: [{ time, from: '2026-05-31T00:00:00Z' }] },
    });
    assert.deepEqual(record.advances, [{ at, from: at - 86_400_000 }]);
    assert.deepEqual([record.now, record.forgotten, record.hasChanges], [5, { calls: 3, changes: 4 }, true]);
    assert.deepEqual([read({}).forgotten, read({}).hasChanges], [{ calls: 0, changes: 0 }, false]);
  });

  it('leaves out what has no time, and what names nothing', () => {
    const items = [
      { id: 'e', referral: 'r', from: time },
      { time: 'soon', id: 'e', referral: 'r', from: time },
      7,
      null,
    ];
    const named = [{ time }];
    assert.deepEqual(read({ deliveries: { deliveries: [...items, ...named] } }).deliveries, []);
    const { changes, advances } = read({ changes: { changes: [...items, ...named], advances: [...items, ...named] } });
    assert.deepEqual([changes, advances], [[], []]);
  });

  it('can be read whatever the bodies are', () => {
    const entry = fc.dictionary(
      fc.constantFrom('id', 'time', 'from', 'referral', 'by', 'before', 'after', 'paths', 'attempt', 'status'),
      fc.oneof(fc.jsonValue(), fc.constant(time)),
    );
    const body = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(
        fc.constantFrom('calls', 'findings', 'deliveries', 'changes', 'advances', 'dropped'),
        fc.oneof(fc.jsonValue(), fc.array(entry)),
      ),
    ) as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(body, (each) => {
        const record = readSandboxRecord(0, { calls: each, findings: each, deliveries: each, changes: each });
        for (const moment of [...record.deliveries, ...record.changes, ...record.advances]) {
          assert.ok(Number.isFinite(moment.at));
        }
      }),
    );
  });
});
