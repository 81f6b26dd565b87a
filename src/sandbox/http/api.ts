import type { NewFinding } from '../findings/findings.ts';
import { checkAccept } from './mediaTypes.ts';
import { refuse, requestRefusal } from './requestRefusal.ts';
import { identify, isVisible, type Caller } from './callers.ts';
import { createReferral } from '../write/createReferral.ts';
import { readApiBody, respondJson } from './jsonBody.ts';
import type { Json } from '../../base/json.ts';
import type { SandboxState } from '../store/state.ts';
import type { StoredReferral } from '../store/store.ts';
import type { WriteSettings } from '../write/writeSettings.ts';
import { patchReferral, putReferral } from '../write/writeReferral.ts';

const collection = '/v1.0/engagements/referrals';
/** The path of nextLink in official samples; it serves only pages with a token (docs/api.md, Pages). */
const pageAlias = '/v1.0/referrals';

/** A call to the API. */
export interface ApiCall {
  readonly request: Request;
  readonly url: URL;
  /** The body's bytes, read once. */
  readonly readBytes: () => Promise<Buffer>;
  /** Aborted by a reset: what the call would change no longer exists. */
  readonly ended: AbortSignal;
  /** Receives what is wrong with the request although it is answered. */
  readonly note: (finding: NewFinding) => void;
  /** Carries out a write on behalf of the call. */
  readonly write: <T>(action: () => T) => T;
}

/** Answers a call, or throws a RequestRefusal or ClientGone. */
export type Api = (call: ApiCall) => Promise<Response>;

/** @param postStatus status of a POST: 200, or 201 (docs/api.md, Endpoints) */
export function createApi(state: SandboxState, postStatus = 200): Api {
  async function atCollection(call: ApiCall, caller: Caller, settings: WriteSettings): Promise<Response> {
    const { request, url } = call;
    switch (request.method) {
      case 'GET':
        checkAccept(request.headers);
        return respondJson(200, state.list.page(url, caller));
      case 'POST': {
        const body = await readBody(call);
        const knowsEngagement = (id: string): boolean => {
          const engagement = state.store.withValue('engagementId', id.toLowerCase());
          return [...(engagement ?? [])].some((referral) => isVisible(referral, caller));
        };
        const created = call.write(() => state.store.add(createReferral(body, settings, knowsEngagement)));
        return represent(created, postStatus);
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
      return call.url.search === ''
        ? represent(found)
        : represent(found, 200, {}, state.list.selection(call.url)(found));
    }
    const body = await readBody(call);
    // Looked up after the body was read. From here to the write nothing is awaited, so no other write can happen in
    // between.
    const referral = find(id, caller);
    const ifMatch = headers.get('if-match');
    if (method === 'PUT') {
      return represent(call.write(() => putReferral(state.store, referral, body, ifMatch, settings)));
    }
    const patched = call.write(() => patchReferral(state.store, referral, body, ifMatch, settings));
    return prefersRepresentation(headers)
      ? represent(patched, 200, { 'Preference-Applied': 'return=representation' })
      : new Response(null, { status: 204, headers: { 'Content-Length': '0' } });
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
    const settings: WriteSettings = { clock: state.clock, strict, lenient, note: call.note };
    return target.kind === 'collection'
      ? atCollection(call, caller, settings)
      : atReferral(call, target.id, caller, settings);
  };
}

async function readBody({ request, readBytes, ended }: ApiCall): Promise<Json> {
  checkAccept(request.headers);
  const body = await readApiBody(request.headers, readBytes);
  if (ended.aborted) throw endedByReset();
  return body;
}

/** A call that waited while the sandbox was reset must not change the new state. */
export function endedByReset(): Error {
  return requestRefusal(503, 'serviceNotAvailable', 'The sandbox was reset while this call waited.');
}

type Target = { readonly kind: 'collection' } | { readonly kind: 'referral'; readonly id: string };

function readTarget({ method }: Request, url: URL): Target {
  const path = url.pathname;
  if (path === collection || path === `${collection}/`) return { kind: 'collection' };
  if (path === pageAlias && method === 'GET' && url.searchParams.has('$skiptoken')) return { kind: 'collection' };
  // One or two slashes may follow the id: the connector distinguishes its operations this way (docs/api.md, Endpoints).
  const rest = path.startsWith(`${collection}/`) ? path.slice(collection.length + 1) : '';
  const id = /^([^/]+)\/{0,2}$/.exec(rest)?.[1];
  if (id === undefined) throw refuse('known-address', `There is nothing at ${path}. Referrals are at ${collection}.`);
  try {
    return { kind: 'referral', id: decodeURIComponent(id) };
  } catch {
    throw refuse('known-address', 'The id in the path is not percent-encoded UTF-8.');
  }
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

function prefersRepresentation(headers: Headers): boolean {
  const preferences = (headers.get('prefer') ?? '').toLowerCase().split(/[,;]/);
  return preferences.some((preference) => preference.replaceAll(' ', '') === 'return=representation');
}
