import type { ObservedCall } from './observedCall.ts';

/** Failures of the same call in a row. */
export interface Failure {
  readonly endedAt: number;
  /** Before this, the call must not be repeated; undefined if no Retry-After came. */
  readonly retryAt: number | undefined;
  readonly status: number | null;
  readonly times: number;
  /** How long the client waited before each repetition so far, in milliseconds, without one that may come at once. */
  readonly waits: readonly number[];
}

/** In ms. A shorter time between two calls is not a wait: the call itself takes that long. */
export const leastWaitMs = 50;

/** True if the same call may succeed later. */
export function isFailure({ status }: ObservedCall): boolean {
  return status === null || status === 429 || status >= 500;
}

/**
 * True for the first repetition of a GET, if it comes at once: an idle connection may have been closed, libraries begin
 * with no wait, and random waits may be short. What follows it must wait.
 */
export function comesAtOnceRightly({ method, startedAt }: ObservedCall, { endedAt, times }: Failure): boolean {
  return method === 'GET' && times === 1 && startedAt - endedAt < leastWaitMs;
}

/** @param before failures of the same call so far */
export function failAgain(call: ObservedCall, before: Failure | undefined): Failure {
  const { status, endedAt, startedAt, retryAfterMs } = call;
  const isRepetition = before && startedAt >= before.endedAt && !comesAtOnceRightly(call, before);
  const waits = isRepetition ? [...before.waits, startedAt - before.endedAt] : [];
  return {
    endedAt,
    status,
    retryAt: retryAfterMs === undefined ? undefined : endedAt + retryAfterMs,
    times: (before?.times ?? 0) + 1,
    waits: waits.slice(-20),
  };
}
