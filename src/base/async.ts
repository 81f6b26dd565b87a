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
