import assert from 'node:assert/strict';
import { ApiError } from '../../../../src/api/failure.ts';
import { EngagementLookups } from '../../../../src/services/catalog/engagementLookups.ts';
import { when } from '../sandboxStage.ts';

const wanted = { connection: 'sandbox', engagementId: 'E' } as const;
const minute = 60_000;

describe('looking up an engagement', () => {
  let now: number;
  let asked: number;
  let answer: () => Promise<boolean>;
  let lookups: EngagementLookups;
  beforeEach(() => {
    now = 0;
    asked = 0;
    answer = async () => true;
    const search = async (): Promise<[] | 'unsupported'> => {
      asked++;
      return (await answer()) ? [] : 'unsupported';
    };
    lookups = new EngagementLookups({ search }, () => now);
  });
  afterEach(() => lookups.dispose());
  const settled = (): Promise<void> => when(lookups.onDidSettle, () => lookups.look(wanted).kind !== 'asking');

  it('asks once, however often it is looked at, and again after five minutes', async () => {
    lookups.look(wanted);
    lookups.look(wanted);
    await settled();
    now = 4 * minute;
    assert.deepEqual(lookups.look(wanted), { kind: 'done' });
    assert.equal(asked, 1);
    now = 5 * minute;
    assert.deepEqual(lookups.look(wanted), { kind: 'asking' });
    assert.equal(asked, 2);
  });

  it('doesn’t repeat what failed until it is told to', async () => {
    answer = () => Promise.reject(new ApiError({ kind: 'timeout', afterMs: 1 }));
    lookups.look(wanted);
    await settled();
    now = 60 * minute;
    assert.equal(lookups.look(wanted).kind, 'failed');
    assert.equal(lookups.look(wanted, true).kind, 'asking');
    assert.equal(asked, 2);
  });

  it('ends in a failure, too, when something nobody foresaw went wrong', async () => {
    answer = () => Promise.reject(new TypeError('x'));
    lookups.look(wanted);
    await settled();
    assert.deepEqual(lookups.look(wanted), { kind: 'failed', failure: undefined });
  });

  it('takes an engagement for the same in whichever case its id is written', async () => {
    lookups.look(wanted);
    await settled();
    assert.deepEqual(lookups.look({ ...wanted, engagementId: 'e' }), { kind: 'done' });
    assert.equal(asked, 1);
  });

  it('asks again after failures were forgotten, and for nothing else', async () => {
    const other = { ...wanted, engagementId: 'other' };
    lookups.look(other);
    await when(lookups.onDidSettle, () => lookups.look(other).kind === 'done');
    answer = async () => false;
    lookups.look(wanted);
    await settled();
    assert.equal(lookups.look(wanted).kind, 'notSearchable');
    assert.deepEqual(lookups.forgetFailures('partner-center'), new Set());
    assert.equal(lookups.look(wanted).kind, 'notSearchable');
    assert.deepEqual(lookups.forgetFailures('sandbox'), new Set(['e']));
    assert.equal(lookups.look(wanted).kind, 'asking');
    assert.deepEqual(lookups.forgetFailures('sandbox'), new Set());
    assert.deepEqual([lookups.look(wanted).kind, lookups.look(other).kind, asked], ['asking', 'done', 3]);
  });

  it('sends two requests at a time, and none after a 429 until failures are forgotten', async () => {
    const held: (() => void)[] = [];
    const facts = { status: 429, code: undefined, requestId: undefined, message: undefined };
    let throttles = false;
    answer = async () => {
      await new Promise<void>((resolve) => held.push(resolve));
      if (throttles) throw new ApiError({ kind: 'throttled', facts, retryAfterMs: 60_000 });
      return true;
    };
    const all = ['1', '2', '3', '4', '5'].map((engagementId) => ({ ...wanted, engagementId }));
    const kinds = (): string[] => all.map((each) => lookups.look(each).kind);
    kinds();
    assert.equal(asked, 2);
    held.shift()!();
    await when(lookups.onDidSettle, () => kinds()[0] === 'done');
    await new Promise(setImmediate);
    assert.equal(asked, 3);
    throttles = true;
    held.splice(0).forEach((release) => release());
    await when(lookups.onDidSettle, () => !kinds().includes('asking'));
    assert.deepEqual([kinds(), asked], [['done', 'failed', 'failed', 'failed', 'failed'], 3]);
    throttles = false;
    assert.equal(lookups.forgetFailures('sandbox').size, 4);
    kinds();
    while (kinds().includes('asking')) {
      held.splice(0).forEach((release) => release());
      await new Promise(setImmediate);
    }
    assert.deepEqual([new Set(kinds()), asked], [new Set(['done']), 7]);
  });

  it('tells the next account nothing of what comes for the one before', async () => {
    const { promise, reject } = Promise.withResolvers<boolean>();
    answer = () => promise;
    lookups.look(wanted);
    lookups.forget('sandbox');
    answer = async () => true;
    lookups.look(wanted);
    assert.equal(asked, 2);
    await settled();
    reject(new ApiError({ kind: 'timeout', afterMs: 1 }));
    await new Promise(setImmediate);
    assert.deepEqual(lookups.look(wanted), { kind: 'done' });
  });

  it('ends the requests of the account before, and is told apart from other connections', async () => {
    const signals: AbortSignal[] = [];
    const facts = { status: 429, code: undefined, requestId: undefined, message: undefined };
    const throttled = new ApiError({ kind: 'throttled', facts, retryAfterMs: 60_000 });
    lookups.dispose();
    lookups = new EngagementLookups({
      search: (connection, _property, _value, { signal }) => {
        asked++;
        signals.push(signal);
        if (connection === 'partner-center') return Promise.reject(throttled);
        if (asked > 3) return Promise.resolve([]);
        return new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(new ApiError({ kind: 'cancelled' }))),
        );
      },
    });
    const other = { connection: 'partner-center', engagementId: 'E' } as const;
    lookups.look(other);
    await when(lookups.onDidSettle, () => lookups.look(other).kind === 'failed');
    for (const engagementId of ['1', '2']) lookups.look({ ...wanted, engagementId });
    assert.equal(asked, 3, 'The other connection is throttled, not this one.');
    lookups.forget('partner-center');
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [true, false, false],
    );
    lookups.forget('sandbox');
    assert.ok(signals.every(({ aborted }) => aborted));
    lookups.look(wanted);
    await settled();
    assert.deepEqual([lookups.look(wanted).kind, asked], ['done', 4]);
  });

  it('counts no answer of before when the connection is forgotten', async () => {
    lookups.look(wanted);
    await settled();
    lookups.forget('partner-center');
    assert.equal(lookups.look(wanted).kind, 'done');
    lookups.forget('sandbox');
    assert.equal(lookups.look(wanted).kind, 'asking');
  });
});
