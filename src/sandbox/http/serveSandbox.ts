import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createSandbox, type Sandbox, type SandboxOptions } from './createSandbox.ts';

export interface ServeOptions extends SandboxOptions {
  /** Default 0: any free port. */
  readonly port?: number;
}

export interface ServedSandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  /** Stops at once, even with open requests and connections. May be called repeatedly. */
  close(): Promise<void>;
}

/**
 * Serves a sandbox on 127.0.0.1 only.
 * @throws SeedError or DataFileError if the file cannot be used; an Error with `code` EADDRINUSE or EACCES if the port
 * is not available
 */
export async function serveSandbox(options: ServeOptions = {}): Promise<ServedSandbox> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  // After the port was opened: if that fails, the data file must not be touched.
  const sandbox = tryCreate(options, server);
  const listener = getRequestListener(
    (request, { incoming }) => {
      const target = incoming.url;
      const connection = {
        destroy: () => void incoming.socket.destroy(),
        ...(target === undefined ? {} : { target }),
      };
      // A page of another site can reach this port under its own host name (DNS rebinding), so only loopback names are
      // accepted. The request target may contain another host than the header, so both are checked.
      if (!isLoopback(request.url) || !isLoopback(`http://${incoming.headers.host ?? 'localhost'}`))
        return new Response('This sandbox answers only to 127.0.0.1 and localhost.\n', { status: 421 });
      return sandbox.fetch(request, connection);
    },
    { overrideGlobalObjects: false },
  );
  server.on('request', (request, response) => void listener(request, response));
  const { port } = server.address() as AddressInfo;
  let closed: Promise<void> | undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      (closed ??= new Promise((resolve) => {
        server.close(() => resolve());
        sandbox.close();
        server.closeAllConnections();
      })),
  };
}

function tryCreate(options: ServeOptions, server: Server): Sandbox {
  try {
    return createSandbox(options);
  } catch (error) {
    server.close();
    throw error;
  }
}

function isLoopback(url: string): boolean {
  return URL.canParse(url) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
}
