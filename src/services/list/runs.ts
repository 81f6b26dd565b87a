import type { ListQuery } from '../../api/listQuery.ts';

/** An operation of the user that loads pages. */
export interface Run {
  /** The query of which all pages are loaded; undefined if not all are. */
  readonly allOf: ListQuery | undefined;
  /** Aborted when another run starts or the user cancels. */
  readonly signal: AbortSignal;
  /** False after another run started or this one ended. */
  readonly wanted: () => boolean;
  /** Never rejects. */
  readonly ended: Promise<void>;
  /** Call this when the run ends, also after a failure. */
  readonly end: () => void;
}

/** Allows one run at a time: a new run stops the current one. */
export class Runs {
  #current: Run | undefined;
  #stop: (() => void) | undefined;

  get current(): Run | undefined {
    return this.#current;
  }

  /** @param cancelled aborted when the user cancels */
  start(cancelled: AbortSignal | undefined, allOf: ListQuery | undefined): Run {
    this.stop();
    const controller = new AbortController();
    const stop = (): void => controller.abort();
    cancelled?.addEventListener('abort', stop, { once: true });
    if (cancelled?.aborted) stop();
    let settle = (): void => undefined;
    const run: Run = {
      allOf,
      signal: controller.signal,
      wanted: () => this.#current === run,
      ended: new Promise<void>((resolve) => (settle = resolve)),
      end: () => {
        cancelled?.removeEventListener('abort', stop);
        if (this.#current === run) this.#current = undefined;
        settle();
      },
    };
    this.#current = run;
    this.#stop = stop;
    return run;
  }

  stop(): void {
    const running = this.#current;
    this.#current = undefined;
    if (running) this.#stop?.();
  }
}
