import assert from 'node:assert/strict';
import fc from 'fast-check';
import { failed, never, ok, StagedWebhooks, type Received } from './stagedWebhooks.ts';

const ids = ['a', 'b', 'c', 'd'];

/** What a receiver does with the attempts of one event. */
const behaviourOfReceiver = fc.constantFrom('ok', 'failsOnce', 'hangsOnce', 'failsAlways', 'redirects');
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ write: fc.constantFrom(...ids), then: behaviourOfReceiver }) },
  { weight: 1, arbitrary: fc.record({ pass: fc.integer({ min: 0, max: 30_000 }) }) },
);
const behaviour = fc.record({
  duplicate: fc.boolean(),
  shuffle: fc.boolean(),
  delayMs: fc.constantFrom(0, 700, 20_000),
});

describe('For any history of writes and any receiver', () => {
  it('no event is lost, first attempts keep the order, and duplicates come as asked for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), behaviour, async (steps, asked) => {
        const staged = new StagedWebhooks(ids);
        const plans: string[] = [];
        const order: string[] = [];
        const attempts = new Map<string, number>();
        staged.respond = (received) => {
          const key = keyOf(received);
          const attempt = (attempts.get(key) ?? 0) + 1;
          attempts.set(key, attempt);
          if (attempt <= (asked.duplicate ? 2 : 1)) order.push(key);
          const plan = plans[written.indexOf(key)];
          if (plan === 'failsAlways') return failed;
          if (plan === 'redirects') return { status: 307, response: '' };
          if (plan === 'ok' || attempt > (asked.duplicate ? 2 : 1)) return ok;
          return plan === 'hangsOnce' ? never(received) : failed;
        };
        const written: string[] = [];
        staged.register({ behaviour: asked });
        for (const each of steps) {
          if ('write' in each) {
            staged.write(each.write);
            plans.push(each.then);
            written.push(`${each.write} ${timeOf(staged, each.write)}`);
          } else {
            await staged.pass(each.pass);
          }
        }
        await staged.pass(24 * 3_600_000);
        const copies = asked.duplicate ? 2 : 1;
        for (const [index, key] of written.entries()) {
          const plan = plans[index] ?? '';
          const each = { ok: 1, failsOnce: 2, hangsOnce: 2, failsAlways: 10, redirects: 10 }[plan] ?? 0;
          assert.equal(attempts.get(key), copies * each, `${key} ${plan}`);
        }
        assert.equal(attempts.size, written.length);
        assert.equal(staged.delivered.length, staged.received.length);
        assert.equal(new Set(staged.delivered.map(({ id }) => id)).size, written.length);
        assert.deepEqual([staged.webhooks.list()[0]?.waiting, staged.clock.waiting], [0, 0]);
        if (!asked.shuffle && !asked.duplicate) assert.deepEqual(order, written);
        const firsts = staged.delivered.filter(({ attempt }) => attempt === 1).map(({ referral }) => referral);
        const expected = written.flatMap((key) => Array.from({ length: copies }, () => key.split(' ')[0]));
        if (asked.shuffle) assert.deepEqual(firsts.sort(), expected.sort());
        else assert.deepEqual(firsts, expected);
      }),
      { numRuns: 60 },
    );
  });
});

function keyOf({ referral, body }: Received): string {
  return `${referral} ${(JSON.parse(body) as { ResourceChangeUtcDate: string }).ResourceChangeUtcDate}`;
}

function timeOf({ state }: StagedWebhooks, id: string): string {
  const { updatedDateTime } = JSON.parse(state.store.find(id)?.text ?? '') as { updatedDateTime: string };
  return updatedDateTime.replace('Z', '+00:00');
}
