import type { Clock } from '../../base/alarm.ts';

/** Real time. Its timers don't keep the process running. */
export const deliveryClock: Clock = {
  now: Date.now,
  after(ms, task) {
    const timer = setTimeout(task, ms).unref();
    return { dispose: () => clearTimeout(timer) };
  },
};
