import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';

interface Hold {
  readonly path: RegExp;
  readonly method: string | undefined;
  readonly opened: Promise<unknown>;
  readonly asked: () => void;
}

const passed = ['authorization', 'content-type', 'if-match', 'prefer'];

export interface Gate {
  readonly url: string;
  /** The ids of requested single referrals, and the maximum number of simultaneous requests. */
  readonly seen: { readonly ids: string[]; most: number };
  /**
   * Delays requests whose path, and method if given, matches until `release` is called. `asked` resolves with the first
   * one.
   */
  hold(path: RegExp, method?: string): { release(): void; readonly asked: Promise<unknown> };
  close(): Promise<void>;
}

/**
 * A server that forwards requests to a sandbox and can delay them.
 * @param change transforms the body of each response
 * @param port by default, any free port
 */
export async function openGate(sandbox: string, change = (body: string): string => body, port = 0): Promise<Gate> {
  const holds: Hold[] = [];
  const seen = { ids: [] as string[], most: 0 };
  let running = 0;
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const id = /\/referrals\/([^/?]+)/.exec(path)?.[1];
    const forward = async (): Promise<void> => {
      const { method = 'GET' } = request;
      const hold = holds.findLast((each) => each.path.test(path) && (each.method ?? method) === method);
      hold?.asked();
      await hold?.opened;
      const body = method === 'GET' ? null : await text(request);
      const headers = passed.flatMap((name): [string, string][] => {
        const value = request.headers[name];
        return typeof value === 'string' ? [[name, value]] : [];
      });
      const answer = await fetch(sandbox + path, { method, headers, body });
      const etag = answer.headers.get('etag');
      response
        .writeHead(answer.status, { 'content-type': 'application/json', ...(etag !== null && { etag }) })
        .end(change(await answer.text()));
    };
    if (id !== undefined) {
      seen.ids.push(id);
      seen.most = Math.max(seen.most, ++running);
    }
    response.on('close', () => {
      if (id !== undefined) running--;
    });
    forward().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    hold(path, method) {
      const opened = Promise.withResolvers<unknown>();
      const asked = Promise.withResolvers<unknown>();
      holds.push({ path, method, opened: opened.promise, asked: () => asked.resolve(undefined) });
      return { release: () => opened.resolve(undefined), asked: asked.promise };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
