import type { NewFinding } from '../findings/findings.ts';
import { refusalForStatus, itemNotFound } from './requestRefusal.ts';
import { identify, isVisible, type Caller } from './callers.ts';
import { createReferral } from '../write/createReferral.ts';
import { readJsonBody, respondJson } from './jsonBody.ts';
import type { SandboxState } from '../store/state.ts';
import type { StoredReferral } from '../store/store.ts';
import type { WriteSettings } from '../write/writeSettings.ts';
import { patchReferral, putReferral } from '../write/writeReferral.ts';

const collection = '/v1.0/engagements/referrals';
/** The path of nextLink in official samples; it serves only pages with a token (docs/api.md, Pages). */
const pageAlias = '/v1.0/referrals';

/**
 * Answers a request, or throws a RequestRefusal.
 * @param note receives what is wrong with the request although it is answered
 */
export type Api = (request: Request, url: URL, note: (finding: NewFinding) => void) => Promise<Response>;

export function createApi(state: SandboxState): Api {
  async function atCollection(request: Request, url: URL, caller: Caller, settings: WriteSettings): Promise<Response> {
    switch (request.method) {
      case 'GET':
        return respondJson(200, state.list.page(url, caller));
      case 'POST': {
        const body = await readJsonBody(request);
        const knowsEngagement = (id: string): boolean => {
          const engagement = state.store.withValue('engagementId', id.toLowerCase());
          return [...(engagement ?? [])].some((referral) => isVisible(referral, caller));
        };
        return represent(state.store.add(createReferral(body, settings, knowsEngagement)));
      }
      default:
        throw refusalForStatus(405, { Allow: 'GET, POST' });
    }
  }

  async function atReferral(
    request: Request,
    url: URL,
    id: string,
    caller: Caller,
    settings: WriteSettings,
  ): Promise<Response> {
    if (!['GET', 'PATCH', 'PUT'].includes(request.method)) throw refusalForStatus(405, { Allow: 'GET, PATCH, PUT' });
    if (request.method === 'GET') {
      const found = find(id, caller);
      return url.search === '' ? represent(found) : represent(found, {}, state.list.selection(url)(found));
    }
    const body = await readJsonBody(request);
    // Looked up after the body was read. From here to the write nothing is awaited, so no other write can happen in
    // between.
    const referral = find(id, caller);
    const ifMatch = request.headers.get('if-match');
    if (request.method === 'PUT') return represent(putReferral(state.store, referral, body, ifMatch, settings));
    const patched = patchReferral(state.store, referral, body, ifMatch, settings);
    return prefersRepresentation(request)
      ? represent(patched, { 'Preference-Applied': 'return=representation' })
      : new Response(null, { status: 204, headers: { 'Content-Length': '0' } });
  }

  /** A caller who may not see a deal gets the same response as if it didn't exist. */
  function find(id: string, caller: Caller): StoredReferral {
    const referral = state.store.find(id);
    if (!referral || !isVisible(referral, caller)) throw itemNotFound(`There is no referral with the id ${id}.`);
    return referral;
  }

  return async (request, url, note) => {
    const target = readTarget(request, url);
    const caller = identify(request.headers.get('authorization'));
    const { strict, lenient } = state.settings;
    const settings: WriteSettings = { clock: state.clock, strict, lenient, note };
    return target.kind === 'collection'
      ? atCollection(request, url, caller, settings)
      : atReferral(request, url, target.id, caller, settings);
  };
}

type Target = { readonly kind: 'collection' } | { readonly kind: 'referral'; readonly id: string };

function readTarget({ method }: Request, url: URL): Target {
  const path = url.pathname;
  if (path === collection || path === `${collection}/`) return { kind: 'collection' };
  if (path === pageAlias && method === 'GET' && url.searchParams.has('$skiptoken')) return { kind: 'collection' };
  // One or two slashes may follow the id: the connector distinguishes its operations this way (docs/api.md, Endpoints).
  const rest = path.startsWith(`${collection}/`) ? path.slice(collection.length + 1) : '';
  const id = /^([^/]+)\/{0,2}$/.exec(rest)?.[1];
  if (id === undefined) throw itemNotFound(`There is nothing at ${path}. Referrals are at ${collection}.`);
  try {
    return { kind: 'referral', id: decodeURIComponent(id) };
  } catch {
    throw itemNotFound('The id in the path is not percent-encoded UTF-8.');
  }
}

/** A referral of a seed is served unchanged, without `@odata.context`. */
function represent(
  { origin, text, eTag }: StoredReferral,
  headers: Record<string, string> = {},
  selected: string = text,
): Response {
  const context = `https://api.partner.microsoft.com${collection}/$metadata#Referrals/$entity`;
  const rest = selected === '{}' ? '}' : `,${selected.slice(1)}`;
  const body = origin === 'seed' ? selected : `{"@odata.context":"${context}"${rest}`;
  return respondJson(200, body, { ETag: eTag, ...headers });
}

function prefersRepresentation(request: Request): boolean {
  const preferences = (request.headers.get('prefer') ?? '').toLowerCase().split(/[,;]/);
  return preferences.some((preference) => preference.replaceAll(' ', '') === 'return=representation');
}
