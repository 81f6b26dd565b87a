import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { delay, forEachAtMost, singleFlight } from '../../../src/base/async.ts';
import { Emitter } from '../../../src/base/event.ts';
import { Lifetime } from '../../../src/base/lifetime.ts';
import { deadline } from '../../../src/api/policies/deadline.ts';
import { TransportError } from '../../../src/api/transport.ts';

describe('a single flight', () => {
  it('is shared while it runs, and forgotten when it ends, well or badly', async () => {
    let runs = 0;
    const task = singleFlight(() => {
      runs++;
      return runs === 2 ? Promise.reject(new Error('second')) : Promise.resolve(runs);
    });
    assert.deepEqual(await Promise.all([task(), task()]), [1, 1]);
    await assert.rejects(task(), /second/);
    assert.equal(await task(), 3);
  });

  it('is kept for good when asked to, but not a failed one', async () => {
    let runs = 0;
    const task = singleFlight(() => (++runs === 1 ? Promise.reject(new Error('first')) : Promise.resolve(runs)), {
      keep: true,
    });
    await assert.rejects(task(), /first/);
    assert.deepEqual([await task(), await task()], [2, 2]);
  });
});

describe('tasks of which a few may run at the same time', () => {
  it('begin in their order, and never more than that many run', async () => {
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const all = forEachAtMost(2, [1, 2, 3, 4], (item) => {
      begun.push(item);
      return new Promise<void>((resolve) => ends.push(resolve));
    });
    assert.deepEqual(begun, [1, 2]);
    ends[1]!();
    await turn();
    assert.deepEqual(begun, [1, 2, 3]);
    ends[0]!();
    ends[2]!();
    await turn();
    assert.deepEqual(begun, [1, 2, 3, 4]);
    ends[3]!();
    await all;
  });

  it('fail as the first one that fails', async () => {
    await assert.rejects(
      forEachAtMost(2, [1, 2, 3], (item) => (item === 2 ? Promise.reject(new Error('two')) : Promise.resolve())),
      /two/,
    );
  });
});

describe('a delay', () => {
  it('ends after its time', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      let over = false;
      const waiting = delay(60_000, new AbortController().signal).then(() => (over = true));
      mock.timers.tick(59_999);
      await turn();
      assert.equal(over, false);
      mock.timers.tick(1);
      await waiting;
    } finally {
      mock.timers.reset();
    }
  });

  it('ends at once when its signal does, or has', async () => {
    const stop = new AbortController();
    const waiting = delay(60_000, stop.signal);
    stop.abort(new Error('enough'));
    await assert.rejects(waiting, /enough/);
    await assert.rejects(delay(60_000, stop.signal), /enough/);
  });
});

describe('a deadline', () => {
  const request = { method: 'GET', url: 'http://x/', headers: {}, signal: new AbortController().signal } as const;

  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  it('ends what takes longer, and tells how long that was', async () => {
    const hanging = (asked: { signal: AbortSignal }): Promise<never> =>
      new Promise((_resolve, reject) => {
        asked.signal.addEventListener('abort', () => reject(asked.signal.reason as Error));
      });
    let ended = false;
    const sent = deadline('d', 20_000).send(request, hanging);
    sent.catch(() => (ended = true));
    mock.timers.tick(19_999);
    await turn();
    assert.equal(ended, false);
    mock.timers.tick(1);
    await assert.rejects(sent, (error) => {
      assert.ok(error instanceof TransportError);
      assert.deepEqual(error.problem, { kind: 'timeout', afterMs: 20_000 });
      return true;
    });
  });
});

describe('a lifetime', () => {
  it('ends what it owns once, last first, and at once what comes too late', () => {
    const ended: number[] = [];
    const lifetime = new Lifetime();
    for (const n of [1, 2]) lifetime.add({ dispose: () => ended.push(n) });
    lifetime.dispose();
    lifetime.dispose();
    lifetime.add({ dispose: () => ended.push(3) });
    assert.deepEqual(ended, [2, 1, 3]);
  });
});

describe('an emitter', () => {
  it('calls each listener until that one ends, also one that ends another', () => {
    const emitter = new Emitter<number>();
    const heard: string[] = [];
    const second = { dispose: (): void => undefined };
    emitter.event((n) => {
      heard.push(`a${n}`);
      second.dispose();
    });
    Object.assign(
      second,
      emitter.event((n) => heard.push(`b${n}`)),
    );
    emitter.fire(1);
    emitter.fire(2);
    assert.deepEqual(heard, ['a1', 'b1', 'a2']);
  });
});
