/** A receiver for Node.js, without packages. */
export const typescriptReceiver = `import { X509Certificate, verify } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';

const { PARTNER_API_URL: address, PARTNER_WEBHOOK_PORT: port = '7071' } = process.env;

/** Only certificates from these hosts are believed: Microsoft's, and a sandbox on this machine. */
const trusted = new Set(['https://3psostorageacct.blob.core.windows.net']);
if (address && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(address).hostname)) trusted.add(new URL(address).origin);

/** Kept for a minute: one that expires is replaced at its address. */
const certificates = new Map<string, { readonly certificate: Promise<X509Certificate>; readonly until: number }>();

/** The certificate that an event names. The https of its origin tells where it comes from. */
async function certificateAt(url: string): Promise<X509Certificate> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(5_000) });
  if (!response.ok) throw new Error(\`\${url}: \${response.status}\`);
  const certificate = new X509Certificate(Buffer.from(await response.arrayBuffer()));
  return certificate;
}

/** It must be valid now, and issued by Microsoft. */
function check(certificate: X509Certificate): X509Certificate {
  const now = Date.now();
  if (now < Date.parse(certificate.validFrom) || now > Date.parse(certificate.validTo)) throw new Error('It is not valid now.');
  if (!/^O=Microsoft Corporation$/m.test(certificate.issuer)) throw new Error('Microsoft did not issue it.');
  return certificate;
}

/** The signature is over the bytes as they came, so it is checked before they are parsed. */
async function isSigned({ headers }: IncomingMessage, body: Buffer): Promise<boolean> {
  const signature = /^Signature (\\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const url = String(headers['x-ms-certificate-url'] ?? '');
  const algorithm = String(headers['x-ms-signature-algorithm'] ?? '').toLowerCase();
  if (signature === undefined || algorithm !== 'rsa-sha256' || !URL.canParse(url)) return false;
  if (!trusted.has(new URL(url).origin)) return false;
  const { origin, pathname } = new URL(url);
  const place = origin + pathname;
  let kept = certificates.get(place);
  if (!kept || Date.now() >= kept.until) {
    kept = { certificate: certificateAt(place), until: Date.now() + 60_000 };
    // One that couldn't be read is read again for the next event.
    kept.certificate.catch(() => certificates.delete(place));
    if (certificates.size >= 10) certificates.clear();
    certificates.set(place, kept);
  }
  const { publicKey } = check(await kept.certificate);
  return verify('rsa-sha256', body, publicKey, Buffer.from(signature, 'base64'));
}

interface ReferralEvent {
  readonly EventName: string;
  readonly ResourceUri: string;
  readonly ResourceChangeUtcDate: string;
}

/** Called for each event, perhaps more than once and out of order: read the referral, and compare updatedDateTime. */
function referralChanged(id: string, event: ReferralEvent): void {
  console.log(event.EventName, id, event.ResourceChangeUtcDate);
}

const server = createServer((request, response) => {
  void (async () => {
    const parts: Buffer[] = [];
    let size = 0;
    for await (const part of request) {
      size += (part as Buffer).length;
      if (size > 65_536) return void response.writeHead(413).end();
      parts.push(part as Buffer);
    }
    const body = Buffer.concat(parts);
    if (!(await isSigned(request, body).catch(() => false))) return void response.writeHead(401).end();
    // Answered before the work is done: whoever answers late gets the event again.
    response.writeHead(202).end();
    const event = JSON.parse(body.toString()) as ReferralEvent;
    // The address in the event is of another API. Only the id counts.
    const id = /\\/([\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12})$/i.exec(event.ResourceUri)?.[1];
    if (id !== undefined) referralChanged(id.toLowerCase(), event);
  })().catch((error: unknown) => {
    console.error(error);
    if (!response.headersSent) response.writeHead(400).end();
  });
});
server.listen(Number(port), '127.0.0.1', () => {
  const listening = server.address();
  if (typeof listening === 'object') console.log(\`Listening on http://127.0.0.1:\${listening?.port}\`);
});
`;
