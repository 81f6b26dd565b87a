import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isLoopback } from './loopback.ts';

export interface Outgoing {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Ends the waiting; its reason is an Error. */
  readonly signal: AbortSignal;
}

export interface Answer {
  /** null: no answer. */
  readonly status: number | null;
  /** The first 2,000 characters of the body; without an answer the reason. */
  readonly response: string;
  /** Nothing listens at the address. */
  readonly isRefused?: boolean;
}

/** Sends a POST and waits for the end of the answer. Never rejects, and ends soon after its signal is aborted. */
export type Post = (outgoing: Outgoing) => Promise<Answer>;

const mostCharacters = 2000;
/** In UTF-8 a character that JavaScript counts as one has at most 3 bytes. */
const keptBytes = 3 * mostCharacters;
/** What is read of an answer; its rest doesn't matter. */
const readBytes = 1024 * 1024;

/** Doesn't follow redirects. An answer whose body doesn't end counts from its head. */
export const postOverHttp: Post = ({ url, headers, body, signal }) =>
  new Promise((resolve) => {
    const target = new URL(url);
    let head: IncomingMessage | undefined;
    const chunks: Buffer[] = [];
    let bytes = 0;
    const end = (error?: unknown): void => {
      signal.removeEventListener('abort', stop);
      if (!head) {
        const isRefused = (error as Partial<NodeJS.ErrnoException> | undefined)?.code === 'ECONNREFUSED';
        return resolve({ status: null, response: `No answer: ${reasonOf(error)}`, ...(isRefused && { isRefused }) });
      }
      resolve({ status: head.statusCode ?? null, response: firstCharacters(Buffer.concat(chunks).toString()) });
    };
    const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send(target, {
      method: 'POST',
      headers: { ...headers, 'Content-Length': body.length },
      // A connection for each request: a kept one that the receiver closes meanwhile would look like no answer.
      agent: false,
      // Development certificates of this machine are known to few, and events hold nothing secret.
      rejectUnauthorized: !isLoopback(target),
    });
    const stop = (): void => void request.destroy(signal.reason as Error);
    signal.addEventListener('abort', stop);
    request.on('error', end);
    // After an answer that is none, such as a change of the protocol.
    request.on('close', () => end());
    request.on('response', (response) => {
      head = response;
      response.on('data', (chunk: Buffer) => {
        if (bytes < keptBytes) chunks.push(chunk.subarray(0, keptBytes - bytes));
        bytes += chunk.length;
        if (bytes > readBytes) request.destroy();
      });
      response.on('end', () => end());
      response.on('error', end);
    });
    if (signal.aborted) stop();
    else request.end(body);
  });

function reasonOf(error: unknown): string {
  const { code, message = 'the connection was closed.' } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  return code === 'ECONNREFUSED' ? 'nothing listens there. Start your receiver.' : (code ?? message);
}

function firstCharacters(text: string): string {
  // Without half of a character at the end.
  return text.slice(0, mostCharacters).replace(/[\ud800-\udbff]$/, '');
}
