import { t } from '../base/l10n.ts';
import type { SilentTokens } from '../auth/tokens.ts';
import { delay } from '../base/async.ts';
import { tryParseJson, parseReferral } from '../referral/parseReferral.ts';
import { isRecord, readSummary, type ReferralSummary } from '../referral/summary.ts';
import { classifyResponse, requestIdOf } from './classify.ts';
import { ApiError } from './failure.ts';
import { defaultQuery, type ListQuery } from './listQuery.ts';
import { queryOptions } from './queryOptions.ts';
import { collection, pathOf } from './referralPath.ts';
import { serverTimeOf } from './serverTime.ts';
import { readNextLink, type NextPage, type SkipToken } from './paging.ts';
import { bearerToken } from './policies/bearerToken.ts';
import { callLog, type CallRecord } from './policies/callLog.ts';
import { clientRequestId } from './policies/clientRequestId.ts';
import { deadline, withinTime } from './policies/deadline.ts';
import { repeat } from './policies/repeat.ts';
import { RequestedWaits } from './policies/requestedWaits.ts';
import { writeGuard } from './policies/writeGuard.ts';
import {
  TransportError,
  withPolicies,
  type HttpRequest,
  type HttpResponse,
  type Policy,
  type Transport,
} from './transport.ts';

/** A referral as the server sent it. */
export interface FetchedReferral {
  /** The response body, unchanged. */
  readonly text: string;
  readonly summary: ReferralSummary;
  /** Of the response's `ETag` header, with its quotation marks (docs/api.md, Headers). */
  readonly eTag: string | undefined;
  /** ms since 1970. */
  readonly receivedAt: number;
  readonly durationMs: number;
}

export interface ReferralPage {
  readonly items: readonly ReferralSummary[];
  /** Number of items that could not be read. The others are still returned. */
  readonly unreadable: number;
  readonly next: NextPage;
  /** When the server answered, in ms since 1970 by its clock. Undefined if it doesn't say. */
  readonly serverTime?: number | undefined;
}

export interface RequestOptions {
  readonly signal: AbortSignal;
  readonly onWait?: ((ms: number) => void) | undefined;
}

/**
 * Reads and writes referrals. Every method rejects with an `ApiError` and nothing else. A write that fails with
 * `timeout`, `unreachable`, `serverError` or `unreadable`, or is cancelled after it was sent, may have been carried out.
 */
export interface ReferralClient {
  /** GET /v1.0/engagements/referrals/{id} */
  get(id: string, options: RequestOptions): Promise<FetchedReferral>;
  /**
   * GET /v1.0/engagements/referrals. Returns the first page if there is no token. A token continues the query that it
   * belongs to.
   * @param query default: all referrals, last changed first
   */
  list(token: SkipToken | undefined, options: RequestOptions, query?: ListQuery): Promise<ReferralPage>;
  /**
   * Returns the first page of the referrals that match an OData filter. Rejects with `invalidRequest` if the server
   * doesn't support the filter.
   */
  search(filter: string, options: RequestOptions): Promise<ReferralPage>;
  /**
   * PATCH /v1.0/engagements/referrals/{id}; never repeated. Resolves with the changed referral.
   * @param operations a JSON Patch as text
   * @param eTag of the version that the operations are based on. Rejects with `conflict` if the server has another
   * version.
   */
  patch(id: string, operations: string, eTag: string, options: RequestOptions): Promise<FetchedReferral>;
  /**
   * POST /v1.0/engagements/referrals; never repeated, since nothing makes a repeated POST safe. Resolves with the created
   * referral.
   * @param referral JSON text
   */
  create(referral: string, options: RequestOptions): Promise<FetchedReferral>;
}

export interface ClientParts {
  /** Scheme, host and port. The token is sent only there. */
  readonly origin: string;
  readonly tokens: SilentTokens;
  readonly transport: Transport;
  /** Names this program to the server, e.g. `partner-referrals/1.2.3`. */
  readonly userAgent?: string | undefined;
  readonly onCall: (call: CallRecord) => void;
  /** Called before a request that isn't a GET. Undefined if writes need no confirmation. */
  readonly mayWrite?: () => Promise<boolean>;
  readonly now?: () => number;
  /**
   * True if a call that was refused with `Retry-After` is not sent again before that time, whoever asks. A sandbox's
   * limits are faults that a person sets and removes.
   */
  readonly keepsWaits?: boolean;
  /** Milliseconds of a clock that only goes forward. */
  readonly elapsed?: () => number;
  readonly random?: () => number;
  /** Waits before a retry. Uses a timer by default. Rejects with the signal's reason when it aborts. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const perExchange = 30_000;
const inAll = 55_000;

export function createReferralClient(parts: ClientParts): ReferralClient {
  const { origin, tokens, userAgent, now = Date.now, random = Math.random, wait = delay } = parts;
  const elapsed = parts.elapsed ?? (() => performance.now());
  const api = withPolicies(parts.transport, [
    ...(parts.mayWrite ? [writeGuard(parts.mayWrite)] : []),
    deadline('deadline', inAll),
    bearerToken(origin, tokens),
    repeat(random, now, wait),
    // Within, so that a read waits for the remaining time if that is short.
    ...(parts.keepsWaits ? [new RequestedWaits(now, elapsed)] : []),
    clientRequestId,
    callLog(parts.onCall, now),
    deadline('time limit', perExchange),
    tellSent,
  ]);

  const send = async (
    request: Pick<HttpRequest, 'method' | 'body'> & { readonly headers?: HttpRequest['headers'] },
    target: string,
    options: RequestOptions,
  ): Promise<HttpResponse> => {
    let wasSent = false;
    const whole: HttpRequest = {
      ...request,
      url: `${origin}${target}`,
      headers: {
        accept: 'application/json',
        ...(userAgent !== undefined && { 'user-agent': userAgent }),
        ...request.headers,
      },
      signal: options.signal,
      onWait: options.onWait,
      onSend: () => (wasSent = true),
    };
    const response = await api.send(whole).catch((error: unknown) => {
      const known = asApiError(error, options.signal, origin);
      throw wasSent && request.method !== 'GET' ? asSent(known) : known;
    });
    if (response.status >= 200 && response.status < 300) return response;
    throw new ApiError(classifyResponse(response, now()));
  };

  const getText = (target: string, options: RequestOptions): Promise<HttpResponse> =>
    send({ method: 'GET' }, target, options);

  /** @param id the expected id; undefined accepts any id */
  const readReferral = async (
    response: HttpResponse,
    id: string | undefined,
    started: number,
  ): Promise<FetchedReferral> => {
    const parsed = await parseReferral(response.body);
    const requestId = requestIdOf(response);
    const answer = response.body;
    if (!parsed.ok) throw new ApiError({ kind: 'unreadable', problem: parsed.problem, answer, requestId });
    // Stored under the wrong id, the response would show one customer's data as another's.
    if (id !== undefined && parsed.summary.id !== id.toLowerCase()) {
      throw new ApiError({ kind: 'otherReferral', answer, requestId });
    }
    const receivedAt = now();
    const eTag = response.header('etag');
    return { text: answer, summary: parsed.summary, eTag, receivedAt, durationMs: receivedAt - started };
  };

  const get = async (id: string, options: RequestOptions): Promise<FetchedReferral> => {
    const started = now();
    return readReferral(await getText(pathOf(id), options), id, started);
  };

  return {
    get,

    async patch(id, operations, eTag, options) {
      const started = now();
      const headers = { 'content-type': 'application/json', 'if-match': eTag, prefer: 'return=representation' };
      const response = await send({ method: 'PATCH', headers, body: operations }, pathOf(id), options);
      // According to the documentation the response contains the referral only if the request asks for it, and a server
      // may not support this.
      if (response.status !== 204) return readReferral(response, id, started);
      return get(id, options).catch((error: unknown) => {
        // The GET failed, but the PATCH was carried out.
        if (!(error instanceof ApiError)) throw error;
        if (error.failure.kind === 'cancelled') throw asSent(error);
        const problem = { kind: 'notAReferral', what: t('an empty response') } as const;
        throw new ApiError(
          { kind: 'unreadable', problem, answer: '', requestId: requestIdOf(response) },
          { cause: error },
        );
      });
    },

    async create(referral, options) {
      const started = now();
      const headers = { 'content-type': 'application/json' };
      return readReferral(
        await send({ method: 'POST', headers, body: referral }, collection, options),
        undefined,
        started,
      );
    },

    async list(token, options, query = defaultQuery) {
      const listOptions = queryOptions(query);
      if (token === undefined) {
        return readPage(await getText(`${collection}?${listOptions}`, options).catch(ofCollection));
      }
      // Both attempts share one time limit.
      const answer = withinTime(inAll, options.signal, async (signal) => {
        try {
          return await getText(`${collection}?$skiptoken=${token}`, { ...options, signal });
        } catch (error) {
          // Whether a token carries the first request's options with it is not documented (docs/api.md, Pages).
          if (!(error instanceof ApiError) || !['invalidRequest', 'notFound'].includes(error.failure.kind)) throw error;
          return getText(`${collection}?${listOptions}&$skiptoken=${token}`, { ...options, signal });
        }
      });
      return readPage(await answer.catch((error: unknown) => ofCollection(asApiError(error, options.signal, origin))));
    },

    async search(filter, options) {
      // Lone surrogates can't be encoded.
      const option = encodeURIComponent(filter.replace(/\p{Surrogate}/gu, '\ufffd'));
      return readPage(await getText(`${collection}?$filter=${option}`, options));
    },
  };
}

/** The last step before the transport. */
const tellSent: Policy = {
  name: 'sent',
  async send(request, next) {
    // For a body and a signal that has aborted already, node-fetch raises an error that nothing can catch.
    request.signal.throwIfAborted();
    request.onSend?.();
    return next(request);
  },
};

/** The error of a write that was sent. */
function asSent(error: ApiError): ApiError {
  if (error.failure.kind !== 'cancelled') return error;
  return new ApiError({ kind: 'cancelled', wasSent: true }, { cause: error });
}

async function readPage(response: HttpResponse): Promise<ReferralPage> {
  const refuse = (problem: { kind: 'notAReferral'; what: string }): never => {
    throw new ApiError({ kind: 'unreadable', problem, answer: response.body, requestId: requestIdOf(response) });
  };
  const json = await tryParseJson(response.body);
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
    return refuse({ kind: 'notAReferral', what: t('a list without an array "value"') });
  }
  const items = value.map(readSummary).filter((item) => item !== undefined);
  return {
    items,
    unreadable: value.length - items.length,
    next: readNextLink(json.value['@odata.nextLink']),
    serverTime: serverTimeOf(response),
  };
}

/** Marks a 404 as one of the list, to distinguish it from a missing referral. */
function ofCollection(error: unknown): never {
  throw error instanceof ApiError && error.failure.kind === 'notFound'
    ? new ApiError({ ...error.failure, of: 'collection' }, { cause: error })
    : error;
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
