import { generate } from 'selfsigned';

export const authorityName = 'Root of the unit tests';

export interface LocalhostCertificate {
  /** The certificate of the authority that signed it, to be trusted or not. */
  readonly authority: string;
  readonly key: string;
  readonly cert: string;
}

let made: Promise<LocalhostCertificate> | undefined;

/** A certificate for localhost from a private authority, PEM; the same one for all tests of a process. */
export function localhostCertificate(): Promise<LocalhostCertificate> {
  return (made ??= make());
}

async function make(): Promise<LocalhostCertificate> {
  const kind = { keyType: 'ec', algorithm: 'sha256' } as const;
  const authority = await generate([{ name: 'commonName', value: authorityName }], {
    ...kind,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const leaf = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...kind,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  });
  return { authority: authority.cert, key: leaf.private, cert: leaf.cert };
}
