import { delay } from '../../base/async.ts';
import { Emitter } from '../../base/event.ts';
import type { Disposable } from '../../base/lifetime.ts';
import type { Question } from './question.ts';
import type { Answer } from './serverSearch.ts';

/** Pause in typing before a request is sent, in ms. */
export const typingPause = 300;

export type LiveState =
  /** There is no question, or the pause isn't over. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'asking'; readonly question: Question }
  | (Answer & { readonly question: Question });

/** Sends the latest question. A new question aborts the previous one, and its response is ignored. */
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

  /** True while a question is waiting or being sent. */
  get busy(): boolean {
    return this.#running !== undefined;
  }

  /** Sets the question for the typed text. If it is the same, it continues or keeps its response. */
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
      // The question was aborted, so there is no result.
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
