import type { CallFacts } from '../coach/observedCall.ts';
import { checkAccept } from './mediaTypes.ts';
import { refuse, requestRefusal } from './requestRefusal.ts';
import { identify, isVisible, type Caller } from './callers.ts';
import { createReferral } from '../write/createReferral.ts';
import { readApiBody, respondJson } from './jsonBody.ts';
import type { Json } from '../../base/json.ts';
import type { Selection } from '../list/selection.ts';
import type { SandboxState } from '../store/state.ts';
import { columnOf, type StoredReferral } from '../store/store.ts';
import type { WriteSettings } from '../write/writeSettings.ts';
import { patchReferral, putReferral } from '../write/writeReferral.ts';
import { collection, readTarget } from './target.ts';

/** A call to the API. */
export interface ApiCall {
  readonly request: Request;
  readonly url: URL;
  /** The body's bytes, read once. */
  readonly readBytes: () => Promise<Buffer>;
  /** Aborted by a reset: what the call would change no longer exists. */
  readonly ended: AbortSignal;
  /** Carries out a write on behalf of the call. */
  readonly write: <T>(action: () => T) => T;
  /** Receives what the coach must know about the call. */
  readonly facts: CallFacts;
}

/** Answers a call, or throws a RequestRefusal or ClientGone. */
export type Api = (call: ApiCall) => Promise<Response>;

/** @param postStatus status of a POST: 200, or 201 (docs/api.md, Endpoints) */
export function createApi(state: SandboxState, postStatus = 200): Api {
  async function atCollection(call: ApiCall, caller: Caller, settings: WriteSettings): Promise<Response> {
    const { request, url } = call;
    switch (request.method) {
      case 'GET': {
        checkAccept(request.headers);
        const { body, ...page } = state.list.page(url, caller);
        call.facts.page = page;
        return respondJson(200, body);
      }
      case 'POST': {
        const body = await readBody(call);
        const shape = shapeOf(url);
        let joinsOwn = false;
        const knowsEngagement = (id: string): boolean => {
          const engagement = [...(state.store.withValue('engagementId', id.toLowerCase()) ?? [])];
          joinsOwn = engagement.some((referral) => columnOf(referral, 'organizationId') !== 'msft');
          return engagement.some((referral) => isVisible(referral, caller));
        };
        const created = call.write(() => state.store.add(createReferral(body, settings, knowsEngagement)));
        call.facts.created = { id: created.key, eTag: created.eTag, joinsOwn };
        return represent(created, postStatus, {}, shape?.(created));
      }
      default:
        throw refuse('known-method', `The list takes GET and POST, not ${request.method}.`, undefined, {
          Allow: 'GET, POST',
        });
    }
  }

  async function atReferral(call: ApiCall, id: string, caller: Caller, settings: WriteSettings): Promise<Response> {
    const { method, headers } = call.request;
    if (!['GET', 'PATCH', 'PUT'].includes(method)) {
      throw refuse('known-method', `A referral takes GET, PATCH and PUT, not ${method}.`, undefined, {
        Allow: 'GET, PATCH, PUT',
      });
    }
    if (method === 'GET') {
      checkAccept(headers);
      const found = find(id, caller);
      call.facts.referral = noteReferral(found);
      return represent(found, 200, {}, shapeOf(call.url)?.(found));
    }
    const body = await readBody(call);
    // Looked up after the body was read. From here to the write nothing is awaited, so no other write can happen in
    // between.
    const referral = find(id, caller);
    call.facts.referral = noteReferral(referral);
    const shape = shapeOf(call.url);
    const ifMatch = headers.get('if-match');
    if (method === 'PUT') {
      const replaced = call.write(() => putReferral(state.store, referral, body, ifMatch, settings));
      return represent(replaced, 200, {}, shape?.(replaced));
    }
    const patched = call.write(() => patchReferral(state.store, referral, body, ifMatch, settings));
    return prefersRepresentation(headers)
      ? represent(patched, 200, { 'Preference-Applied': 'return=representation' }, shape?.(patched))
      : new Response(null, { status: 204, headers: { 'Content-Length': '0' } });
  }

  /**
   * What a response about one referral has of it, by the query. Undefined for all of it. Writes ask before they change
   * anything, so that a wrong query changes nothing.
   */
  function shapeOf(url: URL): Selection | undefined {
    return url.search === '' ? undefined : state.list.selection(url);
  }

  /** A caller who may not see a deal gets the same response as if it didn't exist. */
  function find(id: string, caller: Caller): StoredReferral {
    const referral = state.store.find(id);
    if (referral && isVisible(referral, caller)) return referral;
    throw refuse('known-referral', `There is no referral with the id ${id}.`);
  }

  return async (call) => {
    const target = readTarget(call.request, call.url);
    const caller = identify(call.request.headers.get('authorization'));
    const { strict, lenient } = state.settings;
    const settings: WriteSettings = { clock: state.clock, strict, lenient, facts: call.facts };
    return target.kind === 'collection'
      ? atCollection(call, caller, settings)
      : atReferral(call, target.id, caller, settings);
  };
}

/** A stored referral changes in place, so what it was is copied. */
function noteReferral(referral: StoredReferral): NonNullable<CallFacts['referral']> {
  return { eTag: referral.eTag, status: columnOf(referral, 'status') };
}

async function readBody({ request, readBytes, ended, facts }: ApiCall): Promise<Json> {
  checkAccept(request.headers);
  const body = await readApiBody(request.headers, readBytes);
  facts.body = body;
  if (ended.aborted) throw endedByReset();
  return body;
}

/** A call that waited while the sandbox was reset must not change the new state. */
export function endedByReset(): Error {
  return requestRefusal(503, 'serviceNotAvailable', 'The sandbox was reset while this call waited.');
}

/**
 * The body for one referral. That of a seed is served unchanged, without `@odata.context`.
 * @param selected the text with the selected properties only
 */
export function representation({ origin, text }: StoredReferral, selected: string = text): string {
  if (origin === 'seed') return selected;
  const context = `https://api.partner.microsoft.com${collection}/$metadata#Referrals/$entity`;
  return `{"@odata.context":"${context}"${selected === '{}' ? '}' : `,${selected.slice(1)}`}`;
}

export function represent(
  referral: StoredReferral,
  status = 200,
  headers: Record<string, string> = {},
  selected?: string,
): Response {
  return respondJson(status, representation(referral, selected), { ETag: referral.eTag, ...headers });
}

/** A value may be in quotes (RFC 7240, 2). */
export function prefersRepresentation(headers: Headers): boolean {
  const preferences = (headers.get('prefer') ?? '').match(/(?:"(?:[^"\\]|\\.)*"?|[^",;])+/g) ?? [];
  return preferences.some((each) => /^\s*return\s*=\s*("?)representation\1\s*$/i.test(each));
}
