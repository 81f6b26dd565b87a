// Not by import(): in a bundle that is split, a CommonJS package has only a default export then.
import { generate } from 'selfsigned';

type Attributes = NonNullable<Parameters<typeof generate>[0]>;
type Options = NonNullable<Parameters<typeof generate>[1]>;

/**
 * Makes a key and a certificate for it, as PEM, valid from a day ago. Few starts need it, and loading it takes longer
 * than the rest of the start: import this file on demand.
 */
export async function makeSelfSigned(
  attributes: Attributes,
  validDays: number,
  options: Pick<Options, 'keyType' | 'extensions'>,
): Promise<{ readonly key: string; readonly cert: string }> {
  const day = 24 * 60 * 60 * 1000;
  const { private: key, cert } = await generate(attributes, {
    ...options,
    algorithm: 'sha256',
    // A client in a container may have a clock that is behind.
    notBeforeDate: new Date(Date.now() - day),
    notAfterDate: new Date(Date.now() + validDays * day),
  });
  return { key, cert };
}
