import { createServer, type IncomingMessage } from 'node:http';
import { X509Certificate, verify } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

/** What an event tells: that a referral changed, not how. */
export interface ReferralEvent {
  readonly id: string;
  readonly changed: string;
}

const quietMs = 200;
const guid = /\/([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i;

export interface EventReceiver {
  /** Resolves when everything that came was handled and nothing came for a while. */
  untilQuiet(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Listens for webhook events on this machine and hands on those that are signed, one after the other.
 * @param apiAddress the only host, besides Microsoft's, whose certificate is trusted
 */
export async function receiveEvents(
  port: number,
  apiAddress: string,
  handle: (event: ReferralEvent) => Promise<void>,
): Promise<EventReceiver> {
  const certificates = new Map<string, Promise<X509Certificate>>();
  let lastAt = 0;
  let work: Promise<void> = Promise.resolve();
  const server = createServer((request, response) => {
    lastAt = Date.now();
    void (async () => {
      const body = await readBody(request);
      if (!(await isSigned(request, body, apiAddress, certificates))) {
        response.writeHead(401).end();
        return;
      }
      // Answered before the work is done: whoever answers late gets the event again.
      response.writeHead(202).end();
      const event = readEvent(body);
      if (event) {
        work = work.then(() => handle(event)).catch((error: unknown) => console.error(error));
        await work;
      }
      lastAt = Date.now();
    })().catch(() => {
      if (!response.headersSent) response.writeHead(400).end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    async untilQuiet() {
      const asked = Date.now();
      for (;;) {
        await work;
        const left = Math.max(asked, lastAt) + quietMs - Date.now();
        if (left <= 0) return;
        await wait(left);
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** The signature is over the bytes as they came, so it is checked before they are parsed. */
async function isSigned(
  { headers }: IncomingMessage,
  body: Buffer,
  apiAddress: string,
  certificates: Map<string, Promise<X509Certificate>>,
): Promise<boolean> {
  const [, signature] = /^Signature (\S+)$/i.exec(headers.authorization ?? '') ?? [];
  const address = String(headers['x-ms-certificate-url'] ?? '');
  if (signature === undefined || headers['x-ms-signature-algorithm'] !== 'rsa-sha256') return false;
  if (!URL.canParse(address)) return false;
  const { origin } = new URL(address);
  if (origin !== new URL(apiAddress).origin && origin !== 'https://3psostorageacct.blob.core.windows.net') return false;
  let certificate = certificates.get(address);
  if (!certificate) {
    certificate = fetch(address).then(async (answer) => new X509Certificate(await answer.text()));
    certificates.set(address, certificate);
  }
  return verify('rsa-sha256', body, (await certificate).publicKey, Buffer.from(signature, 'base64'));
}

/** Undefined for what is no event of a referral. The address in it is of another API; only its id counts. */
function readEvent(body: Buffer): ReferralEvent | undefined {
  const { ResourceUri, ResourceChangeUtcDate } = JSON.parse(body.toString()) as Record<string, unknown>;
  const id = guid.exec(String(ResourceUri))?.[1];
  return id === undefined ? undefined : { id: id.toLowerCase(), changed: String(ResourceChangeUtcDate) };
}
