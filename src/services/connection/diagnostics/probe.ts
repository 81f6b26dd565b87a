// VS Code patches the default export for proxies and certificates.
import { t } from '../../../base/l10n.ts';
import https from 'node:https';
import { TLSSocket, type DetailedPeerCertificate, type PeerCertificate } from 'node:tls';
import type { Socket } from 'node:net';
import { ProbeError, type Certificate, type ProbeResponse } from './runDiagnostics.ts';

const requestTimeout = 15_000;
const maxChainLength = 10;

/**
 * Sends a request without a token as other requests are sent, and reads the certificate. Certificates are still
 * verified. An untrusted one is read before Node.js rejects it, and is part of the error.
 */
export function sendProbe(url: string, signal: AbortSignal): Promise<ProbeResponse> {
  return new Promise((resolve, reject) => {
    let certificate: Certificate | undefined;
    const request = https.request(url, {
      headers: { accept: 'application/json' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeout)]),
    });
    request.once('socket', (socket: Socket) => {
      // This event is emitted before Node.js rejects a chain. After that the socket no longer has the certificate.
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
      reject(new ProbeError(timedOut ? 'ETIMEDOUT' : (error.code ?? 'UNKNOWN'), certificate));
    });
    request.end();
  });
}

function readCertificate(socket: Socket): Certificate | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  let current: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  // Node.js returns an empty object if there is no certificate.
  if (!('subject' in current)) return undefined;
  const { subject, valid_to: until } = current;
  const issuers: string[] = [];
  for (let depth = 0; current && depth < maxChainLength; depth++) {
    const issuer = nameOf(current.issuer);
    if (issuers.at(-1) !== issuer) issuers.push(issuer);
    // A root certificate is its own issuer. Certificates that the server didn't send are missing.
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
