/**
 * Replaces `https://api.partner.microsoft.com` for VS Code: a proxy that connects this host name to a local TLS server,
 * with a certificate of a private authority and the sandbox behind it. The proxy refuses all other targets.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { generate } from 'selfsigned';
import { createSandbox, type Sandbox } from '../../../src/sandbox/http/createSandbox.ts';

export const apiHost = 'api.partner.microsoft.com';
/** The API's target in requests to the proxy. */
export const apiTarget = `${apiHost}:443`;
export const collection = '/v1.0/engagements/referrals';

/** Returns the ids in a list response. */
export function idsIn(list: string): string[] {
  return (JSON.parse(list) as { value: { id: string }[] }).value.map(({ id }) => id);
}

export interface ApiCall {
  readonly method: string;
  /** Scheme and host in the caller's request. */
  readonly origin: string;
  /** Path with the query. */
  readonly path: string;
  /** The bearer token, if any. */
  readonly token: string | undefined;
  /** The ID of the call in the caller's log. */
  readonly clientRequestId: string | undefined;
  readonly status: number;
}

export class StandInPartnerCenter {
  /** Calls that reached the API, oldest first. */
  readonly calls: ApiCall[] = [];
  /** `name:port` of each tunnel, and the URL of each request without a tunnel. */
  readonly targets: string[] = [];

  readonly #sandbox: Sandbox;
  readonly #folder: string;
  readonly #proxy: Server;
  readonly #tls: TlsServer;
  readonly #sockets = new Set<Duplex>();

  private constructor(
    parts: { sandbox: Sandbox; folder: string; key: string; cert: string },
    sandboxTokenFor: TokenMap,
  ) {
    this.#sandbox = parts.sandbox;
    this.#folder = parts.folder;
    const listener = getRequestListener((request) => this.#answer(request, sandboxTokenFor), {
      overrideGlobalObjects: false,
    });
    this.#tls = createTlsServer(parts, (request, response) => void listener(request, response));
    this.#tls.on('tlsClientError', () => undefined);
    this.#proxy = createServer((request, response) => {
      this.targets.push(request.url ?? '');
      response.writeHead(403).end();
    });
    this.#proxy.on('connect', (request, socket, head) => this.#connect(request, socket, head));
  }

  static async start(sandboxTokenFor: TokenMap): Promise<StandInPartnerCenter> {
    const { authority, key, cert } = await createCertificates();
    const folder = mkdtempSync(join(tmpdir(), 'partner-referrals-authority-'));
    writeFileSync(join(folder, 'authority.pem'), authority);
    const started = new StandInPartnerCenter({ sandbox: createSandbox(), folder, key, cert }, sandboxTokenFor);
    started.#proxy.listen(0, '127.0.0.1');
    await once(started.#proxy, 'listening');
    return started;
  }

  /** Environment variables for a VS Code that uses this proxy. With `trusting`, it also trusts the authority. */
  env({ trusting }: { trusting: boolean }): Readonly<Record<string, string | undefined>> {
    // The setting http.proxy has application scope in a browser, so a server's settings can't contain it. Environment
    // variables have the same effect through VS Code's patches of Node.js's http, while Node.js itself ignores them.
    const proxy = `http://127.0.0.1:${(this.#proxy.address() as AddressInfo).port}`;
    return {
      ...Object.fromEntries(
        ['http_proxy', 'https_proxy'].flatMap((name) => [
          [name, proxy],
          [name.toUpperCase(), proxy],
        ]),
      ),
      no_proxy: undefined,
      NO_PROXY: undefined,
      NODE_EXTRA_CA_CERTS: trusting ? join(this.#folder, 'authority.pem') : undefined,
    };
  }

  /** Adds a fault to the sandbox, see its control plane. */
  async fault(fault: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#control('faults', fault);
  }

  /** Restores the initial referrals and removes faults. Recorded calls are kept. */
  async reset(): Promise<void> {
    await this.#control('reset', {});
  }

  /** Returns the list response for this sandbox token, as text. */
  async list(sandboxToken: string): Promise<string> {
    const headers = { authorization: `Bearer ${sandboxToken}` };
    const response = await this.#sandbox.fetch(new Request(`https://${apiHost}${collection}`, { headers }));
    if (!response.ok) throw new Error(`The sandbox refused the list: ${await response.text()}`);
    return response.text();
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#sandbox.close();
    this.#proxy.closeAllConnections();
    await new Promise((resolve) => this.#proxy.close(resolve));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #control(what: string, content: object): Promise<void> {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(content) };
    const response = await this.#sandbox.fetch(new Request(`https://${apiHost}/_sandbox/${what}`, init));
    if (!response.ok) throw new Error(`The sandbox refused ${what}: ${await response.text()}`);
  }

  #connect(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.targets.push(request.url ?? '');
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
    if (request.url !== apiTarget) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (head.length > 0) socket.unshift(head);
    this.#tls.emit('connection', socket);
  }

  async #answer(request: Request, sandboxTokenFor: TokenMap): Promise<Response> {
    const url = new URL(request.url);
    const token = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
    const sandboxToken = token && (sandboxTokenFor(token) ?? 'not-good');
    const headers = new Headers(request.headers);
    if (sandboxToken) headers.set('authorization', `Bearer ${sandboxToken}`);
    const body = request.body && (await request.text());
    const response = await this.#sandbox.fetch(new Request(request.url, { method: request.method, headers, body }));
    this.calls.push({
      method: request.method,
      origin: url.origin,
      path: url.pathname + url.search,
      token,
      clientRequestId: request.headers.get('client-request-id') ?? undefined,
      status: response.status,
    });
    return response;
  }
}

/** Maps a bearer token to a sandbox token. Undefined if it is invalid. */
type TokenMap = (token: string) => string | undefined;

async function createCertificates(): Promise<{ authority: string; key: string; cert: string }> {
  const kind = { keyType: 'ec', algorithm: 'sha256' } as const;
  const authority = await generate([{ name: 'commonName', value: 'Test authority of Partner Referrals' }], {
    ...kind,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const leaf = await generate([{ name: 'commonName', value: apiHost }], {
    ...kind,
    ca: { key: authority.private, cert: authority.cert },
  });
  return { authority: authority.cert, key: leaf.private, cert: leaf.cert };
}
