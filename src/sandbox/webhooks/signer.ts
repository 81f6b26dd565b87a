import { createPrivateKey, sign } from 'node:crypto';
import { singleFlight } from '../../base/async.ts';

/** Signs events as Partner Center does: RSA with SHA-256 over the bytes of the body (docs/api.md, Webhooks). */
export interface Signer {
  /** PEM. Who trusts it trusts this sandbox until it ends. */
  readonly certificate: string;
  /** In base64. */
  sign(bytes: Uint8Array): string;
}

/** The media type of certificates as PEM. */
export const certificateType = 'application/pem-certificate-chain';

export type GetSigner = () => Promise<Signer>;

const validDays = 365;

/** A signer that is made on its first use, since a key takes a while and few need it. The key never leaves the process. */
export function createSigner(): GetSigner {
  return singleFlight(
    async () => {
      const { makeSelfSigned } = await import('../http/selfSigned.ts');
      const { key, cert } = await makeSelfSigned(
        [
          // Receivers check the organization of the issuer.
          { name: 'organizationName', value: 'Microsoft Corporation' },
          { shortName: 'OU', value: 'Sandbox for tests (not issued by Microsoft)' },
          { name: 'commonName', value: 'Partner API sandbox webhooks' },
        ],
        validDays,
        {
          keyType: 'rsa',
          extensions: [
            // An authority, so that it can be the root of its own chain.
            { name: 'basicConstraints', cA: true, critical: true },
            { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
          ],
        },
      );
      const privateKey = createPrivateKey(key);
      return { certificate: cert, sign: (bytes) => sign('sha256', bytes, privateKey).toString('base64') };
    },
    { keep: true },
  );
}
