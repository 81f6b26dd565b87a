import { orAborted } from '../../base/async.ts';
import { TransportError, type Policy } from '../transport.ts';

/**
 * Aborts a request after `ms` or when it is cancelled, also while it waits for the rest of the body, a retry or a
 * token.
 */
export function deadline(name: string, ms: number): Policy {
  return { name, send: (request, next) => withinTime(ms, request.signal, (signal) => next({ ...request, signal })) };
}

/**
 * Runs a task with a signal that aborts with the given one or after `ms`. Doesn't wait for the task to handle the
 * signal.
 */
export async function withinTime<T>(
  ms: number,
  given: AbortSignal,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(new TransportError({ kind: 'timeout', afterMs: ms })), ms);
  try {
    const signal = AbortSignal.any([given, over.signal]);
    return await orAborted(task(signal), signal);
  } finally {
    clearTimeout(timer);
  }
}
