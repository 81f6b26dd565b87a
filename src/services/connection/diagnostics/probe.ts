// The default export is what VS Code patches for proxies and certificates.
import { t } from '../../../base/l10n.ts';
import https from 'node:https';
import { TLSSocket, type DetailedPeerCertificate, type PeerCertificate } from 'node:tls';
import type { Socket } from 'node:net';
import { GreetingError, type Certificate, type Greeting } from './runDiagnostics.ts';

const longestGreeting = 15_000;
const longestChain = 10;

/**
 * Asks an address without a token, on the way that requests take, and looks at the certificate meanwhile. Certificates
 * are checked as ever: one that is not trusted is seen on its way and told in the error.
 */
export function greet(url: string, signal: AbortSignal): Promise<Greeting> {
  return new Promise((resolve, reject) => {
    let certificate: Certificate | undefined;
    const request = https.request(url, {
      headers: { accept: 'application/json' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(longestGreeting)]),
    });
    request.once('socket', (socket: Socket) => {
      // Comes before node refuses a chain, after which the socket has forgotten it.
      socket.prependOnceListener('secure', () => (certificate = readCertificate(socket)));
    });
    request.once('response', (response) => {
      certificate ??= readCertificate(response.socket);
      response.resume();
      const at = Date.parse(response.headers.date ?? '');
      resolve({ status: response.statusCode ?? 0, serverTime: Number.isNaN(at) ? undefined : at, certificate });
    });
    request.once('error', (error: NodeJS.ErrnoException) => {
      const timedOut = error.name === 'TimeoutError' || error.name === 'AbortError';
      reject(new GreetingError(timedOut ? 'ETIMEDOUT' : (error.code ?? 'UNKNOWN'), certificate));
    });
    request.end();
  });
}

function readCertificate(socket: Socket): Certificate | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  let current: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  // An empty object when there is none.
  if (!('subject' in current)) return undefined;
  const { subject, valid_to: until } = current;
  const issuers: string[] = [];
  for (let depth = 0; current && depth < longestChain; depth++) {
    const issuer = nameOf(current.issuer);
    if (issuers.at(-1) !== issuer) issuers.push(issuer);
    // A root is its own issuer; what the server did not send is missing.
    const next: DetailedPeerCertificate | undefined = current.issuerCertificate;
    current = next === current ? undefined : next;
  }
  const validTo = Date.parse(until);
  return { subject: nameOf(subject), issuers, validTo: Number.isNaN(validTo) ? undefined : validTo };
}

function nameOf(name: PeerCertificate['subject'] | undefined): string {
  const parts = [name?.CN, name?.O].filter((part) => part !== undefined && part.length > 0);
  return parts.length === 0 ? t('an unnamed authority') : parts.join(', ');
}
