import { ApiError } from '../../api/failure.ts';
import type { HttpRequest } from '../../api/transport.ts';
import { t } from '../../base/l10n.ts';
import type { CallEntry } from './callEntry.ts';
import { replayAgent } from './callers.ts';

const patience = 60_000;
/** Belongs to the former connection or call, or is decided anew. */
const own =
  /^(host|connection|content-length|accept-encoding|transfer-encoding|keep-alive|authorization|user-agent|client-request-id|expect)$/i;
const methods: readonly string[] = ['GET', 'POST', 'PATCH', 'DELETE'] satisfies HttpRequest['method'][];

/** A call to a sandbox can be sent again, since the sandbox says who called; one to Partner Center can't. */
export function canReplay({ listed, method }: CallEntry): boolean {
  return listed !== undefined && methods.includes(method);
}

/**
 * The call as a new request of the same caller to the sandbox, with a User-Agent that tells it from calls of the user's
 * program.
 * @throws ApiError if the request's body is not known
 */
export function replayOf(
  { method, path, recorded, listed, clientRequestId }: CallEntry,
  origin: string,
  userAgent: string,
): HttpRequest {
  if (method !== 'GET' && typeof recorded?.requestBody !== 'string') {
    const reason = recorded
      ? t('The body of this call was dropped to save memory, so it can’t be sent again.')
      : t('This sandbox does not record bodies. Start it with --record-bodies, then calls can be sent again.');
    throw new ApiError({ kind: 'sandbox', reason });
  }
  const token = tokenOf(listed?.caller ?? 'anonymous');
  return {
    method: method as HttpRequest['method'],
    url: `${origin}${path}`,
    headers: {
      ...Object.fromEntries(Object.entries(recorded?.requestHeaders ?? {}).filter(([name]) => !own.test(name))),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      // Each call has one of its own.
      ...(clientRequestId !== undefined && { 'client-request-id': crypto.randomUUID() }),
      'user-agent': replayAgent(userAgent),
    },
    body: recorded?.requestBody ? recorded.requestBody : undefined,
    signal: AbortSignal.timeout(patience),
  };
}

/** Sends it. Resolves with the request-id of the new call. Rejects with an `ApiError` if the sandbox can't be reached. */
export async function sendReplay(request: HttpRequest): Promise<string | undefined> {
  const { nodeFetchTransport } = await import('../../api/nodeFetchTransport.ts');
  try {
    return (await nodeFetchTransport.send(request)).header('request-id');
  } catch (error) {
    // What the call was answered, or that it wasn't, is in the list of calls. Only a sandbox that isn't there lists nothing.
    if (await answers(request.url)) return undefined;
    const reason = t('The server does not respond. Start it again, or change partnerReferrals.sandbox.url.');
    throw new ApiError({ kind: 'sandbox', reason }, { cause: error });
  }
}

async function answers(url: string): Promise<boolean> {
  const { nodeFetchTransport } = await import('../../api/nodeFetchTransport.ts');
  const health = { method: 'GET', url: new URL('/_sandbox/health', url).href, headers: {} } as const;
  return nodeFetchTransport.send({ ...health, signal: AbortSignal.timeout(patience) }).then(
    () => true,
    () => false,
  );
}

/** The sandbox's token for a caller as its list of calls names it (docs/api.md, Authentication). */
function tokenOf(caller: string): string | undefined {
  if (caller === 'anonymous') return undefined;
  const [, email] = /^user (.+)$/s.exec(caller) ?? [];
  if (email !== undefined) return `sandbox-user:${email}`;
  return /^(admin|app|no-mfa|no-role)$/.test(caller) ? `sandbox-${caller}` : 'unknown';
}
