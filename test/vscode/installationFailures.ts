import type { Installation } from './cache.ts';

/** Thrown if npm or another program of an installation failed. */
export class ProgramFailed extends Error {
  readonly output: string;

  constructor(program: string, code: number | null, output: string) {
    super(`${program} failed with exit code ${code}`);
    this.output = output;
  }
}

/** Thrown if the installed program doesn't work on this machine for a known reason. */
export class NotForThisMachine extends Error {}

/** Ratio of the needed disk space to the size of the download: packed files are removed at the end. */
const diskSpaceRatio = 5;

const unreachable =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ECONNABORTED|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENOTCACHED|EIDLETIMEOUT|FETCH_ERROR)\b/;
const refused = /\b(E401|E403|E404|E407|E451|E5\d\d|ETARGET|EINTEGRITY)\b/;
const untrusted = /\b(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|CERT_\w+)\b/;

/** Returns a sentence with the next step. The program's own output is its cause. */
export function whyNotInstalled(
  { what, megabytes, instead }: Pick<Installation, 'what' | 'megabytes' | 'instead'>,
  cache: string,
  error: unknown,
): Error {
  const { reason, next } = explain(error, megabytes, cache);
  return new Error(
    `${what} could not be installed, because ${reason}: ${[next, instead].filter(Boolean).join(', or ')}.`,
    {
      cause: error,
    },
  );
}

function explain(error: unknown, megabytes: number, cache: string): { reason: string; next?: string } {
  const message = error instanceof Error ? error.message : String(error);
  const text = error instanceof ProgramFailed ? `${message}\n${error.output}` : message;
  const found = (pattern: RegExp) => pattern.exec(text)?.[0];
  if (error instanceof NotForThisMachine) return { reason: message };
  if (found(/\b(ENOSPC|EDQUOT)\b/)) {
    return {
      reason: `the disk that holds ${cache} is full`,
      next: `free about ${diskSpaceRatio * megabytes} MB there, or set XDG_CACHE_HOME to a folder with more room`,
    };
  }
  if (found(/\b(EACCES|EPERM|EROFS|ENOTDIR)\b/)) {
    return {
      reason: `${cache} cannot be written to`,
      next: 'change its owner, or set XDG_CACHE_HOME to a folder that is yours',
    };
  }
  const certificate = found(untrusted);
  if (certificate) {
    return {
      reason: `the npm registry's certificate is not trusted here (${certificate})`,
      next: 'set NODE_EXTRA_CA_CERTS to the file of your certificate authority',
    };
  }
  const refusal = found(refused);
  if (refusal) {
    return {
      reason: `the npm registry refused a package (${refusal})`,
      next: "check npm's settings for registry and sign-in (npm config list) and try again",
    };
  }
  const failure = found(unreachable);
  if (failure) {
    return {
      reason: `the npm registry cannot be reached (${failure})`,
      next: "check the network and npm's settings for registry and proxy (npm config list) and try again",
    };
  }
  return { reason: text.trim().split('\n').slice(0, 10).join('\n'), next: 'try again' };
}
