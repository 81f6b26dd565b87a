/** Referral ids are GUIDs. They are compared ignoring case and stored in lower case (docs/api.md, Formats). */

const hex = (digits: number): string => `[0-9A-Fa-f]{${String(digits)}}`;
/** Source of a regular expression. */
export const guid = `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`;
// Not part of a longer word: no letter or digit before or after it, and no further group of hex digits after a hyphen.
// A word and a hyphen before it are allowed: `referral-8d5b….json`. The characters of an escape are no word: `%278d5b…`,
// `"\n8d5b…"`.
const letter = '[\\p{L}\\p{N}]';
const start = `(?:(?<!${letter})|(?<=%[0-9A-Fa-f]{2}|\\\\[nrt]))`;
const before = `${start}(?<!${start}[0-9A-Fa-f]{1,12}-)`;
/** Source of a regular expression that rejects a GUID that is part of a longer word. */
export const after = `(?!${letter})(?!-[0-9A-Fa-f]{1,12}(?!${letter}))`;
const standalone = `${before}${guid}${after}`;

export interface FoundId {
  /** Lower case. */
  readonly id: string;
  /** Offsets into the searched text; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

/** All ids in a text, in order. Takes linear time. */
export function findReferralIds(text: string): FoundId[] {
  const found: FoundId[] = [];
  for (const match of text.matchAll(new RegExp(standalone, 'gu'))) {
    found.push({ id: match[0].toLowerCase(), start: match.index, end: match.index + match[0].length });
  }
  return found;
}
