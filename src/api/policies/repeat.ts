import { retryAfterOf } from '../classify.ts';
import { TransportError, type HttpResponse, type Policy } from '../transport.ts';

/** Maximum wait in ms. If the server asks for a longer one, its response is returned as a failure. */
export const maxWait = 15_000;
const attempts = 3;
const idempotent: ReadonlySet<string> = new Set(['GET']);
const repeatable = new Set([429, 500, 502, 503, 504]);
const lostConnections = new Set(['ECONNRESET', 'EPIPE', 'UNKNOWN']);

/**
 * Retries GET up to three times after throttling, a server error or a lost connection: after the time in `Retry-After`,
 * else with exponential back-off from one second, with jitter. Other methods are never retried, since a lost POST may
 * have been applied.
 */
export function repeat(
  random: () => number,
  now: () => number,
  wait: (ms: number, signal: AbortSignal) => Promise<void>,
): Policy {
  const backOff = (attempt: number): number => 1000 * 2 ** (attempt - 1) * (0.5 + random() / 2);
  return {
    name: 'repeat',
    async send(request, next) {
      for (let attempt = 1; ; attempt++) {
        const last = attempt === attempts || !idempotent.has(request.method);
        const outcome: HttpResponse | TransportError = await next(request).catch((error: unknown) => {
          if (error instanceof TransportError && isLostConnection(error)) return error;
          throw error;
        });
        if (outcome instanceof TransportError) {
          if (last) throw outcome;
          await wait(backOff(attempt), request.signal);
          continue;
        }
        if (last || !repeatable.has(outcome.status)) return outcome;
        const retryAfter = retryAfterOf(outcome, now());
        if (retryAfter !== undefined && retryAfter > maxWait) return outcome;
        // Timers may fire slightly early. The addition ensures that the time given by the server has passed.
        const ms = retryAfter === undefined ? backOff(attempt) : Math.max(retryAfter + 25, backOff(attempt) / 4);
        request.onWait?.(ms);
        await wait(ms, request.signal);
      }
    },
  };
}

function isLostConnection(error: TransportError): boolean {
  return error.problem.kind === 'unreachable' && lostConnections.has(error.problem.code);
}
