import { BoundedMap } from '../../base/boundedMap.ts';
import { retryAfterOf } from '../classify.ts';
import type { HttpRequest, HttpResponse, Policy, Transport } from '../transport.ts';

/** Of more refused calls at a time, those that were refused first are forgotten. */
const mostCalls = 500;
/** In ms. After that the server is asked again, whatever it said: who tries again then has a reason. */
const longestWait = 3_600_000;
/** In characters. A longer body is no error of the service, and is not kept. */
const longestBody = 20_000;

interface Refusal {
  readonly response: HttpResponse;
  /** By `elapsed`. */
  readonly until: number;
}

/**
 * Remembers which calls the server refused with `Retry-After`. Until that time has passed, but for an hour at most, the
 * same call is not sent: it gets the same response with the remaining time, whoever asks. Calls are the same if they have
 * the same method and path, since a limit doesn't depend on what a query or a body says.
 */
export class RequestedWaits implements Policy {
  readonly name = 'waits';
  readonly #now: () => number;
  readonly #elapsed: () => number;
  /** By method and path. Replaced for another session, so that requests from before don't add to it. */
  #refusals = new BoundedMap<string, Refusal>(mostCalls);
  /** Whose they are: limits are those of an account. */
  #session: AbortSignal | undefined;

  /**
   * @param now in ms since 1970, for a `Retry-After` that is a date
   * @param elapsed milliseconds of a clock that only goes forward, since the machine's may be set
   */
  constructor(now: () => number, elapsed: () => number) {
    this.#now = now;
    this.#elapsed = elapsed;
  }

  async send(request: HttpRequest, next: Transport['send']): Promise<HttpResponse> {
    if (request.superseded !== this.#session) this.#refusals = new BoundedMap(mostCalls);
    this.#session = request.superseded;
    const refusals = this.#refusals;
    const key = `${request.method} ${new URL(request.url).pathname}`;
    const known = refusals.get(key);
    if (known) {
      const remaining = known.until - this.#elapsed();
      if (remaining > 0) return repeated(known.response, remaining);
      refusals.delete(key);
    }
    const response = await next(request);
    const wait = isRefusal(response) ? (retryAfterOf(response, this.#now()) ?? 0) : 0;
    const until = this.#elapsed() + Math.min(wait, longestWait);
    // Requests overlap, and each may be told another time.
    if (wait > 0 && until > (refusals.get(key)?.until ?? 0)) refusals.set(key, { response: kept(response), until });
    return response;
  }
}

function isRefusal({ status }: HttpResponse): boolean {
  return status === 429 || status >= 500;
}

function kept(response: HttpResponse): HttpResponse {
  return response.body.length > longestBody ? { ...response, body: '' } : response;
}

function repeated(response: HttpResponse, remainingMs: number): HttpResponse {
  const retryAfter = String(Math.ceil(remainingMs) / 1000);
  return {
    ...response,
    unsent: true,
    header: (name) => (name.toLowerCase() === 'retry-after' ? retryAfter : response.header(name)),
  };
}
