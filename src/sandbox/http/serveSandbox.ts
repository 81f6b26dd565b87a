import type { AddressInfo } from 'node:net';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { createSandbox, type Sandbox, type SandboxOptions } from './createSandbox.ts';
import type { IncomingConnection } from './cut.ts';
import { readPlainly, sendPlain } from './plainRead.ts';
import type { Traffic } from './traffic.ts';

export interface ServeOptions extends Omit<SandboxOptions, 'webhooksToAnyHost'> {
  /** Default 0: any free port. */
  readonly port?: number;
  /**
   * Address to listen on, default 127.0.0.1. Others make the sandbox reachable from outside of this machine. Where it is
   * given, webhooks may be on other machines.
   */
  readonly host?: string;
  /** Host names, besides those of this machine, under which it answers. */
  readonly allowedHosts?: readonly string[];
  /** PEM, for https. Without it http. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

export interface ServedSandbox {
  /** `http://127.0.0.1:PORT`, or the address that was asked for. */
  readonly url: string;
  readonly port: number;
  /** What it serves, for code in this process that looks at calls and changes referrals without being a caller. */
  readonly sandbox: Sandbox;
  readonly traffic: Traffic;
  /** Stops at once, even with open requests and connections. May be called repeatedly. */
  close(): Promise<void>;
}

const loopback = '127.0.0.1';
/** The service's host and that of the sibling API, which lead here where a client's names are mapped. No other site has them. */
const microsoftHosts = ['api.partner.microsoft.com', 'api.partnercenter.microsoft.com'];

/**
 * Serves a sandbox, on 127.0.0.1 unless told otherwise.
 * @throws SeedError or DataFileError if the file cannot be used; an Error with `code` EADDRINUSE or EACCES if the port
 * is not available
 */
export async function serveSandbox(options: ServeOptions = {}): Promise<ServedSandbox> {
  const { host = loopback, allowedHosts = [], tls } = options;
  const server = tls ? createTlsServer(tls) : createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  // After the port was opened: if that fails, the data file must not be touched.
  const sandbox = tryCreate({ ...options, webhooksToAnyHost: options.host !== undefined }, server);
  // All addresses of the machine include the loopback one.
  const name = host === '0.0.0.0' || host === '::' ? loopback : host.includes(':') ? `[${host}]` : host;
  const answersTo = new Set([
    loopback,
    'localhost',
    '[::1]',
    ...microsoftHosts,
    ...[name, ...allowedHosts].map((each) => each.toLowerCase()),
  ]);
  /** Host headers that were found to be right. */
  const accepted = new Set<string>();
  const listener = getRequestListener(
    (request, { incoming, outgoing }) => {
      // A page of another site can reach this port under its own host name (DNS rebinding), so only known names are
      // accepted. The request target may contain another host than the header, so both are checked.
      const hosts = [request.url, `http://${incoming.headers.host ?? 'localhost'}`];
      if (!hosts.every((url) => URL.canParse(url) && answersTo.has(new URL(url).hostname))) {
        const text = `This sandbox answers only to ${[...answersTo].join(', ')}. Add a name with --host and --allow-host.\n`;
        return new Response(text, { status: 421 });
      }
      if (incoming.headers.host !== undefined && accepted.size < 100) accepted.add(incoming.headers.host);
      return sandbox.fetch(request, connectionOf(incoming as IncomingMessage, outgoing as ServerResponse));
    },
    { overrideGlobalObjects: false },
  );
  server.on('request', (request, response) => {
    const read = readPlainly(request, (name) => accepted.has(name));
    const plain = read && sandbox.read(read);
    if (plain) sendPlain(response, plain);
    else void listener(request, response);
  });
  const { port } = server.address() as AddressInfo;
  let closed: Promise<void> | undefined;
  return {
    url: `${tls ? 'https' : 'http'}://${name}:${port}`,
    port,
    sandbox,
    traffic: sandbox.traffic,
    close: () =>
      (closed ??= new Promise((resolve) => {
        server.close(() => resolve());
        sandbox.close();
        server.closeAllConnections();
      })),
  };
}

function connectionOf(incoming: IncomingMessage, outgoing: ServerResponse): IncomingConnection {
  const { socket, url: target } = incoming;
  return {
    destroy: () => void socket.destroy(),
    sendPart: ({ status, headers }, part) => {
      outgoing.writeHead(status, Object.fromEntries(headers));
      outgoing.flushHeaders();
      outgoing.write(part);
      // Once all of it is sent.
      socket.destroySoon();
      return new Response(null, { headers: RESPONSE_ALREADY_SENT.headers });
    },
    ...(target === undefined ? {} : { target }),
  };
}

function tryCreate(options: SandboxOptions, server: Server): Sandbox {
  try {
    return createSandbox(options);
  } catch (error) {
    server.close();
    throw error;
  }
}
