import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createReferralClient, type ClientParts, type ReferralClient } from '../../../src/api/client.ts';
import { ApiError, type Failure } from '../../../src/api/failure.ts';
import { nodeFetchTransport } from '../../../src/api/nodeFetchTransport.ts';
import type { CallRecord } from '../../../src/api/policies/callLog.ts';
import type { AccessToken, SilentTokens } from '../../../src/auth/tokens.ts';

export const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
export const good = JSON.stringify({ id, status: 'New' });
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;
export const json = (status: number, body: string, headers: Record<string, string> = {}): Answer => {
  return (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
};
export const tokenOf = (value: string): AccessToken => ({ value, account: 'x' });
export const fixed: SilentTokens = {
  getToken: () => Promise.resolve(tokenOf('t1')),
  renew: (refused) => Promise.resolve(refused),
};

/** The client under test with a real server, which returns the given responses in order and repeats the last one. */
export class Stage {
  readonly seen: IncomingMessage[] = [];
  readonly calls: CallRecord[] = [];
  /** How long the client waited before each retry, in ms, and the number of requests until then. */
  readonly waits: { readonly ms: number; readonly requests: number }[] = [];
  readonly #server = createServer((request, response) => {
    this.seen.push(request);
    (this.#answers.length > 1 ? this.#answers.shift() : this.#answers[0])?.(request, response);
  });
  #answers: Answer[] = [];
  /** Milliseconds that have passed for the client. */
  elapsed = 0;
  client!: ReferralClient;
  origin = '';

  async open(
    answers: Answer[],
    tokens: SilentTokens = fixed,
    more: Pick<ClientParts, 'mayWrite' | 'userAgent' | 'keepsWaits'> = {},
  ): Promise<ReferralClient> {
    this.#answers = answers;
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return (this.client = createReferralClient({
      keepsWaits: true,
      ...more,
      origin: this.origin,
      tokens,
      transport: nodeFetchTransport,
      onCall: (call) => this.calls.push(call),
      random: () => 0,
      elapsed: () => this.elapsed,
      wait: async (ms) => {
        this.elapsed += ms;
        this.waits.push({ ms, requests: this.seen.length });
      },
    }));
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

export async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof ApiError, String(error));
    return error.failure;
  }
  assert.fail('It did not fail.');
}
export const never = new AbortController().signal;
