import fetch, { FetchError } from 'node-fetch';
import { TransportError, type HttpResponse, type Transport } from './transport.ts';

/** Maximum size of a response in bytes, after decompression. Larger responses are rejected. */
export const bodyLimit = 32 * 1024 * 1024;

/**
 * Transport with node-fetch, which uses the http module that VS Code patches for proxies and certificates. No other
 * file imports the library.
 */
export const nodeFetchTransport: Transport = {
  async send(request): Promise<HttpResponse> {
    try {
      const response = await fetch(request.url, {
        method: request.method,
        headers: request.headers,
        body: request.body ?? null,
        signal: request.signal,
        redirect: 'manual',
        size: bodyLimit,
      });
      const body = await response.text();
      return { status: response.status, header: (name) => response.headers.get(name) ?? undefined, body };
    } catch (error) {
      request.signal.throwIfAborted();
      throw asTransportError(error);
    }
  },
};

function asTransportError(error: unknown): TransportError {
  if (error instanceof FetchError && error.type === 'max-size') {
    return new TransportError({ kind: 'tooLarge', limit: bodyLimit }, { cause: error });
  }
  return new TransportError({ kind: 'unreachable', code: codeOf(error), ...syscallOf(error) }, { cause: error });
}

/** An error code of Node.js. */
function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string') return 'UNKNOWN';
  // The connection ended within a chunked response. Node.js says ECONNRESET where the length of a response is known.
  return code === 'ERR_STREAM_PREMATURE_CLOSE' ? 'ECONNRESET' : code;
}

/** The system call that failed. The declarations of node-fetch leave it out. */
function syscallOf(error: unknown): { readonly syscall?: string } {
  const syscall = error instanceof FetchError && 'erroredSysCall' in error ? error.erroredSysCall : undefined;
  return typeof syscall === 'string' ? { syscall } : {};
}
