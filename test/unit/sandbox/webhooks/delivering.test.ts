import assert from 'node:assert/strict';
import { failed, never, ok, StagedWebhooks } from './stagedWebhooks.ts';

const referralsOf = ({ received }: StagedWebhooks): string[] => received.map(({ referral }) => referral);
const letters = 'abcdefghijklmnopqrst'.split('');

describe('Webhook events', () => {
  it('arrive one after the other in the order of the writes', async () => {
    const staged = new StagedWebhooks(letters);
    let running = 0;
    staged.respond = async () => {
      assert.equal(++running, 1);
      await new Promise((resolve) => staged.clock.after(100, () => resolve(undefined)));
      running--;
      return ok;
    };
    staged.register();
    for (const id of letters) staged.write(id);
    await staged.pass(10_000);
    assert.deepEqual(referralsOf(staged), letters);
    assert.deepEqual(
      staged.delivered.map(({ attempt, status }) => [attempt, status]),
      letters.map(() => [1, 200]),
    );
    assert.equal(staged.clock.waiting, 0);
  });

  it('that are held back keep the order, and those behind them wait', async () => {
    const staged = new StagedWebhooks(letters);
    staged.holdMs = (id) => (id === 'b' ? 2000 : 0);
    staged.register();
    for (const id of ['a', 'b', 'c']) staged.write(id);
    await staged.pass(10_000);
    assert.deepEqual(
      staged.received.map(({ referral, at }) => [referral, at]),
      [
        ['a', 0],
        ['b', 2000],
        ['c', 2000],
      ],
    );
  });

  it('are told once when they are first sent, with the eTag of the change', async () => {
    const staged = new StagedWebhooks();
    const sent: unknown[] = [];
    staged.webhooks.onSend(({ referral, eTag }) => sent.push([referral, eTag, staged.received.length]));
    staged.respond = () => failed;
    staged.register();
    staged.write('a');
    await staged.pass(3_600_000);
    assert.deepEqual(sent, [['a', staged.state.store.find('a')?.eTag, 0]]);
    assert.equal(staged.received.length, 10);
  });

  it('are signed once, whatever the number of attempts', async () => {
    for (const badSignature of [false, true]) {
      const staged = new StagedWebhooks();
      staged.respond = () => failed;
      staged.register({ behaviour: { badSignature } });
      staged.register({ url: 'http://127.0.0.1:5001/other' });
      staged.write('a');
      await staged.pass(3_600_000);
      assert.deepEqual([staged.received.length, staged.signed], [20, 2]);
      const [good, bad] = ['5001', '5000'].map((port) => {
        const headers = staged.received.filter(({ url }) => url.includes(port)).map((each) => each.headers);
        return new Set(headers.map(({ Authorization }) => Authorization));
      });
      assert.deepEqual([good?.size, bad?.size, String([...good!]) === String([...bad!])], [1, 1, !badSignature]);
    }
  });

  it('are repeated one at a time while nothing listens, and again beside each other as soon as something does', async () => {
    const staged = new StagedWebhooks(letters);
    let [running, most] = [0, 0];
    let isThere = false;
    staged.respond = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => staged.clock.after(isThere ? 9000 : 400, () => resolve(undefined)));
      running--;
      return isThere ? ok : { status: null, response: 'nothing listens there.', isRefused: true };
    };
    staged.register();
    for (const id of letters) staged.write(id);
    await staged.pass(8000);
    // A first attempt and a retry.
    assert.ok(most <= 2, String(most));
    isThere = true;
    await staged.pass(3_600_000);
    assert.ok(most > 2, String(most));
    assert.deepEqual(
      staged.delivered
        .filter(({ status }) => status === 200)
        .map(({ referral }) => referral)
        .sort(),
      letters,
    );
  });

  it('are attempted ten times with growing waits, the first retry within 2 seconds', async () => {
    const staged = new StagedWebhooks();
    staged.respond = () => failed;
    staged.register();
    staged.write('a');
    await staged.pass(3_600_000);
    const waits = staged.received.slice(1).map(({ at }, index) => at - (staged.received[index]?.at ?? 0));
    assert.equal(waits.length, 9);
    assert.ok((waits[0] ?? Infinity) < 2000);
    assert.deepEqual(
      waits,
      [...new Set(waits)].sort((left, right) => left - right),
    );
    assert.deepEqual(
      staged.delivered.map(({ attempt }) => attempt),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    );
    assert.equal(new Set(staged.delivered.map(({ id }) => id)).size, 1);
    assert.equal(new Set(staged.received.map(({ body }) => body)).size, 1);
    assert.deepEqual([staged.webhooks.list()[0]?.waiting, staged.clock.waiting], [0, 0]);
  });

  it('are delivered once a receiver answers 2xx, and with nothing else', async () => {
    for (const status of [200, 201, 202, 204, 299]) {
      const staged = new StagedWebhooks();
      staged.respond = (_received, count) => ({ status: [100, 302, 404, status][count - 1] ?? 500, response: '' });
      staged.register();
      staged.write('a');
      await staged.pass(3_600_000);
      assert.deepEqual(
        staged.delivered.map((delivery) => delivery.status),
        [100, 302, 404, status],
      );
    }
  });

  it('are not held up by a failing one for longer than its first attempt', async () => {
    const staged = new StagedWebhooks(['a', 'b', 'c']);
    staged.respond = ({ referral }) => (referral === 'b' ? failed : ok);
    staged.register();
    for (const id of ['a', 'b', 'c']) staged.write(id);
    await staged.pass();
    assert.deepEqual(referralsOf(staged), ['a', 'b', 'c']);
    await staged.pass(1000);
    assert.deepEqual(referralsOf(staged), ['a', 'b', 'c', 'b']);
  });

  it('wait for an answer no longer than 10 seconds', async () => {
    const staged = new StagedWebhooks();
    staged.respond = (received) => (received.referral === 'a' ? never(received) : ok);
    staged.register();
    staged.write('a');
    staged.write('b');
    await staged.pass(9999);
    assert.deepEqual(referralsOf(staged), ['a']);
    await staged.pass(1);
    await staged.pass();
    assert.deepEqual(referralsOf(staged), ['a', 'b']);
    const [first] = staged.delivered;
    assert.deepEqual([first?.referral, first?.status], ['a', null]);
    assert.match(first?.response ?? '', /none within 10 seconds/);
  });

  it('are retried by twenty at a time, and none is lost', async () => {
    const ids = Array.from({ length: 50 }, (_, index) => `r${index}`);
    const staged = new StagedWebhooks(ids);
    const attempts = new Map<string, number>();
    let running = 0;
    let most = 0;
    staged.respond = async (received) => {
      const attempt = (attempts.get(received.referral) ?? 0) + 1;
      attempts.set(received.referral, attempt);
      if (attempt === 1) return failed;
      most = Math.max(most, ++running);
      if (attempt === 2) await never(received);
      running--;
      return attempt === 2 ? { status: null, response: '' } : ok;
    };
    staged.register();
    for (const id of ids) staged.write(id);
    await staged.pass(3_600_000);
    assert.equal(most, 20);
    assert.deepEqual(new Set(attempts.values()), new Set([3]));
    assert.equal(attempts.size, 50);
    assert.equal(staged.webhooks.list()[0]?.waiting, 0);
  });

  it('wait for delayMs before the first attempt, all at the same time', async () => {
    const staged = new StagedWebhooks();
    staged.register({ behaviour: { delayMs: 5000 } });
    staged.write('a');
    await staged.pass(3000);
    staged.write('b');
    await staged.pass(60_000);
    assert.deepEqual(
      staged.received.map(({ referral, at }) => [referral, at]),
      [
        ['a', 5000],
        ['b', 8000],
      ],
    );
  });

  it('come twice with "duplicate", with the same id and body', async () => {
    const staged = new StagedWebhooks();
    staged.register({ behaviour: { duplicate: true } });
    staged.write('a');
    staged.write('b');
    await staged.pass();
    assert.deepEqual(referralsOf(staged), ['a', 'a', 'b', 'b']);
    assert.deepEqual(staged.received[0]?.body, staged.received[1]?.body);
    const ids = staged.delivered.map(({ id }) => id);
    assert.deepEqual([ids[0] === ids[1], ids[1] === ids[2], ids[2] === ids[3]], [true, false, true]);
    assert.deepEqual(new Set(staged.delivered.map(({ attempt }) => attempt)), new Set([1]));
  });

  it('come in another order with "shuffle", the same one in each run', async () => {
    const run = async (count: number, duplicate = false): Promise<string[]> => {
      const staged = new StagedWebhooks(letters);
      staged.register({ behaviour: { shuffle: true, duplicate } });
      for (const id of letters.slice(0, count)) staged.write(id);
      await staged.pass(60_000);
      return referralsOf(staged);
    };
    assert.deepEqual(await run(1), ['a']);
    assert.deepEqual(await run(2), ['b', 'a']);
    for (const count of [3, 7, 8, 9, 17, 20]) {
      const order = await run(count);
      assert.deepEqual(order, await run(count));
      assert.notDeepEqual(order, letters.slice(0, count));
      assert.deepEqual(order.toSorted(), letters.slice(0, count));
      const twice = await run(count, true);
      assert.deepEqual(twice.toSorted(), [...order, ...order].sort());
    }
  });

  it('are signed over other bytes with "badSignature", else over the body', async () => {
    for (const badSignature of [true, false]) {
      const staged = new StagedWebhooks();
      staged.register({ behaviour: { badSignature } });
      staged.write('a');
      await staged.pass();
      const [{ headers, body } = { headers: {} as Record<string, string>, body: '' }] = staged.received;
      const [scheme, signature = ''] = (headers.Authorization ?? '').split(' ');
      assert.equal(scheme, 'Signature');
      assert.equal(Buffer.from(signature, 'base64').toString() === body, !badSignature);
      assert.equal(staged.delivered[0]?.badSignature, badSignature);
    }
  });

  it('go to each registered address that takes them, which do not wait for each other', async () => {
    const staged = new StagedWebhooks();
    staged.respond = (received) => (received.url.includes('slow') ? never(received) : ok);
    staged.register({ url: 'http://localhost:5000/slow' });
    staged.register({ url: 'http://localhost:5000/fast', events: ['referral-updated'] });
    staged.register({ url: 'http://localhost:5000/none', events: ['referral-created'] });
    staged.write('a');
    staged.write('b');
    await staged.pass();
    assert.deepEqual(staged.received.map(({ url, referral }) => [new URL(url).pathname, referral]).sort(), [
      ['/fast', 'a'],
      ['/fast', 'b'],
      ['/slow', 'a'],
    ]);
  });

  it('end when the webhooks are removed: nothing waits, and attempts that run are ended and not listed', async () => {
    for (const end of ['removeAll', 'reset', 'dispose'] as const) {
      const staged = new StagedWebhooks(['a', 'b', 'c']);
      staged.respond = (received) => (received.referral === 'a' ? failed : never(received));
      staged.register();
      staged.register({ behaviour: { delayMs: 1000 } });
      staged.register({ behaviour: { shuffle: true } });
      for (const id of ['a', 'b', 'c']) staged.write(id);
      await staged.pass(10);
      const before = staged.received.length;
      staged.webhooks[end]();
      assert.equal(staged.clock.waiting, before - staged.delivered.length, 'only limits of attempts that run');
      assert.ok(staged.received.filter(({ referral }) => referral === 'b').every(({ signal }) => signal.aborted));
      await staged.pass();
      assert.equal(staged.clock.waiting, 0);
      await staged.pass(60_000);
      staged.write('a');
      await staged.pass(60_000);
      assert.equal(staged.received.length, before);
      assert.equal(staged.webhooks.log.list().length, end === 'reset' ? 0 : staged.delivered.length);
    }
  });

  it('are counted and reported once where too many wait', async () => {
    const staged = new StagedWebhooks();
    staged.respond = never;
    staged.register();
    for (let count = 0; count < 100_003; count++) staged.webhooks.send({ referral: 'a' });
    const [listed] = staged.webhooks.list();
    assert.deepEqual([listed?.waiting, listed?.dropped], [100_000, 3]);
    assert.equal(staged.reports.length, 1);
    assert.match(staged.reports[0] ?? '', /100000 events wait for http:\/\/127\.0\.0\.1:5000\/hook/);
    staged.webhooks.dispose();
  });

  it('are delivered although a listener fails, and what could not be signed is reported', async () => {
    const staged = new StagedWebhooks();
    staged.webhooks.onDelivery(() => {
      throw new Error('a mistake');
    });
    staged.register();
    staged.write('a');
    staged.write('b');
    await staged.pass();
    assert.deepEqual(referralsOf(staged), ['a', 'b']);
    assert.equal(staged.reports.length, 2);
    assert.match(staged.reports[0] ?? '', /Internal error of the sandbox: Error: a mistake/);
  });
});
