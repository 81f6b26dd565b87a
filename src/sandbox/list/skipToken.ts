import { invalidRequest } from '../http/requestRefusal.ts';
import { isObject, parseJson, type Json } from '../../base/json.ts';

/** The position in a list together with its query, so that the token alone identifies a page. */
export interface ListPosition {
  /** The snapshot of the pages. */
  readonly snapshot: string;
  /** Number of referrals that were served. */
  readonly offset: number;
  /** Number of referrals left of `$top`. */
  readonly left?: number;
  /** The query options of the first page, used if the snapshot no longer exists. */
  readonly query: Readonly<Record<string, string>>;
}

// These bytes are "+/+/" in base64: a client that decodes a token and sends it back without encoding fails here as with
// the service, whose tokens contain %2f and %2b (docs/api.md, Pages).
const mark = Buffer.from([0xfb, 0xff, 0xbf]);

/** @param quirks percent-encoded base64 with lower-case hex as in official samples, else URL-safe base64 */
export function writeSkipToken(position: ListPosition, quirks: boolean): string {
  const bytes = Buffer.concat([mark, Buffer.from(JSON.stringify(position))]);
  if (!quirks) return bytes.toString('base64url');
  return encodeURIComponent(bytes.toString('base64')).replace(/%../g, (escape) => escape.toLowerCase());
}

/** @param raw the token after one percent-decoding */
export function readSkipToken(raw: string): ListPosition {
  if (/^[\w+/=-]+$/.test(raw)) {
    const bytes = Buffer.from(raw, 'base64');
    if (bytes.subarray(0, mark.length).equals(mark)) {
      try {
        const position = asPosition(parseJson(bytes.subarray(mark.length).toString('utf8')));
        if (position) return position;
      } catch {
        // Throws below.
      }
    }
  }
  throw invalidRequest(
    'The $skiptoken is not one of this service. Send it back exactly as nextLink has it.',
    '$skiptoken',
  );
}

function asPosition(value: Json): ListPosition | undefined {
  if (!isObject(value)) return undefined;
  const { snapshot, offset, left, query } = value;
  if (typeof snapshot !== 'string' || !isCount(offset) || !isObject(query)) return undefined;
  if (left !== undefined && !isCount(left)) return undefined;
  const options = Object.entries(query).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return { snapshot, offset, ...(left === undefined ? {} : { left }), query: Object.fromEntries(options) };
}

function isCount(value: Json | undefined): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
