/**
 * Where a list goes on: the still-encoded `$skiptoken` of a nextLink. The link itself is data and never requested: the
 * official samples' go over http to a path that doesn't exist (reference §4.3, §4.4).
 */
export type SkipToken = string & { readonly brand: 'SkipToken' };

export type NextPage =
  | { readonly kind: 'none' }
  | { readonly kind: 'more'; readonly token: SkipToken }
  /** A nextLink is there, but holds no usable token. */
  | { readonly kind: 'broken' };

export function readNextLink(nextLink: unknown): NextPage {
  if (nextLink === undefined || nextLink === null || nextLink === '') return { kind: 'none' };
  if (typeof nextLink !== 'string') return { kind: 'broken' };
  // Raw on purpose: decoding and encoding again may change %2f and %2b.
  const raw = /[?&](?:\$|%24)skiptoken=([^&#]*)/i.exec(nextLink)?.[1];
  return raw !== undefined && /^[\w.~!$'()*+,;:@/?%=-]{1,8192}$/.test(raw)
    ? { kind: 'more', token: raw as SkipToken }
    : { kind: 'broken' };
}
