import assert from 'node:assert/strict';
import { setImmediate as settled } from 'node:timers/promises';
import { LiveQuestion, typingPause } from '../../../../src/services/server/liveQuestion.ts';
import type { Question } from '../../../../src/services/server/question.ts';
import type { Answer } from '../../../../src/services/server/serverSearch.ts';

/** A clock that the test advances. */
class Clock {
  #now = 0;
  #timers: { readonly at: number; readonly ring: () => void }[] = [];

  readonly wait = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      this.#timers.push({ at: this.#now + ms, ring: resolve });
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });

  async pass(ms: number): Promise<void> {
    this.#now += ms;
    for (const timer of this.#timers) if (timer.at <= this.#now) timer.ring();
    this.#timers = this.#timers.filter((timer) => timer.at > this.#now);
    await settled();
  }
}

const about = (reference: string): Question => ({ kind: 'reference', reference });

describe('asking the server while somebody types', () => {
  let clock: Clock;
  let asked: { readonly text: string; readonly signal: AbortSignal; readonly answer: (answer: Answer) => void }[];
  let live: LiveQuestion;
  let changes: string[];

  beforeEach(() => {
    clock = new Clock();
    asked = [];
    live = new LiveQuestion(
      (question, signal) =>
        new Promise((answer, reject) => {
          asked.push({ text: question.kind === 'reference' ? question.reference : question.id, signal, answer });
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
      clock.wait,
    );
    changes = [];
    live.onDidChange(() => changes.push(live.state.kind));
  });

  it('waits for a pause, and asks once about what stands there then', async () => {
    for (const text of ['CRM-1', 'CRM-12', 'CRM-123']) {
      live.put(about(text));
      await clock.pass(typingPause - 1);
    }
    assert.deepEqual([asked.length, live.state.kind, live.busy], [0, 'idle', true]);
    await clock.pass(1);
    assert.deepEqual([asked.map(({ text }) => text), live.state.kind], [['CRM-123'], 'asking']);
    asked[0]!.answer({ kind: 'nothing' });
    await settled();
    assert.deepEqual([live.state, live.busy], [{ kind: 'nothing', question: about('CRM-123') }, false]);
    assert.deepEqual(changes, ['asking', 'nothing']);
  });

  it('stops a request whose text is gone, and drops its answer', async () => {
    live.put(about('old'));
    await clock.pass(typingPause);
    live.put(about('new'));
    assert.ok(asked[0]!.signal.aborted);
    assert.equal(live.state.kind, 'idle');
    await clock.pass(typingPause);
    asked[1]!.answer({ kind: 'found', items: [] });
    await settled();
    asked[0]!.answer({ kind: 'nothing' });
    await settled();
    assert.deepEqual(live.state, { kind: 'found', items: [], question: about('new') });
  });

  it('drops an answer that comes though the request was stopped', async () => {
    const answers: ((answer: Answer) => void)[] = [];
    const deaf = new LiveQuestion(() => new Promise((answer) => answers.push(answer)), clock.wait);
    deaf.put(about('old'));
    await clock.pass(typingPause);
    deaf.put(about('new'));
    answers[0]!({ kind: 'nothing' });
    await settled();
    assert.deepEqual([deaf.state.kind, deaf.busy], ['idle', true]);
  });

  it('goes on with the same question, and keeps its answer', async () => {
    live.put(about('CRM-1'));
    await clock.pass(typingPause - 1);
    live.put(about('CRM-1'));
    await clock.pass(1);
    asked[0]!.answer({ kind: 'nothing' });
    await settled();
    live.put(about('CRM-1'));
    assert.deepEqual([live.state.kind, asked.length], ['nothing', 1]);
  });

  it('has nothing to say when there is nothing to ask', async () => {
    live.put(about('CRM-1'));
    live.put(undefined);
    await clock.pass(typingPause);
    assert.deepEqual([asked.length, live.state.kind, live.busy], [0, 'idle', false]);
  });

  it('ends with its picker: requests stop, nothing changes any more', async () => {
    live.put(about('CRM-1'));
    await clock.pass(typingPause);
    live.dispose();
    assert.ok(asked[0]!.signal.aborted);
    await settled();
    assert.deepEqual(changes, ['asking']);
  });
});
