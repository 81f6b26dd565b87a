import { delay } from '../../base/async.ts';
import { Emitter } from '../../base/event.ts';
import type { Disposable } from '../../base/lifetime.ts';
import type { Question } from './question.ts';
import type { Answer } from './serverSearch.ts';

/** How long somebody must pause before a server is asked, in ms. */
export const typingPause = 300;

export type LiveState =
  /** Nothing to ask, or still within the pause. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'asking'; readonly question: Question }
  | (Answer & { readonly question: Question });

/** One question at a time, the newest: a new one ends the one before, whose answer is not wanted any more. */
export class LiveQuestion implements Disposable {
  readonly #ask: (question: Question, signal: AbortSignal) => Promise<Answer>;
  readonly #wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly #changed = new Emitter<void>();
  #question: Question | undefined;
  #running: AbortController | undefined;
  #state: LiveState = { kind: 'idle' };

  readonly onDidChange = this.#changed.event;

  constructor(
    ask: (question: Question, signal: AbortSignal) => Promise<Answer>,
    wait: (ms: number, signal: AbortSignal) => Promise<void> = delay,
  ) {
    this.#ask = ask;
    this.#wait = wait;
  }

  get state(): LiveState {
    return this.#state;
  }

  /** True from the moment a question is there until it is answered. */
  get busy(): boolean {
    return this.#running !== undefined;
  }

  /** What is typed now. The same question goes on, or keeps its answer. */
  put(question: Question | undefined): void {
    if (sameQuestion(question, this.#question)) return;
    this.#stop();
    this.#question = question;
    this.#state = { kind: 'idle' };
    if (question) void this.#run(question);
  }

  dispose(): void {
    this.#stop();
    this.#changed.dispose();
  }

  async #run(question: Question): Promise<void> {
    const run = new AbortController();
    this.#running = run;
    const settle = (state: LiveState): void => {
      if (this.#running !== run) return;
      if (state.kind !== 'asking') this.#running = undefined;
      this.#state = state;
      this.#changed.fire();
    };
    try {
      await this.#wait(typingPause, run.signal);
      settle({ kind: 'asking', question });
      settle({ ...(await this.#ask(question, run.signal)), question });
    } catch {
      // It was stopped: what it would have answered is not wanted.
      settle({ kind: 'idle' });
    }
  }

  #stop(): void {
    const running = this.#running;
    this.#running = undefined;
    running?.abort();
  }
}

function sameQuestion(a: Question | undefined, b: Question | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
