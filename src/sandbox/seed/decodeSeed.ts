import { isUtf8 } from 'node:buffer';

/**
 * The text of a seed file, or its bytes where they are UTF-8. PowerShell 5 writes UTF-16 when output is redirected.
 * Undefined for any other encoding.
 */
export function decodeSeed(bytes: Buffer): string | Buffer | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
  return isUtf8(bytes) ? bytes : undefined;
}
