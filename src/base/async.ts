/**
 * Shares one run of a task among all who ask while it runs. A failed run is forgotten, so the next asker tries again;
 * `keep: true` remembers a good one for ever.
 */
export function singleFlight<T>(
  task: () => Promise<T>,
  options: { keep: boolean } = { keep: false },
): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    if (running) return running;
    const run = task();
    running = run;
    const forget = (): void => {
      if (running === run) running = undefined;
    };
    run.then(() => options.keep || forget(), forget);
    return run;
  };
}

/** Settles as the promise does, or rejects with the signal's reason as soon as that aborts, whichever is first. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Resolves after `ms`; rejects with the signal's reason as soon as that aborts. */
export function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const done = (): void => {
      signal.removeEventListener('abort', stop);
      resolve();
    };
    const timer = setTimeout(done, ms);
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}
