import type { Fault } from './faults.ts';

/** What a fault's conditions look at. */
export interface MatchedCall {
  readonly method: string;
  readonly url: URL;
  /** As in the list of calls. */
  readonly caller: string;
  readonly clientRequestId: string | null;
}

/** True if a call meets all conditions of a fault. */
export function meetsFault(call: MatchedCall, { method, path, caller, clientRequestId }: Fault): boolean {
  return (
    (method === undefined || method.toUpperCase() === call.method) &&
    (caller === undefined || isSame(caller, call.caller)) &&
    (clientRequestId === undefined || isSame(clientRequestId, call.clientRequestId ?? '')) &&
    (path === undefined || matchesPattern(path, call.url))
  );
}

/**
 * Finds a pattern in any part of the path. `*` stands for any characters, `$` at the end for the end. The query is looked
 * at if the pattern has a `?`, or begins with `$` as the names of query options do.
 */
function matchesPattern(pattern: string, { pathname, search }: URL): boolean {
  const hasEnd = pattern.length > 1 && pattern.endsWith('$');
  let inQuery = pattern.startsWith('$');
  const text = inQuery || pattern.includes('?') ? readable(pathname + search) : readable(pathname);
  const parts = (hasEnd ? pattern.slice(0, -1) : pattern).split('*').map((part) => {
    const words = readable(part, inQuery);
    inQuery ||= part.includes('?');
    return words;
  });
  const last = hasEnd ? parts.pop() : undefined;
  let at = 0;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return last === undefined || (text.endsWith(last) && text.length - last.length >= at);
}

/** Returns a test that is true for paths with a query in which `part` occurs, ignoring case, percent-encoded or not. */
export function containing(part: string): (target: string) => boolean {
  const sought = readable(part);
  const soughtInQuery = readable(part, true);
  return (target) => {
    const query = target.indexOf('?');
    // Without a `?` the part doesn't say where it is.
    return readable(target).includes(sought) || (query >= 0 && readable(target.slice(query)).includes(soughtInQuery));
  };
}

/**
 * Makes paths and queries comparable, percent-encoded or not. A `+` is a blank in the query only.
 * @param inQuery the whole text is of a query; else what is behind the first `?`
 */
function readable(target: string, inQuery = false): string {
  const at = inQuery ? 0 : target.indexOf('?');
  if (at < 0) return decoded(target);
  return decoded(target.slice(0, at)) + decoded(target.slice(at).replaceAll('+', ' '));
}

function decoded(text: string): string {
  // Each sequence separately, since one that isn't UTF-8 stays encoded.
  const plain = text.replace(/(?:%[\da-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
  return plain.toLowerCase();
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
