import { verify, X509Certificate } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { pathToFileURL } from 'node:url';

export interface ReceiverOptions {
  /** Of the referrals API, e.g. `https://api.partner.microsoft.com`. */
  readonly apiUrl: string;
  readonly token: string;
  /** Origins from which a certificate may be downloaded. */
  readonly certificateOrigins: readonly string[];
  /** Does the work, after the event was answered. */
  handle(referral: { readonly id: string }, eventName: string): Promise<void>;
}

const microsoft = 'https://3psostorageacct.blob.core.windows.net';
const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const mostBytes = 64 * 1024;
const mostRemembered = 10_000;

/** Receives webhook events of Partner Center, or of the sandbox. */
export function createReceiver(options: ReceiverOptions): Server {
  const findKey = keyFinder(options.certificateOrigins);
  const seen = new Set<string>();
  let work = Promise.resolve();

  async function receive(request: IncomingMessage): Promise<number> {
    if (request.method !== 'POST') return 405;
    // The signature is that of the bytes as they came, so they are verified before they are parsed.
    const body = await readBody(request);
    if (!body) return 413;
    if (!(await isSigned(request, body, findKey))) return 401;
    const { EventName, ResourceName, ResourceUri, ResourceChangeUtcDate } = JSON.parse(body.toString()) as Event;
    // For example a test event. It was delivered, so it need not be sent again.
    if (ResourceName !== 'referral') return 204;
    // ResourceUri has another host than the API: only its id counts, and only if it is one.
    const id = ResourceUri.slice(ResourceUri.lastIndexOf('/') + 1).toLowerCase();
    if (!guid.test(id)) return 400;
    // The same event may come again, since an answer can be lost.
    const key = `${EventName} ${id} ${ResourceChangeUtcDate}`;
    if (seen.has(key)) return 204;
    remember(seen, key);
    // Answered at once; what takes time happens afterwards, one after the other. A real receiver puts the id into a
    // durable queue here, since work that is only in memory is lost with the process.
    work = work
      .then(async () => options.handle(await readReferral(options, id), EventName))
      .catch((error: unknown) => {
        seen.delete(key);
        console.error(`The event ${key} was not handled:`, error);
      });
    return 204;
  }

  return createServer((request, response) => {
    receive(request)
      .catch(() => 400)
      .then((status) => response.writeHead(status).end());
  });
}

interface Event {
  readonly EventName: string;
  readonly ResourceName: string;
  readonly ResourceUri: string;
  readonly ResourceChangeUtcDate: string;
}

type FindKey = (certificateUrl: string) => Promise<X509Certificate['publicKey'] | undefined>;

async function isSigned({ headers }: IncomingMessage, body: Buffer, findKey: FindKey): Promise<boolean> {
  const signature = /^Signature ([A-Za-z0-9+/]+={0,2})$/.exec(headers.authorization ?? '')?.[1];
  const { 'x-ms-certificate-url': certificateUrl, 'x-ms-signature-algorithm': algorithm } = headers;
  if (signature === undefined || typeof certificateUrl !== 'string' || algorithm !== 'rsa-sha256') return false;
  const key = await findKey(certificateUrl);
  return key !== undefined && verify('sha256', body, key, Buffer.from(signature, 'base64'));
}

/**
 * Downloads certificates and keeps them for a minute. Whoever sends an event chooses the address, so only listed origins
 * are asked, without redirects. Node.js has no function that builds a certificate's chain to the roots of the system:
 * the https of a listed origin is the proof of where the certificate comes from.
 */
function keyFinder(origins: readonly string[]): FindKey {
  const kept = new Map<string, { readonly certificate: X509Certificate; readonly until: number }>();
  return async (certificateUrl) => {
    if (!URL.canParse(certificateUrl)) return undefined;
    const { origin, pathname } = new URL(certificateUrl);
    if (!origins.includes(origin)) return undefined;
    const address = origin + pathname;
    const known = kept.get(address);
    if (known && Date.now() < known.until) return keyOf(known.certificate);
    const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(5000) });
    const bytes = Buffer.from(await response.arrayBuffer());
    if (!response.ok || bytes.length > mostBytes) return undefined;
    const certificate = new X509Certificate(bytes);
    if (kept.size >= 10) kept.clear();
    kept.set(address, { certificate, until: Date.now() + 60_000 });
    return keyOf(certificate);
  };
}

function keyOf(certificate: X509Certificate): X509Certificate['publicKey'] | undefined {
  const isValid = Date.parse(certificate.validFrom) <= Date.now() && Date.now() <= Date.parse(certificate.validTo);
  const isMicrosofts = certificate.issuer.split('\n').includes('O=Microsoft Corporation');
  return isValid && isMicrosofts ? certificate.publicKey : undefined;
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= mostBytes) chunks.push(chunk);
  }
  return bytes <= mostBytes ? Buffer.concat(chunks) : undefined;
}

function remember(seen: Set<string>, key: string): void {
  const [oldest] = seen;
  if (seen.size >= mostRemembered && oldest !== undefined) seen.delete(oldest);
  seen.add(key);
}

/** The event has no data of the referral: the API has them, and tells whether this caller may see them. */
async function readReferral({ apiUrl, token }: ReceiverOptions, id: string): Promise<{ readonly id: string }> {
  const address = new URL(`/v1.0/engagements/referrals/${id}`, apiUrl);
  const headers = { authorization: `Bearer ${token}`, 'client-request-id': crypto.randomUUID() };
  const response = await fetch(address, { headers, redirect: 'error', signal: AbortSignal.timeout(30_000) });
  if (!response.ok) throw new Error(`Reading referral ${id} failed with status ${response.status}`);
  return (await response.json()) as { id: string };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const {
    PARTNER_API_URL: apiUrl = '',
    PARTNER_API_TOKEN: token = '',
    PARTNER_WEBHOOK_PORT: port = '7071',
  } = process.env;
  if (!/^https?:/.test(apiUrl) || token === '') {
    console.error('Set PARTNER_API_URL and PARTNER_API_TOKEN, for example to http://127.0.0.1:4010 and sandbox-admin.');
    process.exit(1);
  }
  const { origin, hostname } = new URL(apiUrl);
  // The sandbox has its certificate itself. No other machine may take its place.
  const isSandbox = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  createReceiver({
    apiUrl,
    token,
    certificateOrigins: isSandbox ? [origin] : [microsoft],
    handle: async (referral, eventName) => console.log(`${eventName} ${referral.id}`),
  }).listen(Number(port), '127.0.0.1', () => console.log(`Waiting for events on http://127.0.0.1:${port}`));
}
