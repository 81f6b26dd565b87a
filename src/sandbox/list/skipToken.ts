import { invalidRequest } from '../http/apiError.ts';
import { isObject, parseJson, type Json } from '../json/json.ts';

/** Where a list goes on, and the query it belongs to: a page needs nothing but its token. */
export interface SkipToken {
  /** The snapshot the pages are cut from. */
  readonly snapshot: string;
  /** How many of its referrals are served already. */
  readonly offset: number;
  /** How many are still wanted, of `$top`. */
  readonly left?: number;
  /** The query options of the first page, to take the list again if the snapshot is gone. */
  readonly query: Readonly<Record<string, string>>;
}

// These bytes become "+/+/" in base64: a client that decodes a token and sends it back without encoding breaks here, as it
// would at the service, whose tokens hold %2f and %2b (reference §4.4).
const mark = Buffer.from([0xfb, 0xff, 0xbf]);

/** @param quirks percent-encoded base64 with lower-case hex as in official samples, else URL-safe base64 */
export function writeSkipToken(token: SkipToken, quirks: boolean): string {
  const bytes = Buffer.concat([mark, Buffer.from(JSON.stringify(token))]);
  if (!quirks) return bytes.toString('base64url');
  return encodeURIComponent(bytes.toString('base64')).replace(/%../g, (escape) => escape.toLowerCase());
}

/** @param raw the token after one percent-decoding */
export function readSkipToken(raw: string): SkipToken {
  if (/^[\w+/=-]+$/.test(raw)) {
    const bytes = Buffer.from(raw, 'base64');
    if (bytes.subarray(0, mark.length).equals(mark)) {
      try {
        const token = asToken(parseJson(bytes.subarray(mark.length).toString('utf8')));
        if (token) return token;
      } catch {
        // Falls through to the refusal.
      }
    }
  }
  throw invalidRequest(
    'The $skiptoken is not one of this service. Send it back exactly as nextLink has it.',
    '$skiptoken',
  );
}

function asToken(value: Json): SkipToken | undefined {
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
