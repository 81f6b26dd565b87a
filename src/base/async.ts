/**
 * Shares one run of a task between all callers while it runs. After a failure the next call runs the task again. With
 * `keep: true`, a successful result is kept.
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

/** Runs a task for each item in order, at most `most` of them at the same time. */
export async function forEachAtMost<T>(
  most: number,
  items: Iterable<T>,
  task: (item: T) => Promise<unknown>,
): Promise<void> {
  const waiting = [...items].values();
  const work = async (): Promise<void> => {
    for (const item of waiting) await task(item);
  };
  await Promise.all(Array.from({ length: most }, work));
}

/** Settles like the promise, or rejects with the signal's reason if it aborts first. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Resolves after `ms`; rejects with the signal's reason when it aborts. */
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
