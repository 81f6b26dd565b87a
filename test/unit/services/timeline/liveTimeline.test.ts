import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { WindowCalls } from '../../../../src/services/calls/windowCalls.ts';
import { Versions } from '../../../../src/services/catalog/versions.ts';
import { SandboxControl } from '../../../../src/services/connection/sandboxControl.ts';
import { LiveTimeline } from '../../../../src/services/timeline/liveTimeline.ts';
import { StagedClock } from '../../stagedClock.ts';
import { SandboxStage, when } from '../sandboxStage.ts';

const showcase = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';

describe('A timeline that is looked at', () => {
  let stage: SandboxStage;
  let versions: Versions;
  let clock: StagedClock;
  let timeline: LiveTimeline;
  let looks: number;
  let failing: Error | undefined;
  let mistakes: unknown[];
  let windowCalls: WindowCalls;

  const open = (connection: 'sandbox' | 'partner-center'): LiveTimeline =>
    (timeline = new LiveTimeline({
      connection,
      id: showcase,
      sources: {
        catalog: stage.catalog,
        windowCalls,
        versions,
        control: async () => {
          looks++;
          if (failing) throw failing;
          return new SandboxControl(stage.url);
        },
      },
      masked: () => false,
      onDidChangeCatalog: stage.catalog.onDidChange,
      onDidCall: windowCalls.onDidChange,
      onMistake: (error) => mistakes.push(error),
      clock,
    }));

  beforeEach(async () => {
    stage = await SandboxStage.start();
    versions = new Versions(stage.catalog);
    clock = new StagedClock();
    windowCalls = new WindowCalls();
    looks = 0;
    failing = undefined;
    mistakes = [];
  });
  afterEach(async () => {
    timeline.dispose();
    versions.dispose();
    await stage.close();
  });

  /** Waits for the next change that meets the condition. */
  const until = (happened: () => boolean): Promise<void> =>
    when((listener) => timeline.onDidChange(listener), happened);

  it('shows what the sandbox recorded since, without being asked', async () => {
    open('sandbox').watch(true);
    await timeline.refresh(false);
    const before = timeline.content?.events.length ?? 0;
    assert.ok(before > 0);
    await stage.patch(showcase, [{ op: 'replace', path: '/details/notes', value: 'a' }]);
    await when(
      (listener) => timeline.onDidChange(listener),
      () => clock.waiting === 1,
    );
    const changed = until(() => timeline.content!.events.some(({ kind }) => kind === 'changed'));
    await clock.pass(2000);
    await changed;
  });

  it('asks nothing while nobody looks, and at once when somebody does', async () => {
    open('sandbox');
    await timeline.refresh(false);
    assert.equal(clock.waiting, 0);
    const before = looks;
    await stage.patch(showcase, [{ op: 'replace', path: '/details/notes', value: 'a' }]);
    const changed = until(() => timeline.content!.events.some(({ kind }) => kind === 'changed'));
    timeline.watch(true);
    await changed;
    assert.ok(looks > before);
    timeline.watch(false);
    assert.equal(clock.waiting, 0);
  });

  it('keeps what it shows when the sandbox fails, tells why, and looks again', async () => {
    open('sandbox').watch(true);
    await timeline.refresh(false);
    const { content } = timeline;
    failing = await stage.client
      .get('00000000-0000-4000-8000-000000000000', { signal: new AbortController().signal })
      .then(() => undefined)
      .catch((error: unknown) => error as Error);
    assert.equal((await timeline.refresh(false))?.kind, 'notFound');
    assert.equal(timeline.content, content);
    failing = undefined;
    const well = until(() => timeline.failure === undefined);
    await clock.pass(2000);
    await well;
  });

  it('reports errors that are its own, and goes on', async () => {
    failing = new TypeError('x');
    open('sandbox').watch(true);
    assert.equal(await timeline.refresh(false), undefined);
    assert.deepEqual(mistakes, [failing]);
    assert.equal(clock.waiting, 1);
  });

  it('does one more load for all that is asked while one runs', async () => {
    open('sandbox');
    await Promise.all([timeline.refresh(false), timeline.refresh(false), timeline.refresh(false)]);
    // The first load makes the catalog change, which asks for nothing before there is a drawing.
    assert.equal(looks, 2);
    assert.equal(timeline.refreshing, false);
  });

  it('draws the calls of the window to Partner Center as they come, and asks no sandbox', async () => {
    open('partner-center').watch(true);
    await timeline.refresh(false);
    const drawn = until(() => timeline.content!.events.some(({ kind }) => kind === 'read'));
    windowCalls.add('partner-center', {
      method: 'GET',
      target: `/v1.0/engagements/referrals/${showcase}`,
      status: 200,
      problem: undefined,
      durationMs: 20,
      clientRequestId: undefined,
      requestId: 'r',
    });
    await drawn;
    assert.deepEqual([looks, clock.waiting, mistakes], [0, 0, []]);
  });

  it('shows nothing of an account that signed out', async () => {
    open('partner-center').watch(true);
    await timeline.refresh(false);
    assert.ok(timeline.content);
    await stage.fault({ status: 401, times: 0 });
    const failed = until(() => timeline.failure !== undefined);
    stage.catalog.forget('partner-center');
    assert.equal(timeline.content, undefined);
    await failed;
    assert.equal(timeline.content, undefined);
  });

  it('ends with its panel: no timer and no request is left', async () => {
    open('sandbox').watch(true);
    await timeline.refresh(false);
    timeline.dispose();
    assert.equal(clock.waiting, 0);
    const before = looks;
    timeline.watch(true);
    timeline.redraw();
    await nextTurn();
    assert.equal(looks, before);
  });
});
