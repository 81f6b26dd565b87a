import { ApiError, type Failure } from '../../api/failure.ts';

/** True if nobody knows whether the server carried a write out. */
export function mayBeCarriedOut(failure: Failure): boolean {
  if (failure.kind === 'unreachable') return !wasNeverConnected(failure) && !isOfCertificate(failure.code);
  if (failure.kind === 'cancelled') return failure.wasSent === true;
  if (failure.kind === 'serverError' && failure.unsent) return false;
  return ['timeout', 'serverError', 'unreadable', 'otherReferral', 'tooLarge'].includes(failure.kind);
}

/** Codes of Node.js for a connection that was not made, so nothing was sent. */
const neverConnected = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['ERR_TLS_HANDSHAKE_TIMEOUT', 'ERR_SSL_WRONG_VERSION_NUMBER'],
]);
/** Codes for a route that is missing, also when it was lost after the connection was made. */
const withoutRoute = new Set(['ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN']);

function wasNeverConnected({ code, syscall }: Extract<Failure, { readonly kind: 'unreachable' }>): boolean {
  return neverConnected.has(code) || (withoutRoute.has(code) && syscall === 'connect');
}

/** True for the codes of a certificate that was refused: it is checked before anything is sent. */
function isOfCertificate(code: string): boolean {
  return /CERT|^UNABLE_TO_|^(INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH)$/.test(code);
}

/** The time in ms before which the server asks not to repeat anything; 0 if it doesn't. */
export function requestedWait(failure: Failure): number {
  return failure.kind === 'throttled' || failure.kind === 'serverError' ? (failure.retryAfterMs ?? 0) : 0;
}

/** Between two looks whether the server can be reached, in ms. */
const untilNextLook = 10_000;
/** A server that asks for a longer wait, in ms, is not waited for. */
const longestWait = 10 * 60_000;

/**
 * Resolves when the server answers. Nothing is asked before the time that the server named. Rejects with a failure that
 * waiting doesn't end, such as that of a sign-in, or that asks for a wait of more than ten minutes.
 */
export async function untilReachable(look: () => Promise<unknown>, wait: (ms: number) => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await look();
      return;
    } catch (error) {
      const failure = failureOf(error);
      const ms = Math.max(untilNextLook, requestedWait(failure));
      if (!passing.has(failure.kind) || ms > longestWait) throw error;
      await wait(ms);
    }
  }
}

const passing: ReadonlySet<Failure['kind']> = new Set(['unreachable', 'timeout', 'serverError', 'throttled']);

/** True if only a person can do something about it, or has to wait as the server asks. */
export function needsPerson(failure: Failure): boolean {
  return failure.kind === 'throttled' || (failure.kind !== 'cancelled' && !passing.has(failure.kind));
}

/** Throws what is not a failure of a request. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ApiError) return error.failure;
  throw error;
}
