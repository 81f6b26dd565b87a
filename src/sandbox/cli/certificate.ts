import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate that clients trust once they are told its file. Its key never leaves the process. */
export interface Certificate {
  /** PEM. */
  readonly key: string;
  readonly cert: string;
  /** Path of the certificate, e.g. for NODE_EXTRA_CA_CERTS. */
  readonly file: string;
  /** Removes the file. */
  remove(): void;
}

/** Makes a self-signed certificate for this machine and more host names. Valid for 30 days. */
export async function makeCertificate(hosts: readonly string[]): Promise<Certificate> {
  // Only --tls needs it, and loading it takes longer than the rest of the start.
  const { generate } = await import('selfsigned');
  const names = [
    ...new Set(['localhost', '127.0.0.1', '::1', ...hosts.map((host) => host.replace(/^\[(.*)\]$/, '$1'))]),
  ];
  const day = 24 * 60 * 60 * 1000;
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'Partner API sandbox' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    // A client in a container may have a clock that is behind.
    notBeforeDate: new Date(Date.now() - day),
    notAfterDate: new Date(Date.now() + 30 * day),
    extensions: [
      // An authority, since some clients take nothing else as a root.
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: names.map((name) => (isIP(name) ? { type: 7, ip: name } : { type: 2, value: name })),
      },
    ],
  });
  const folder = mkdtempSync(join(tmpdir(), 'partner-api-sandbox-'));
  const file = join(folder, 'certificate.pem');
  writeFileSync(file, cert);
  return { key, cert, file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
