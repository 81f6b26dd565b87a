import { refuse } from './requestRefusal.ts';

export const collection = '/v1.0/engagements/referrals';
/** The path of nextLink in official samples; it serves only pages with a token (docs/api.md, Pages). */
export const pageAlias = '/v1.0/referrals';

/** What a call is about. */
export type Target = { readonly kind: 'collection' } | { readonly kind: 'referral'; readonly id: string };

/** @throws RequestRefusal 404 if there is nothing at the address */
export function readTarget({ method }: Request, url: URL): Target {
  const path = url.pathname;
  if (path === collection || path === `${collection}/`) return { kind: 'collection' };
  if (path === pageAlias && method === 'GET' && url.searchParams.has('$skiptoken')) return { kind: 'collection' };
  // One or two slashes may follow the id: the connector distinguishes its operations this way (docs/api.md, Endpoints).
  const rest = path.startsWith(`${collection}/`) ? path.slice(collection.length + 1) : '';
  const id = /^([^/]+)\/{0,2}$/.exec(rest)?.[1];
  if (id === undefined) {
    const hint = /^\/_?sandbox(\/|$)/i.test(path) ? ` Did you mean ${path.replace(/^\/_?sandbox/i, '/_sandbox')}?` : '';
    throw refuse('known-address', `There is nothing at ${path}. Referrals are at ${collection}.${hint}`);
  }
  try {
    return { kind: 'referral', id: decodeURIComponent(id) };
  } catch {
    throw refuse('known-address', 'The id in the path is not percent-encoded UTF-8.');
  }
}

/** Undefined if there is nothing at the address. */
export function findTarget(request: Request, url: URL): Target | undefined {
  try {
    return readTarget(request, url);
  } catch {
    return undefined;
  }
}
