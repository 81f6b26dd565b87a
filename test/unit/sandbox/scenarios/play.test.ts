import assert from 'node:assert/strict';
import { serveSandbox } from '../../../../src/sandbox/http/serveSandbox.ts';
import type { CommandEnd } from '../../../../src/sandbox/scenarios/command.ts';
import { Play } from '../../../../src/sandbox/scenarios/play.ts';
import { sandboxOptions } from '../../../../src/sandbox/scenarios/sandboxOptions.ts';
import type { Scenario, Step } from '../../../../src/sandbox/scenarios/scenario.ts';
import { admin, scenario } from './scenarios.ts';

/** A scenario in a sandbox of its own, with a command that runs until `end` is called. */
async function prepare(played: Scenario, onStep: (step: Step) => void = () => undefined) {
  const served = await serveSandbox(sandboxOptions(played));
  const space = served.sandbox.spaceOf(`Bearer ${admin}`);
  const { promise: ended, resolve: end } = Promise.withResolvers<CommandEnd>();
  const play = new Play(played, {
    space,
    url: new URL(served.url),
    webhookPort: 1,
    startClient: () => Promise.resolve({ ended, hasEnded: false, end: () => Promise.resolve() }),
    onStep,
  });
  return { served, space, play, ended, end };
}

describe('A scenario that is played', () => {
  it('leaves the events of a sandbox that goes on to be found, whenever its client is seen to have ended', async () => {
    const played = scenario([{ run: 'start' }, { run: 'stop' }], []);
    const { served, space, play, ended, end } = await prepare(played);
    assert.equal(await play.perform(), undefined);
    end({ exitCode: undefined, signal: undefined });
    await ended;
    await served.close();
    assert.ok(space.coach.expectsReceivers);
  });

  it('finds an event without an answer only while the command runs', async () => {
    const played = scenario(
      [{ advanceDays: 0 }, { run: 'start' }, { advanceDays: 0 }, { run: 'toEnd' }, { advanceDays: 0 }],
      [],
    );
    const found: number[] = [];
    let events = 0;
    const missAnEvent = (): void => {
      const id = `event-${++events}`;
      for (const attempt of [1, 2, 3]) {
        space.coach.delivered({
          id,
          attempt,
          status: null,
          event: 'referral-updated',
          referral: 'a',
          url: 'http://127.0.0.1:1/',
          durationMs: 1,
          response: 'No answer',
          badSignature: false,
          sentAt: 0,
        });
      }
      const finding = space.coach.list().find(({ rule }) => rule === 'webhook-unanswered');
      found.push(finding?.count ?? 0);
    };
    const { served, space, play, end } = await prepare(played, (step) => {
      missAnEvent();
      if (step.kind === 'run' && step.how === 'toEnd') end({ exitCode: 0, signal: undefined });
    });
    assert.equal(await play.perform(), undefined);
    missAnEvent();
    await served.close();
    // Before and at the start, twice while it runs, after its end, and when the scenario is over.
    assert.deepEqual(found, [0, 0, 1, 2, 2, 3]);
  });
});
