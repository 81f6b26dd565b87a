import { errorForStatus, itemNotFound } from './apiError.ts';
import { identify, isVisible } from './callers.ts';
import { respondJson } from './respond.ts';
import type { SandboxState } from './state.ts';
import type { StoredReferral } from './store.ts';

const collection = '/v1.0/engagements/referrals';
/** The path of nextLink in official samples; it serves pages and nothing else (reference §14). */
const pageAlias = '/v1.0/referrals';

/** The API itself: one request in, one response out; throws ApiError to refuse. */
export function createApi(state: SandboxState): (request: Request, url: URL) => Promise<Response> {
  return async (request, url) => {
    const target = readTarget(url);
    const caller = identify(request.headers.get('authorization'));
    if (target.kind === 'list') {
      if (request.method !== 'GET') throw errorForStatus(405, { Allow: 'GET' });
      return respondJson(200, state.list.page(url, caller));
    }
    if (request.method !== 'GET') throw errorForStatus(405, { Allow: 'GET' });
    const referral = state.store.find(target.id);
    // Whoever may not see a deal is not told that it exists.
    if (!referral || !isVisible(referral, caller)) throw itemNotFound(`There is no referral with the id ${target.id}.`);
    return respondJson(200, withContext(referral), { ETag: referral.eTag });
  };
}

type Target = { readonly kind: 'list' } | { readonly kind: 'referral'; readonly id: string };

function readTarget(url: URL): Target {
  const path = url.pathname;
  if (path === collection || path === `${collection}/`) return { kind: 'list' };
  if (path === pageAlias && url.searchParams.has('$skiptoken')) return { kind: 'list' };
  // One or two slashes may follow the id: that is how the connector tells its operations apart (reference §1).
  const id = path.startsWith(`${collection}/`)
    ? /^([^/]+)\/{0,2}$/.exec(path.slice(collection.length + 1))?.[1]
    : undefined;
  if (id === undefined) throw itemNotFound(`There is nothing at ${path}. Referrals are at ${collection}.`);
  try {
    return { kind: 'referral', id: decodeURIComponent(id) };
  } catch {
    throw itemNotFound('The id in the path is not percent-encoded UTF-8.');
  }
}

/** A seed's referral is served as it is, without a property more. */
function withContext(referral: StoredReferral): string {
  if (referral.origin === 'seed') return referral.text;
  return `{"@odata.context":"https://api.partner.microsoft.com${collection}/$metadata#Referrals/$entity",${referral.text.slice(1)}`;
}
