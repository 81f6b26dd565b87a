import { isMicrosoftSide, type Person, type ReferralSummary } from '../../referral/summary.ts';
import { fold } from './fold.ts';

export interface SearchedField {
  readonly kind:
    'name' | 'customer' | 'organization' | 'place' | 'contact' | 'team' | 'reference' | 'id' | 'engagement';
  readonly text: string;
}

/**
 * The text in which a referral is searched, in the side panel and in the palette: its fields, folded, as one string.
 */
export interface SearchText {
  readonly summary: ReferralSummary;
  /**
   * All fields, separated by line feeds: names of deal and customer, other names, e-mail addresses and the CRM
   * reference, then the two ids.
   */
  readonly text: string;
  /** End of the names of deal and customer. */
  readonly titlesEnd: number;
  /** End of the names. Only names are matched with letters left out. */
  readonly namesEnd: number;
  /** Start of the ids, at the line feed before them. */
  readonly idsStart: number;
  /** The characters that occur in the text, as a bit set, see `lettersOf`. */
  readonly letters: number;
  /** The characters that occur at the start of a word, as a bit set. */
  readonly starts: number;
  /** Time of the last change, in seconds since 1970; 0 if unknown. */
  readonly updated: number;
  /** 0 for Microsoft's side of an engagement, which can only be read; otherwise 1. */
  readonly ours: 0 | 1;
}

/** Shorter words match ids only at the beginning, since they would match inside almost every id. */
const minLengthInsideIds = 4;

export function searchTextOf(summary: ReferralSummary): SearchText {
  const { names, keys, ids } = fieldsOf(summary);
  const folded = names.map(({ text }) => fold(text));
  const titlesEnd = (folded[0]?.length ?? 0) + (folded[1]?.length ?? 0) + 2;
  const namesPart = `\n${folded.join('\n')}`;
  const keysPart = `${namesPart}${keys.map(({ text }) => `\n${fold(text)}`).join('')}`;
  const text = `${keysPart}\n${ids.map(({ text: id }) => fold(id)).join('\n')}\n`;
  let letters = 0;
  let starts = 0;
  for (let at = 1; at < text.length; at++) {
    const letter = letterOf(text.charCodeAt(at));
    letters |= letter;
    if (!isWordCharacter(text, at - 1)) starts |= letter;
  }
  const updated = Date.parse(summary.updatedDateTime ?? '') / 1000;
  return {
    summary,
    text,
    titlesEnd,
    namesEnd: namesPart.length,
    idsStart: keysPart.length,
    letters,
    starts,
    updated: updated > 0 && updated < 2 ** 33 ? Math.floor(updated) : 0,
    ours: isMicrosoftSide(summary) ? 0 : 1,
  };
}

/** Returns the offset of a folded word, or -1. This rule is the same for side panel and palette. */
export function findWord(word: string, { text, idsStart }: Pick<SearchText, 'text' | 'idsStart'>): number {
  const at = text.indexOf(word);
  if (at < idsStart || word.length >= minLengthInsideIds) return at;
  const idStart = text.indexOf(`\n${word}`, idsStart);
  return idStart < 0 ? -1 : idStart + 1;
}

/** The folded CRM reference. Empty if there is none. */
export function referenceIn({ text, namesEnd }: Pick<SearchText, 'text' | 'namesEnd'>): string {
  return text.slice(namesEnd + 1, text.indexOf('\n', namesEnd + 1));
}

/**
 * True if every referral that matches `words` also matches `before`: each word contains the one before, and there may
 * be further words.
 */
export function narrows(words: readonly string[], before: readonly string[]): boolean {
  return (
    before.length <= words.length &&
    before.every((word, at) => {
      const next = words[at];
      if (next === undefined || !next.startsWith(word)) return false;
      // The longer word may match inside ids, where the shorter one didn't.
      return word.length >= minLengthInsideIds || next.length < minLengthInsideIds;
    })
  );
}

/** The field at an offset of the text. */
export function fieldAt({ summary, text }: SearchText, offset: number): SearchedField | undefined {
  const { names, keys, ids } = fieldsOf(summary);
  let number = 0;
  for (let at = text.indexOf('\n', 1); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) number++;
  return [...names, ...keys, ...ids][number];
}

/**
 * Returns the characters of a text as a bit set, with one bit for each letter from a to z, one for all digits, and one
 * for all others. A word can only match a text whose bits include its own.
 */
export function lettersOf(text: string): number {
  let bits = 0;
  for (let at = 0; at < text.length; at++) bits |= letterOf(text.charCodeAt(at));
  return bits;
}

/** True if the character at an offset is a letter or digit. Half of a surrogate pair counts as a letter. */
export function isWordCharacter(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);
  return /[\p{L}\p{N}\p{Cs}]/u.test(text.charAt(at));
}

function letterOf(code: number): number {
  if (code >= 97 && code <= 122) return 1 << (code - 97);
  return code >= 48 && code <= 57 ? 1 << 26 : 1 << 27;
}

interface Fields {
  readonly names: readonly SearchedField[];
  readonly keys: readonly SearchedField[];
  readonly ids: readonly SearchedField[];
}

function fieldsOf(summary: ReferralSummary): Fields {
  const { contacts, team } = summary;
  return {
    names: [
      // These two fields always exist, also without a name.
      { kind: 'name', text: summary.name ?? '' },
      { kind: 'customer', text: summary.customerName ?? '' },
      ...peopleAs('contact', contacts, (person) => person.name),
      ...peopleAs('team', team, (person) => person.name),
      ...some('organization', summary.organizationName),
      ...some('place', summary.customerCity),
      ...some('place', summary.customerCountry),
    ],
    keys: [
      // This field always exists, see `referenceIn`.
      { kind: 'reference', text: summary.externalReferenceId?.trim() ?? '' },
      ...peopleAs('contact', contacts, (person) => person.email),
      ...peopleAs('team', team, (person) => person.email),
    ],
    ids: [{ kind: 'id', text: summary.id }, ...some('engagement', summary.engagementId)],
  };
}

function some(kind: SearchedField['kind'], text: string | undefined): SearchedField[] {
  return text === undefined ? [] : [{ kind, text }];
}

function peopleAs(
  kind: 'contact' | 'team',
  people: readonly Person[],
  part: (person: Person) => string | undefined,
): SearchedField[] {
  return people.flatMap((person) => some(kind, part(person)));
}
