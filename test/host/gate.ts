import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Hold {
  readonly path: RegExp;
  readonly opened: Promise<unknown>;
  readonly asked: () => void;
}

export interface Gate {
  readonly url: string;
  /** The ids of requested single referrals, and the maximum number of simultaneous requests. */
  readonly seen: { readonly ids: string[]; most: number };
  /** Delays requests whose path matches until `release` is called. `asked` resolves with the first one. */
  hold(path: RegExp): { release(): void; readonly asked: Promise<unknown> };
  close(): Promise<void>;
}

/** A server that forwards requests to a sandbox and can delay them. */
export async function openGate(sandbox: string): Promise<Gate> {
  const holds: Hold[] = [];
  const seen = { ids: [] as string[], most: 0 };
  let running = 0;
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const id = /\/referrals\/([^/?]+)/.exec(path)?.[1];
    const forward = async (): Promise<void> => {
      const hold = holds.findLast((each) => each.path.test(path));
      hold?.asked();
      await hold?.opened;
      const { authorization = '' } = request.headers;
      const answer = await fetch(sandbox + path, { headers: { authorization } });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
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
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    hold(path) {
      const opened = Promise.withResolvers<unknown>();
      const asked = Promise.withResolvers<unknown>();
      holds.push({ path, opened: opened.promise, asked: () => asked.resolve(undefined) });
      return { release: () => opened.resolve(undefined), asked: asked.promise };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
