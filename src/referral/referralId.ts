/** Referral ids are GUIDs; they are compared whatever their case and kept in lower case (reference §1, §3.11). */

const hex = (digits: number): string => `[0-9A-Fa-f]{${String(digits)}}`;
/** Source of a regular expression. */
export const guid = `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`;
// Not part of something longer: no letter or digit touches it, and no further hex group hangs on by a hyphen. A word and
// a hyphen before it are fine: `referral-8d5b….json`.
const letter = '[\\p{L}\\p{N}]';
const before = `(?<!${letter})(?<!(?<!${letter})[0-9A-Fa-f]{1,12}-)`;
/** Source of a regular expression: nothing that would make the GUID before it part of something longer. */
export const after = `(?!${letter})(?!-[0-9A-Fa-f]{1,12}(?!${letter}))`;
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
  for (const match of text.matchAll(new RegExp(standing, 'gu'))) {
    found.push({ id: match[0].toLowerCase(), start: match.index, end: match.index + match[0].length });
  }
  return found;
}
