/**
 * The encoded `$skiptoken` of a nextLink. The link itself is never requested: in the official samples it uses http and
 * a path that doesn't exist (docs/api.md, Pages).
 */
export type SkipToken = string & { readonly brand: 'SkipToken' };

export type NextPage =
  | { readonly kind: 'none' }
  | { readonly kind: 'more'; readonly token: SkipToken }
  /** There is a nextLink, but without a usable token. */
  | { readonly kind: 'broken' };

export function readNextLink(nextLink: unknown): NextPage {
  if (nextLink === undefined || nextLink === null || nextLink === '') return { kind: 'none' };
  if (typeof nextLink !== 'string') return { kind: 'broken' };
  // Kept encoded: decoding and encoding again may change %2f and %2b.
  const raw = /[?&](?:\$|%24)skiptoken=([^&#]*)/i.exec(nextLink)?.[1];
  return raw !== undefined && /^[\w.~!$'()*+,;:@/?%=-]{1,8192}$/.test(raw)
    ? { kind: 'more', token: raw as SkipToken }
    : { kind: 'broken' };
}
