import assert from 'node:assert/strict';
import fc from 'fast-check';
import { StagedEcho, type Edit } from './stagedEcho.ts';

const idle = async (): Promise<void> => undefined;

/** A client that changes the referral by itself, again and again. */
async function edits(echo: StagedEcho, number: number, pause: () => number, edit: Edit = {}): Promise<void> {
  for (let done = 0; done < number; done++) {
    await echo.edit(edit);
    await echo.wait(pause());
  }
}

/** A receiver that changes the referral with each event. */
function reacts(echo: StagedEcho, number: number, delayMs: number, edit: Edit = {}): () => Promise<void> {
  let done = 0;
  return async () => {
    if (++done > number) return;
    await echo.wait(delayMs);
    await echo.edit(edit);
  };
}

const pauses = [
  0, 1, 10, 50, 100, 250, 400, 500, 900, 990, 1000, 1100, 1490, 1500, 1510, 1990, 2000, 2010, 2500, 3000, 86_400_000,
];

describe('An echo loop', () => {
  for (const [when, edit, isAnsweredFirst] of [
    ['answers and then works', {}, true],
    ['works before it answers', {}, false],
    ['reads the list', { look: 'list' }, true],
    ['reads the list before it answers', { look: 'list' }, false],
  ] as const) {
    it(`is found when the receiver ${when}`, async () => {
      for (const delayMs of [0, 5, 50, 300, 700]) {
        const echo = new StagedEcho();
        echo.receiver(reacts(echo, 20, delayMs, edit), isAnsweredFirst);
        await echo.run(echo.edit(edit));
        assert.deepEqual(echo.rules(), ['echo-loop'], `${delayMs} ms`);
      }
    });
  }

  it('is found when it writes without an eTag', async () => {
    const echo = new StagedEcho();
    echo.receiver(reacts(echo, 20, 10, { look: 'nothing' }));
    await echo.run(echo.edit());
    assert.deepEqual([...echo.rules()].sort(), ['echo-loop', 'write-without-if-match']);
  });

  it('is found beside another receiver, and when events are late', async () => {
    for (const delayMs of [0, 700, 2000]) {
      const echo = new StagedEcho();
      echo.receiver(idle);
      echo.receiver(reacts(echo, 20, 10));
      await echo.run(echo.edit());
      assert.deepEqual(echo.rules(), ['echo-loop']);
      const late = new StagedEcho();
      late.receiver(reacts(late, 20, 10), true, { delayMs });
      await late.run(late.edit());
      assert.deepEqual(late.rules(), ['echo-loop'], `${delayMs} ms`);
    }
  });

  it('is found also after a pause', async () => {
    for (const [pausedAt, ms] of [
      [4, 2000],
      [10, 12_000],
    ]) {
      const echo = new StagedEcho();
      let reacted = 0;
      const react = reacts(echo, 30, 10);
      echo.receiver(async () => {
        if (++reacted === pausedAt) await echo.wait(ms ?? 0);
        await react();
      });
      await echo.run(echo.edit());
      assert.deepEqual(echo.rules(), ['echo-loop'], `${ms} ms`);
    }
  });

  it('is not found for ten writes, for others in between, or for other paths', async () => {
    const few = new StagedEcho();
    few.receiver(reacts(few, 9, 10));
    await few.run(few.edit());
    assert.deepEqual(few.rules(), []);
    for (const other of [{ by: 'a person' }, { path: '/status' }]) {
      const echo = new StagedEcho();
      const [own, others] = [reacts(echo, 24, 10), reacts(echo, 24, 10, other)];
      let events = 0;
      echo.receiver(() => (++events % 8 === 0 ? others() : own()));
      await echo.run(echo.edit());
      assert.deepEqual(echo.rules(), []);
    }
  });

  it('is not found for a client that edits at its own pace', async () => {
    for (const pause of pauses) {
      for (const isAnsweredFirst of [true, false]) {
        const echo = new StagedEcho();
        echo.receiver(() => echo.wait(isAnsweredFirst ? 0 : 300), isAnsweredFirst);
        await echo.run(edits(echo, 30, () => pause));
        assert.deepEqual(echo.rules(), [], `${pause} ms`);
      }
    }
  });

  it('is looked for with one late event in ten seconds at most', async () => {
    const echo = new StagedEcho();
    const held: number[] = [];
    echo.staged.holdMs = (referral) => {
      const ms = echo.coach.holdMs(referral);
      if (ms > 0) held.push(echo.staged.clock.now());
      return ms;
    };
    echo.receiver(idle);
    await echo.run(edits(echo, 2000, () => 10));
    assert.ok(held.length >= 2);
    for (const [index, at] of held.slice(1).entries()) assert.ok(at - (held[index] ?? 0) >= 10_000);
  });

  it('is not found when the receiver only reads, also if the client uses what that gives', async () => {
    for (const pause of pauses) {
      const mirror = new StagedEcho();
      mirror.receiver(() => mirror.look());
      await mirror.run(edits(mirror, 30, () => pause));
      assert.deepEqual(mirror.rules(), [], `${pause} ms`);
      const cached = new StagedEcho();
      let known = await start(cached);
      cached.receiver(async () => (known = await cached.look()));
      await cached.run(
        (async () => {
          for (let done = 0; done < 30; done++) {
            await cached.patch(known);
            await cached.wait(pause);
          }
        })(),
      );
      assert.ok(!cached.rules().includes('echo-loop'), `${pause} ms`);
    }
  });

  it('is not found for a receiver of another program that reacts to the edits', async () => {
    for (const pause of pauses) {
      const echo = new StagedEcho();
      echo.receiver(() => echo.look('read', 'dashboard'));
      await echo.run(edits(echo, 30, () => pause));
      assert.deepEqual(echo.rules(), []);
    }
  });

  it('is not found when nobody answers', async () => {
    for (const pause of pauses) {
      const echo = new StagedEcho();
      echo.receiver(idle);
      echo.staged.respond = () => ({ status: 500, response: '' });
      await echo.run(edits(echo, 30, () => pause));
      assert.ok(!echo.rules().includes('echo-loop'), `${pause} ms`);
    }
  });

  it('is not found at any pace that varies a little, with events of any delay', async () => {
    const some = fc.record({
      pause: fc.oneof(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 60 })),
      jitters: fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 40, maxLength: 40 }),
      delayMs: fc.constantFrom(0, 0, 500, 1000, 2000),
      duplicate: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(some, async ({ pause, jitters, ...behaviour }) => {
        const echo = new StagedEcho();
        echo.receiver(idle, true, behaviour);
        const left = [...jitters];
        await echo.run(edits(echo, 40, () => pause + (left.pop() ?? 0)));
        assert.deepEqual(echo.rules(), []);
      }),
      { numRuns: 60 },
    );
  });
});

/** The eTag at the start. */
async function start(echo: StagedEcho): Promise<string> {
  const looking = echo.look();
  await echo.run(looking);
  return looking;
}
