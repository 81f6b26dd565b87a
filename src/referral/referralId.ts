/** Referral ids are GUIDs; they are compared whatever their case and kept in lower case (reference §1, §3.11). */

const hex = (digits: number): string => `[0-9A-Fa-f]{${String(digits)}}`;
const guid = `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`;
// Not part of something longer: no letter or digit touches it, and no further hex group hangs on by a hyphen. A word and
// a hyphen before it are fine: `referral-8d5b….json`.
const before = '(?<![0-9A-Za-z])(?<!(?<![0-9A-Za-z])[0-9A-Fa-f]{1,12}-)';
const after = '(?![0-9A-Za-z])(?!-[0-9A-Fa-f]{1,12}(?![0-9A-Za-z]))';
const standing = `${before}${guid}${after}`;

export interface FoundId {
  /** Lower case. */
  readonly id: string;
  /** Offsets into the searched text; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

/** All ids in a piece of text, in order. Linear in its length. */
export function findReferralIds(text: string): FoundId[] {
  const found: FoundId[] = [];
  for (const match of text.matchAll(new RegExp(standing, 'g'))) {
    found.push({ id: match[0].toLowerCase(), start: match.index, end: match.index + match[0].length });
  }
  return found;
}

export type ReadId = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly problem: string };

/**
 * Reads what a person or a caller gave: an id (also in braces or quotes), a URL or a text that contains one. Where a URL
 * holds several GUIDs, the one behind `/referrals/` is meant; a text with several and no such hint is refused.
 */
export function readReferralId(input: string): ReadId {
  const given = input.trim();
  if (given === '') return problem('Enter a referral ID or a URL that contains one.');
  const text = decoded(given);
  const hinted = new RegExp(`referrals?(?:id)?[/=(:]?\\s*['"{(]*(${guid})${after}`, 'i').exec(text);
  if (hinted?.[1] !== undefined) return { ok: true, id: hinted[1].toLowerCase() };
  const ids = new Set(findReferralIds(text).map((found) => found.id));
  const [first] = ids;
  if (first !== undefined && ids.size === 1) return { ok: true, id: first };
  if (ids.size > 1) {
    return problem(`This contains ${String(ids.size)} different IDs. Enter the ID of one referral.`);
  }
  return problem(whyNoId(given));
}

/** Reads a command's argument: an id, a URL that contains one, or an object with a string `id`. */
export function readReferralIdArgument(argument: unknown): ReadId {
  if (typeof argument === 'string') return readReferralId(argument);
  if (typeof argument === 'object' && argument !== null && 'id' in argument && typeof argument.id === 'string') {
    return readReferralId(argument.id);
  }
  return problem('This command takes a referral ID, a URL that contains one, or an object with an "id".');
}

function whyNoId(given: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(given)) {
    return 'This URL contains no referral ID. Copy the address of one referral, or enter its ID.';
  }
  const bare = given.replace(/^[{('"]+|[})'"]+$/g, '');
  const digits = bare.replace(/-/g, '').length;
  if (/^[0-9a-f-]+$/i.test(bare)) {
    return digits === 32
      ? 'This has the digits of an ID, but not its form. A referral ID looks like 8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77.'
      : `A referral ID has 32 hexadecimal digits; this has ${String(digits)}. Check that it was copied whole.`;
  }
  return 'This is not a referral ID. A referral ID looks like 8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77.';
}

function problem(text: string): ReadId {
  return { ok: false, problem: text };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
