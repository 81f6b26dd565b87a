import { errorForStatus, itemNotFound } from './apiError.ts';
import { identify, isVisible, type Caller } from './callers.ts';
import { createReferral } from '../write/createReferral.ts';
import { readJsonBody } from './readBody.ts';
import { respondJson } from './respond.ts';
import type { SandboxState } from '../store/state.ts';
import type { StoredReferral } from '../store/store.ts';
import { patchReferral, putReferral } from '../write/writeReferral.ts';

const collection = '/v1.0/engagements/referrals';
/** The path of nextLink in official samples; it serves pages and nothing else (reference §14). */
const pageAlias = '/v1.0/referrals';

/** The API itself: one request in, one response out; throws ApiError to refuse. */
export function createApi(state: SandboxState): (request: Request, url: URL) => Promise<Response> {
  async function atCollection(request: Request, url: URL, caller: Caller): Promise<Response> {
    switch (request.method) {
      case 'GET':
        return respondJson(200, state.list.page(url, caller));
      case 'POST': {
        const body = await readJsonBody(request);
        const knowsEngagement = (id: string): boolean => {
          const engagement = state.store.withValue('engagementId', id.toLowerCase());
          return [...(engagement ?? [])].some((referral) => isVisible(referral, caller));
        };
        return represent(state.store.add(createReferral(body, state.clock, state.settings.strict, knowsEngagement)));
      }
      default:
        throw errorForStatus(405, { Allow: 'GET, POST' });
    }
  }

  async function atReferral(request: Request, id: string, caller: Caller): Promise<Response> {
    if (!['GET', 'PATCH', 'PUT'].includes(request.method)) throw errorForStatus(405, { Allow: 'GET, PATCH, PUT' });
    if (request.method === 'GET') return represent(find(id, caller));
    const body = await readJsonBody(request);
    // Found after the body is read: from here to the write nothing waits, so no other write comes between.
    const referral = find(id, caller);
    const settings = { clock: state.clock, strict: state.settings.strict };
    const ifMatch = request.headers.get('if-match');
    if (request.method === 'PUT') return represent(putReferral(state.store, referral, body, ifMatch, settings));
    const patched = patchReferral(state.store, referral, body, ifMatch, settings);
    return prefersRepresentation(request)
      ? represent(patched, { 'Preference-Applied': 'return=representation' })
      : new Response(null, { status: 204, headers: { 'Content-Length': '0' } });
  }

  /** Whoever may not see a deal is not told that it exists. */
  function find(id: string, caller: Caller): StoredReferral {
    const referral = state.store.find(id);
    if (!referral || !isVisible(referral, caller)) throw itemNotFound(`There is no referral with the id ${id}.`);
    return referral;
  }

  return async (request, url) => {
    const target = readTarget(request, url);
    const caller = identify(request.headers.get('authorization'));
    return target.kind === 'collection' ? atCollection(request, url, caller) : atReferral(request, target.id, caller);
  };
}

type Target = { readonly kind: 'collection' } | { readonly kind: 'referral'; readonly id: string };

function readTarget({ method }: Request, url: URL): Target {
  const path = url.pathname;
  if (path === collection || path === `${collection}/`) return { kind: 'collection' };
  if (path === pageAlias && method === 'GET' && url.searchParams.has('$skiptoken')) return { kind: 'collection' };
  // One or two slashes may follow the id: that is how the connector tells its operations apart (reference §1).
  const rest = path.startsWith(`${collection}/`) ? path.slice(collection.length + 1) : '';
  const id = /^([^/]+)\/{0,2}$/.exec(rest)?.[1];
  if (id === undefined) throw itemNotFound(`There is nothing at ${path}. Referrals are at ${collection}.`);
  try {
    return { kind: 'referral', id: decodeURIComponent(id) };
  } catch {
    throw itemNotFound('The id in the path is not percent-encoded UTF-8.');
  }
}

/** A seed's referral is served as it is, without a property more. */
function represent(referral: StoredReferral, headers: Record<string, string> = {}): Response {
  const context = `https://api.partner.microsoft.com${collection}/$metadata#Referrals/$entity`;
  const { origin, text, eTag } = referral;
  const body = origin === 'seed' ? text : `{"@odata.context":"${context}",${text.slice(1)}`;
  return respondJson(200, body, { ETag: eTag, ...headers });
}

function prefersRepresentation(request: Request): boolean {
  const preferences = (request.headers.get('prefer') ?? '').toLowerCase().split(/[,;]/);
  return preferences.some((preference) => preference.replaceAll(' ', '') === 'return=representation');
}
