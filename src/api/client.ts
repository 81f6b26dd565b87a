import type { SilentTokens } from '../auth/tokens.ts';
import { delay } from '../base/async.ts';
import { parseJson, parseReferral } from '../referral/parseReferral.ts';
import { isRecord, readSummary, type ReferralSummary } from '../referral/summary.ts';
import { classifyResponse, requestIdOf } from './classify.ts';
import { ApiError } from './failure.ts';
import { queryOptions, usualQuery, type ListQuery } from './listQuery.ts';
import { readNextLink, type NextPage, type SkipToken } from './paging.ts';
import { bearerToken } from './policies/bearerToken.ts';
import { callLog, type CallRecord } from './policies/callLog.ts';
import { clientRequestId } from './policies/clientRequestId.ts';
import { deadline, withinTime } from './policies/deadline.ts';
import { repeat } from './policies/repeat.ts';
import { writeGuard } from './policies/writeGuard.ts';
import { TransportError, withPolicies, type HttpRequest, type HttpResponse, type Transport } from './transport.ts';

/** A referral as the server sent it. */
export interface FetchedReferral {
  /** The answer's text, untouched. */
  readonly text: string;
  readonly summary: ReferralSummary;
  /** ms since 1970. */
  readonly receivedAt: number;
  readonly durationMs: number;
}

export interface ReferralPage {
  readonly items: readonly ReferralSummary[];
  /** How many items could not be read; they don't hide the others. */
  readonly unreadable: number;
  readonly next: NextPage;
}

export interface Ask {
  readonly signal: AbortSignal;
  readonly onWait?: ((ms: number) => void) | undefined;
}

/** Reads referrals. Every method rejects with an `ApiError` and nothing else. */
export interface ReferralClient {
  /** GET /v1.0/engagements/referrals/{id} */
  get(id: string, ask: Ask): Promise<FetchedReferral>;
  /**
   * GET /v1.0/engagements/referrals; the first page without a token. A token goes on with the query it came from.
   * @param query default: all, newest change first
   */
  list(token: SkipToken | undefined, ask: Ask, query?: ListQuery): Promise<ReferralPage>;
  /** The first page of what meets an OData filter; a server that can't filter by this answers `invalidRequest`. */
  search(filter: string, ask: Ask): Promise<ReferralPage>;
}

export interface ClientParts {
  /** Scheme, host and port; the token goes there and nowhere else. */
  readonly origin: string;
  readonly tokens: SilentTokens;
  readonly transport: Transport;
  readonly onCall: (call: CallRecord) => void;
  /** Asked before anything but reading is sent; absent where there is nothing to protect. */
  readonly mayWrite?: () => Promise<boolean>;
  readonly now?: () => number;
  readonly random?: () => number;
  /** Waits before a repeat; a timer when absent. Rejects with the signal's reason as soon as that aborts. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const perExchange = 30_000;
const inAll = 55_000;
const collection = '/v1.0/engagements/referrals';

export function createReferralClient(parts: ClientParts): ReferralClient {
  const { origin, tokens, now = Date.now, random = Math.random, wait = delay } = parts;
  const api = withPolicies(parts.transport, [
    ...(parts.mayWrite ? [writeGuard(parts.mayWrite)] : []),
    deadline('deadline', inAll),
    bearerToken(origin, tokens),
    repeat(random, now, wait),
    clientRequestId,
    callLog(parts.onCall, now),
    deadline('time limit', perExchange),
  ]);

  const getText = async (target: string, ask: Ask): Promise<HttpResponse> => {
    const request: HttpRequest = {
      method: 'GET',
      url: `${origin}${target}`,
      headers: { accept: 'application/json' },
      signal: ask.signal,
      onWait: ask.onWait,
    };
    const response = await api.send(request).catch((error: unknown) => {
      throw asApiError(error, ask.signal, origin);
    });
    if (response.status >= 200 && response.status < 300) return response;
    throw new ApiError(classifyResponse(response, now()));
  };

  return {
    async get(id, ask) {
      // As a path these would name another resource, or nothing that can be written.
      if (/^\.{0,2}$/.test(id) || /\p{Surrogate}/u.test(id)) throw new ApiError({ kind: 'impossibleId' });
      const started = now();
      const response = await getText(`${collection}/${encodeURIComponent(id)}`, ask);
      const parsed = await parseReferral(response.body);
      const requestId = requestIdOf(response);
      const answer = response.body;
      if (!parsed.ok) throw new ApiError({ kind: 'unreadable', problem: parsed.problem, answer, requestId });
      // Filing an answer under the wrong id would show one customer's data as another's.
      if (parsed.summary.id !== id.toLowerCase()) throw new ApiError({ kind: 'otherReferral', answer, requestId });
      const receivedAt = now();
      return { text: answer, summary: parsed.summary, receivedAt, durationMs: receivedAt - started };
    },

    async list(token, ask, query = usualQuery) {
      const listOptions = queryOptions(query);
      if (token === undefined) {
        const text = await getText(`${collection}?${listOptions}`, ask).catch((error: unknown) => {
          throw error instanceof ApiError && error.failure.kind === 'notFound'
            ? new ApiError({ ...error.failure, of: 'collection' }, { cause: error })
            : error;
        });
        return readPage(text);
      }
      // Both attempts together have the time of one.
      const answer = withinTime(inAll, ask.signal, async (signal) => {
        try {
          return await getText(`${collection}?$skiptoken=${token}`, { ...ask, signal });
        } catch (error) {
          // Whether a token carries the first request's options with it is not documented (reference §4.4).
          if (!(error instanceof ApiError) || !['invalidRequest', 'notFound'].includes(error.failure.kind)) throw error;
          return getText(`${collection}?${listOptions}&$skiptoken=${token}`, { ...ask, signal });
        }
      });
      return readPage(
        await answer.catch((error: unknown) => {
          throw asApiError(error, ask.signal, origin);
        }),
      );
    },

    async search(filter, ask) {
      // Half a pair can't be written into an address.
      const option = encodeURIComponent(filter.replace(/\p{Surrogate}/gu, '\ufffd'));
      return readPage(await getText(`${collection}?$filter=${option}`, ask));
    },
  };
}

async function readPage(response: HttpResponse): Promise<ReferralPage> {
  const refuse = (problem: { kind: 'notAReferral'; what: string }): never => {
    throw new ApiError({ kind: 'unreadable', problem, answer: response.body, requestId: requestIdOf(response) });
  };
  const json = await parseJson(response.body);
  if (!json.ok) {
    throw new ApiError({
      kind: 'unreadable',
      problem: json.problem,
      answer: response.body,
      requestId: requestIdOf(response),
    });
  }
  const value = isRecord(json.value) ? json.value['value'] : undefined;
  if (!isRecord(json.value) || !Array.isArray(value)) {
    return refuse({ kind: 'notAReferral', what: 'a list without an array "value"' });
  }
  const items = value.map(readSummary).filter((item) => item !== undefined);
  return { items, unreadable: value.length - items.length, next: readNextLink(json.value['@odata.nextLink']) };
}

function asApiError(error: unknown, signal: AbortSignal, origin: string): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof TransportError) {
    const { problem } = error;
    return problem.kind === 'unreachable'
      ? new ApiError({ ...problem, host: new URL(origin).host }, { cause: error })
      : new ApiError(problem, { cause: error });
  }
  if (signal.aborted) return new ApiError({ kind: 'cancelled' });
  throw error;
}
