import assert from 'node:assert/strict';
import { ApiError } from '../../../../src/api/failure.ts';
import type { Json } from '../../../../src/base/json.ts';
import { serveSandbox, type ServedSandbox } from '../../../../src/sandbox/http/serveSandbox.ts';
import { SandboxControl } from '../../../../src/services/connection/sandboxControl.ts';
import { PolledTraffic, type TrafficControl } from '../../../../src/services/calls/polledTraffic.ts';
import { StagedClock } from '../../stagedClock.ts';
import { aCall, aFinding, collection } from './aCall.ts';

/** The control plane of a sandbox in another process, which answers at once. */
class Elsewhere implements TrafficControl {
  all = [aCall({ requestId: 'a', time: '2026-11-29T10:00:00.000Z' })];
  found = [aFinding({ calls: ['a'] })];
  readonly asked: (string | undefined)[] = [];
  isDown = false;

  calls(since?: string): Promise<Json> {
    this.asked.push(since);
    return this.#answer({ calls: this.all.filter(({ time }) => since === undefined || time >= since) });
  }

  findings(): Promise<Json> {
    return this.#answer({ findings: this.found });
  }

  clearCalls(): Promise<void> {
    this.all = [];
    this.found = [];
    return Promise.resolve();
  }

  #answer(value: object): Promise<Json> {
    if (this.isDown) return Promise.reject(new ApiError({ kind: 'sandbox', reason: 'It does not answer.' }));
    return Promise.resolve(JSON.parse(JSON.stringify(value)) as Json);
  }
}

describe('Calls of a sandbox elsewhere', () => {
  let elsewhere: Elsewhere;
  let clock: StagedClock;
  let traffic: PolledTraffic;
  let changes: number;
  beforeEach(() => {
    elsewhere = new Elsewhere();
    clock = new StagedClock();
    traffic = new PolledTraffic(elsewhere, clock);
    changes = 0;
    traffic.onDidChange(() => changes++);
  });
  afterEach(() => traffic.dispose());
  const ids = (): string[] => traffic.calls.map(({ requestId }) => requestId);

  it('are asked for only while somebody looks', async () => {
    assert.deepEqual([traffic.loaded, elsewhere.asked, clock.waiting], [false, [], 0]);
    traffic.watch(true);
    await clock.pass(0);
    await traffic.refresh();
    assert.ok(traffic.loaded);
    assert.deepEqual([ids(), traffic.findings], [['a'], elsewhere.found]);
    await clock.pass(5000);
    const asked = elsewhere.asked.length;
    traffic.watch(false);
    await clock.pass(60_000);
    assert.deepEqual([elsewhere.asked.length, clock.waiting], [asked, 0]);
  });

  it('are asked for since the newest known one, and tell only what is new', async () => {
    await traffic.refresh();
    await traffic.refresh();
    assert.deepEqual([elsewhere.asked, changes], [[undefined, '2026-11-29T10:00:00.000Z'], 1]);
    elsewhere.all.push(aCall({ requestId: 'b', time: '2026-11-29T10:00:00.000Z' }));
    elsewhere.all.push(aCall({ requestId: 'c', time: '2026-11-29T10:00:01.000Z' }));
    await traffic.refresh();
    assert.deepEqual([ids(), changes], [['a', 'b', 'c'], 2]);
  });

  it('are asked for since the first that runs, which may have ended', async () => {
    elsewhere.all = [
      aCall({ requestId: 'a', time: '2026-11-29T10:00:00.000Z', status: null, duration: null }),
      aCall({ requestId: 'b', time: '2026-11-29T10:00:01.000Z' }),
    ];
    await traffic.refresh();
    elsewhere.all[0] = aCall({ requestId: 'a', time: '2026-11-29T10:00:00.000Z' });
    await traffic.refresh();
    assert.deepEqual(ids(), ['a', 'b']);
    assert.equal(traffic.calls[0]?.status, 200);
  });

  it('are read anew once the list was cleared, or the clock set back', async () => {
    await traffic.refresh();
    elsewhere.all = [aCall({ requestId: 'z', time: '2026-11-28T10:00:00.000Z' })];
    await traffic.refresh();
    assert.deepEqual(ids(), ['z']);
    elsewhere.all = [];
    await traffic.refresh();
    assert.deepEqual(ids(), []);
  });

  it('stay while the sandbox does not answer, with the failure, and go on when it does', async () => {
    await traffic.refresh();
    elsewhere.isDown = true;
    traffic.watch(true);
    await traffic.refresh();
    assert.ok(traffic.failure instanceof ApiError);
    assert.deepEqual(ids(), ['a']);
    const told = changes;
    await clock.pass(10_000);
    assert.equal(changes, told);
    elsewhere.isDown = false;
    await clock.pass(10_000);
    assert.equal(traffic.failure, undefined);
    assert.ok(changes > told);
  });

  it('are cleared there too', async () => {
    await traffic.refresh();
    await traffic.clear();
    assert.deepEqual([elsewhere.all, ids(), traffic.findings], [[], [], []]);
  });

  it('leave out what is no call or finding, and read what is odd', async () => {
    const odd = { calls: [null, 1, {}, { ...aCall({ requestId: 'x' }), time: 'never' }], findings: 'none' };
    elsewhere.calls = () =>
      Promise.resolve({
        calls: [...odd.calls, { method: 'GET', path: '/', time: '2026-11-29T10:00:00Z', requestId: 'y' }],
      } as Json);
    elsewhere.findings = () =>
      Promise.resolve({ findings: [{}, { rule: 'r', message: 'm', severity: 'odd', calls: [1, 'y'] }] });
    await traffic.refresh();
    assert.deepEqual(ids(), ['y']);
    assert.deepEqual(traffic.findings, [
      { rule: 'r', message: 'm', severity: 'info', evidence: 'advice', caller: '', count: 1, calls: ['y'] },
    ]);
    const [call] = traffic.calls;
    assert.deepEqual([call?.status, call?.duration, call?.userAgent, call?.caller], [null, null, null, '']);
  });

  describe('of a real sandbox', () => {
    let sandbox: ServedSandbox;
    before(async () => {
      sandbox = await serveSandbox({ count: 2, recordBodies: true });
    });
    after(() => sandbox.close());

    it('are those that it lists itself', async () => {
      const real = new PolledTraffic(new SandboxControl(sandbox.url), clock);
      const headers = { authorization: 'Bearer sandbox-admin' };
      for (let count = 0; count < 3; count++) {
        await (await fetch(sandbox.url + collection, { headers })).arrayBuffer();
        await real.refresh();
        assert.deepEqual(real.calls, JSON.parse(JSON.stringify(sandbox.traffic.calls())));
      }
      await real.clear();
      assert.deepEqual([real.calls, sandbox.traffic.calls()], [[], []]);
      real.dispose();
    });
  });
});
