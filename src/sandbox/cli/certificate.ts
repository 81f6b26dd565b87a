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
  /** Removes the file, if that can be done. */
  remove(): void;
}

const validDays = 30;

/** Makes a self-signed certificate for this machine and more host names. Valid for 30 days. */
export async function makeCertificate(hosts: readonly string[]): Promise<Certificate> {
  const names = [
    ...new Set(['localhost', '127.0.0.1', '::1', ...hosts.map((host) => host.replace(/^\[(.*)\]$/, '$1'))]),
  ];
  const { makeSelfSigned } = await import('../http/selfSigned.ts');
  const { key, cert } = await makeSelfSigned([{ name: 'commonName', value: 'Partner API sandbox' }], validDays, {
    keyType: 'ec',
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
  return { key, cert, file, remove: () => removeFolder(folder) };
}

/** On Windows, a file can't be removed while another program reads it. It holds no secret, so it may stay. */
function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // What is closed with it must be closed all the same.
  }
}
