/**
 * True if a value of If-Match includes the eTag: `*`, or a list that has it (RFC 9110, 13.1.1). Tags are compared as
 * text (docs/api.md, Formats), and weak ones in a list match nothing. eTags of a seed may be no entity tags, so the whole
 * value is compared, too.
 */
export function matchesEntityTag(ifMatch: string, eTag: string): boolean {
  if (ifMatch === '*' || ifMatch === eTag) return true;
  const list = /^\s*(?:(?:W\/)?"[^"]*"\s*(?:,\s*|$))+$/;
  if (!list.test(ifMatch)) return false;
  return [...ifMatch.matchAll(/(W\/)?("[^"]*")/g)].some(([, weak, tag]) => weak === undefined && tag === eTag);
}
