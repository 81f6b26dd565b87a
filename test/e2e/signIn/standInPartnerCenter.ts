/**
 * `https://api.partner.microsoft.com` as far as VS Code can tell: a proxy that leads this one name to a TLS server of our
 * own, with a certificate of a private authority, and the sandbox behind it. All else that comes to the proxy is refused.
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
/** As the proxy is asked for it. */
export const apiTarget = `${apiHost}:443`;
export const collection = '/v1.0/engagements/referrals';

/** The ids in a list as the API answers it. */
export function idsIn(list: string): string[] {
  return (JSON.parse(list) as { value: { id: string }[] }).value.map(({ id }) => id);
}

export interface ApiCall {
  readonly method: string;
  /** Scheme and host as the caller has them. */
  readonly origin: string;
  /** With the query. */
  readonly path: string;
  /** The bearer token, if any. */
  readonly token: string | undefined;
  /** By which the caller's log names the call. */
  readonly clientRequestId: string | undefined;
  readonly status: number;
}

export class StandInPartnerCenter {
  /** What reached the API, oldest first. */
  readonly calls: ApiCall[] = [];
  /** `name:port` of each tunnel that was asked for, and the address of each request without one. */
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

  /** The environment of a VS Code that comes here. `trusting`: and that trusts our authority. */
  env({ trusting }: { trusting: boolean }): Readonly<Record<string, string | undefined>> {
    // The setting http.proxy has application scope in a browser, so a server's own settings can't give it. What the
    // environment names takes the same way through VS Code's patches of node's http; node itself would ignore it.
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

  /** Adds a fault of the sandbox: see its control plane. */
  async fault(fault: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#control('faults', fault);
  }

  /** All referrals as in the beginning, and no faults. What came so far stays on record. */
  async reset(): Promise<void> {
    await this.#control('reset', {});
  }

  /** The list that somebody with this token of the sandbox gets, as text. */
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

/** Which token of the sandbox stands for a bearer token that came; undefined for one that is not good. */
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
