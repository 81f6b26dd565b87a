import assert from 'node:assert/strict';
import { ApiError } from '../../../../src/api/failure.ts';
import { NewsWatch } from '../../../../src/services/list/poller.ts';
import { StagedClock } from '../../stagedClock.ts';

const minute = 60_000;

describe('the watch for news', () => {
  let clock: StagedClock;
  let looks: number[];
  let minutes: number;
  let asOf: number | undefined;
  let answer: () => Promise<void>;
  let watch: NewsWatch;
  const throttled = (retryAfterMs: number | undefined) => async (): Promise<void> => {
    const facts = { status: 429, code: undefined, requestId: undefined, message: undefined };
    throw new ApiError({ kind: 'throttled', facts, retryAfterMs });
  };

  beforeEach(() => {
    clock = new StagedClock();
    const start = clock.now();
    looks = [];
    minutes = 5;
    asOf = start;
    answer = async () => void (asOf = clock.now());
    const look = (): Promise<void> => {
      looks.push((clock.now() - start) / minute);
      return answer();
    };
    watch = new NewsWatch({ look, asOf: () => asOf, minutes: () => minutes, clock });
  });

  it('holds no timer while nobody looks', async () => {
    assert.equal(clock.waiting, 0);
    watch.watch(true);
    assert.equal(clock.waiting, 1);
    watch.watch(false);
    assert.equal(clock.waiting, 0);
    await clock.pass(60 * minute);
    assert.deepEqual(looks, []);
  });

  it('looks at its pace while somebody does', async () => {
    watch.watch(true);
    await clock.pass(16 * minute);
    assert.deepEqual(looks, [5, 10, 15]);
  });

  it('looks at once when it is overdue as somebody comes back', async () => {
    watch.watch(true);
    watch.watch(false);
    await clock.pass(42 * minute);
    watch.watch(true);
    await clock.pass(1);
    assert.deepEqual(looks, [42]);
  });

  it('counts from what a person loaded', async () => {
    watch.watch(true);
    await clock.pass(3 * minute);
    asOf = clock.now();
    watch.reschedule();
    await clock.pass(6 * minute);
    assert.deepEqual(looks, [8]);
  });

  it('never looks when set to 0, and does again when set otherwise', async () => {
    minutes = 0;
    watch.watch(true);
    await clock.pass(60 * minute);
    assert.deepEqual(looks, []);
    minutes = 1;
    watch.reschedule();
    await clock.pass(1);
    assert.deepEqual(looks, [60]);
  });

  it('goes by a shorter pace from the last look on, as soon as it is set', async () => {
    minutes = 1440;
    watch.watch(true);
    await clock.pass(1441 * minute);
    minutes = 5;
    watch.reschedule();
    await clock.pass(5 * minute);
    assert.deepEqual(looks, [1440, 1445]);
  });

  it('goes by a longer pace as soon as it is set', async () => {
    watch.watch(true);
    await clock.pass(6 * minute);
    minutes = 60;
    watch.reschedule();
    await clock.pass(70 * minute);
    assert.deepEqual(looks, [5, 65]);
  });

  it('lets a server that asked for patience rest, whatever pace is set', async () => {
    answer = throttled(45 * minute);
    watch.watch(true);
    await clock.pass(6 * minute);
    minutes = 1;
    watch.reschedule();
    await clock.pass(45 * minute);
    assert.deepEqual(looks, [5, 50]);
  });

  it('doubles its pace while it is throttled, up to an hour, and is back after a good answer', async () => {
    answer = throttled(undefined);
    watch.watch(true);
    await clock.pass(200 * minute);
    assert.deepEqual(looks, [5, 15, 35, 75, 135, 195]);
    answer = async () => void (asOf = clock.now());
    await clock.pass(70 * minute);
    assert.deepEqual(looks.slice(6), [255, 260, 265, 270]);
  });

  it('waits at least as long as the server says', async () => {
    answer = throttled(45 * minute);
    watch.watch(true);
    await clock.pass(51 * minute);
    assert.deepEqual(looks, [5, 50]);
  });

  it('keeps its pace when the server can’t be reached', async () => {
    answer = async () => {
      throw new ApiError({ kind: 'timeout', afterMs: 1 });
    };
    watch.watch(true);
    await clock.pass(21 * minute);
    assert.deepEqual(looks, [5, 10, 15, 20]);
  });

  it('looks at one thing at a time', async () => {
    let finish = (): void => undefined;
    answer = () => new Promise((resolve) => (finish = resolve));
    watch.watch(true);
    await clock.pass(30 * minute);
    watch.watch(false);
    watch.watch(true);
    await clock.pass(30 * minute);
    assert.deepEqual(looks, [5]);
    finish();
  });
});
