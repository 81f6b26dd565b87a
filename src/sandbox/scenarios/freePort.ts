import { createServer } from 'node:net';

/** Linux takes ports for outgoing connections from 32768 on, macOS and Windows from 49152 on. */
const first = 10_000;
const last = 32_767;
const tries = 100;

/**
 * A port on 127.0.0.1 on which nobody listens now. It isn't one that the system gives to another program before it is
 * used, unless that asks for this very port.
 * @param random from 0 to below 1
 */
export async function freePort(random: () => number = Math.random): Promise<number> {
  for (let n = 0; n < tries; n++) {
    const port = first + Math.floor(random() * (last - first + 1));
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port was found between ${first} and ${last}.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
