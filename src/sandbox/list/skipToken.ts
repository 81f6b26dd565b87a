import { createHash } from 'node:crypto';
import { refuse } from '../http/requestRefusal.ts';

/** What a token means. The query is not in it, so that a link has the same length whatever the query. */
export interface ListPosition {
  /** Identifies the snapshot of the pages, in hexadecimal digits. */
  readonly snapshot: string;
  /** Number of referrals that were served. */
  readonly offset: number;
  /** Number of referrals left of `$top`. */
  readonly left?: number;
}

// These bytes are "+/+/" in base64: a client that decodes a token and sends it back without encoding fails here as with
// the service, whose tokens contain %2f and %2b (docs/api.md, Pages).
const mark = Buffer.from([0xfb, 0xff, 0xbf]);

/** Number of bytes of a snapshot's id. */
export const idBytes = 12;
const numberBytes = 6;
const digestBytes = 9;
const length = mark.length + idBytes + 2 * numberBytes + digestBytes;

/** @param quirks percent-encoded base64 with lower-case hex as in official samples, else URL-safe base64 */
export function writeSkipToken({ snapshot, offset, left }: ListPosition, quirks: boolean): string {
  // 0 stands for no $top.
  const numbers = [offset, left === undefined ? 0 : left + 1].map((value) => {
    const bytes = Buffer.alloc(numberBytes);
    bytes.writeUIntBE(value, 0, numberBytes);
    return bytes;
  });
  const content = Buffer.concat([mark, Buffer.from(snapshot, 'hex'), ...numbers]);
  const bytes = Buffer.concat([content, digestOf(content)]);
  if (!quirks) return bytes.toString('base64url');
  return encodeURIComponent(bytes.toString('base64')).replace(/%../g, (escape) => escape.toLowerCase());
}

/**
 * @param raw the token after one percent-decoding
 * @throws RequestRefusal 400 with target `$skiptoken`
 */
export function readSkipToken(raw: string): ListPosition {
  const bytes = /^[\w+/=-]+$/.test(raw) ? Buffer.from(raw, 'base64') : Buffer.alloc(0);
  const content = bytes.subarray(0, length - digestBytes);
  const isOurs = bytes.length === length && content.subarray(0, mark.length).equals(mark);
  if (!isOurs || !bytes.subarray(content.length).equals(digestOf(content))) {
    const message = 'The $skiptoken is not one of this service. Send it back exactly as nextLink has it.';
    throw refuse('skip-token', message, '$skiptoken');
  }
  const numberAt = (index: number): number =>
    content.readUIntBE(mark.length + idBytes + index * numberBytes, numberBytes);
  const left = numberAt(1);
  return {
    snapshot: content.toString('hex', mark.length, mark.length + idBytes),
    offset: numberAt(0),
    ...(left > 0 && { left: left - 1 }),
  };
}

/**
 * Tells a token that was changed on the way. It is no secret, since a token shows its caller nothing that the caller may
 * not see, and so it also recognizes the tokens of a process that has ended.
 */
function digestOf(content: Buffer): Buffer {
  return createHash('sha256').update('partner-referrals skip token').update(content).digest().subarray(0, digestBytes);
}
