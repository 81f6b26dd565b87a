import { requestIdOf } from '../classify.ts';
import { serverTimeOf } from '../serverTime.ts';
import { TransportError, type Policy } from '../transport.ts';

/** A logged call, without token, body and query values (filters contain e-mail addresses). */
export interface CallRecord {
  readonly method: string;
  /** Path with the names of the query options, without their values, e.g. `/v1.0/engagements/referrals?$filter=…`. */
  readonly target: string;
  /** Undefined if there was no response; `problem` then has the reason. */
  readonly status: number | undefined;
  readonly problem: string | undefined;
  readonly durationMs: number;
  readonly clientRequestId: string | undefined;
  readonly requestId: string | undefined;
  /** The time by the server's clock, in ms since 1970. Undefined if the response doesn't tell it. */
  readonly serverTime?: number | undefined;
}

/** Logs each call; retries are logged separately. */
export function callLog(log: (call: CallRecord) => void, now: () => number): Policy {
  return {
    name: 'call log',
    async send(request, next) {
      const started = now();
      const base = { method: request.method, target: targetOf(request.url) };
      const clientRequestId = request.headers['client-request-id'];
      try {
        const response = await next(request);
        const { status } = response;
        const requestId = requestIdOf(response);
        const serverTime = serverTimeOf(response);
        log({
          ...base,
          status,
          problem: undefined,
          durationMs: now() - started,
          clientRequestId,
          requestId,
          serverTime,
        });
        return response;
      } catch (error) {
        const problem = problemOf(error);
        log({
          ...base,
          status: undefined,
          problem,
          durationMs: now() - started,
          clientRequestId,
          requestId: undefined,
        });
        throw error;
      }
    },
  };
}

function targetOf(address: string): string {
  const url = new URL(address);
  const names = [...url.searchParams.keys()].map((name) => `${name}=…`).join('&');
  return names === '' ? url.pathname : `${url.pathname}?${names}`;
}

function problemOf(error: unknown): string {
  if (!(error instanceof TransportError)) return 'cancelled';
  return error.problem.kind === 'unreachable' ? error.problem.code : error.problem.kind;
}
