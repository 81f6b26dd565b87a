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
  const text = readablePath(pattern.includes('?') || pattern.startsWith('$') ? pathname + search : pathname);
  const parts = (hasEnd ? pattern.slice(0, -1) : pattern).split('*').map(readablePath);
  const last = hasEnd ? parts.pop() : undefined;
  let at = 0;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return last === undefined || (text.endsWith(last) && text.length - last.length >= at);
}

/** Makes paths comparable, percent-encoded or not. */
export function readablePath(path: string): string {
  // Each sequence separately, since one that isn't UTF-8 stays encoded.
  const decoded = path.replaceAll('+', ' ').replace(/(?:%[\da-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
  return decoded.toLowerCase();
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
