import assert from 'node:assert/strict';
import { Alarm } from '../../../src/base/alarm.ts';
import { TimedChanges } from '../../../src/base/timedChanges.ts';
import { StagedClock } from '../stagedClock.ts';

const day = 86_400_000;

describe('an alarm', () => {
  it('never asks for a longer timer than there can be, and rings in time all the same', async () => {
    const clock = new StagedClock(0);
    const rung: number[] = [];
    const alarm = new Alarm(clock, () => rung.push(clock.now()));
    alarm.set(100 * day);
    assert.deepEqual(clock.sleeps, [2 ** 31 - 1]);
    await clock.pass(100 * day - 1);
    assert.deepEqual(rung, []);
    await clock.pass(day);
    assert.deepEqual(rung, [100 * day]);
    assert.equal(clock.waiting, 0);
  });

  it('goes on waiting when its timer ended early', async () => {
    const clock = new StagedClock(0);
    const rung: number[] = [];
    const early = { now: () => clock.now(), after: (ms: number, task: () => void) => clock.after(ms - 1 || 1, task) };
    new Alarm(early, () => rung.push(clock.now())).set(1000);
    await clock.pass(2000);
    assert.deepEqual(rung, [1000]);
  });
});

describe('what changes with time', () => {
  let clock: StagedClock;
  let changes: TimedChanges;
  let drawn: [string, number][];
  const set = (key: string, moment: number | undefined): void =>
    changes.set(key, moment, () => drawn.push([key, clock.now()]));

  beforeEach(() => {
    clock = new StagedClock(0);
    changes = new TimedChanges(clock);
    drawn = [];
  });
  afterEach(() => changes.dispose());

  it('is drawn each at its moment, once, and nothing before', async () => {
    changes.show(true);
    set('later', 500);
    set('soon', 100);
    set('never', undefined);
    await clock.pass(99);
    assert.deepEqual(drawn, []);
    await clock.pass(10_000);
    assert.deepEqual(drawn, [
      ['soon', 100],
      ['later', 500],
    ]);
  });

  it('has one timer for all of it, and none when nothing is left', async () => {
    changes.show(true);
    for (let moment = 1; moment <= 100; moment++) set(`row ${moment}`, moment * 10);
    assert.deepEqual(clock.sleeps, [10]);
    await clock.pass(500);
    assert.deepEqual(clock.sleeps, [10]);
    await clock.pass(500);
    assert.equal(drawn.length, 100);
    assert.equal(clock.waiting, 0);
  });

  it('holds no timer while nothing is shown, and is drawn when it is shown again', async () => {
    set('row', 100);
    assert.equal(clock.waiting, 0);
    changes.show(true);
    changes.show(false);
    assert.equal(clock.waiting, 0);
    await clock.pass(1000);
    assert.deepEqual(drawn, []);
    changes.show(true);
    assert.deepEqual(drawn, [['row', 1000]]);
  });

  it('goes by what was drawn last', async () => {
    changes.show(true);
    set('row', 100);
    set('row', 300);
    set('gone', 200);
    set('gone', undefined);
    await clock.pass(250);
    assert.deepEqual(drawn, []);
    await clock.pass(250);
    assert.deepEqual(drawn, [['row', 300]]);
  });

  it('may be drawn on and on', async () => {
    changes.show(true);
    const tick = (): void => {
      drawn.push(['tick', clock.now()]);
      changes.set('tick', clock.now() + 100, tick);
    };
    changes.set('tick', 100, tick);
    await clock.pass(350);
    assert.deepEqual(
      drawn.map(([, at]) => at),
      [100, 200, 300],
    );
  });

  it('is forgotten by the beginning of its key', async () => {
    changes.show(true);
    set('row a', 100);
    set('badge', 100);
    changes.forget('row ');
    await clock.pass(200);
    assert.deepEqual(drawn, [['badge', 100]]);
  });

  it('is drawn as soon as somebody looks, where the timer slept with the machine', () => {
    changes.show(true);
    set('row', 100);
    clock.suspend(5000);
    changes.check();
    assert.deepEqual(drawn, [['row', 5000]]);
  });

  it('is drawn at its moment, where the timer slept and somebody looked before it', async () => {
    changes.show(true);
    set('row', 10_000);
    clock.suspend(5000);
    changes.check();
    assert.deepEqual(drawn, []);
    await clock.pass(20_000);
    assert.deepEqual(drawn, [['row', 10_000]]);
  });
});
