import { isMicrosoftSide, type Person, type ReferralSummary } from '../../referral/summary.ts';
import { fold } from './fold.ts';

export interface SearchedField {
  readonly kind:
    'name' | 'customer' | 'organization' | 'place' | 'contact' | 'team' | 'reference' | 'id' | 'engagement';
  readonly text: string;
}

/** A referral as it is searched, in the side panel and in the palette alike: its fields folded into one string. */
export interface SearchText {
  readonly summary: ReferralSummary;
  /** Each field between line feeds: deal and customer, other names, addresses and the CRM reference, then the two ids. */
  readonly text: string;
  /** Where the names of deal and customer end. */
  readonly titlesEnd: number;
  /** Where names end. Only names are matched with letters left out. */
  readonly namesEnd: number;
  /** Where the ids begin, at the line feed before them. */
  readonly idsStart: number;
  /** Which characters occur at all, and at the start of a word: see `lettersOf`. */
  readonly letters: number;
  readonly starts: number;
  /** Seconds since 1970 of the last change; 0 when it is not known. */
  readonly updated: number;
  /** 1 unless it is Microsoft's side of an engagement, which is there to be read only. */
  readonly ours: 0 | 1;
}

/** In ids, words shorter than this are found at the beginning only: inside, they would be found in every id. */
const shortestInsideIds = 4;

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

/** Where a folded word is found as it stands; -1 when it isn't. The one rule for side panel and palette. */
export function findWord(word: string, { text, idsStart }: Pick<SearchText, 'text' | 'idsStart'>): number {
  const at = text.indexOf(word);
  if (at < idsStart || word.length >= shortestInsideIds) return at;
  const idStart = text.indexOf(`\n${word}`, idsStart);
  return idStart < 0 ? -1 : idStart + 1;
}

/** The CRM reference as it is compared; empty when there is none. */
export function referenceIn({ text, namesEnd }: Pick<SearchText, 'text' | 'namesEnd'>): string {
  return text.slice(namesEnd + 1, text.indexOf('\n', namesEnd + 1));
}

/** True when whatever meets `words` meets `before` too: each word goes on where it was, and perhaps more words follow. */
export function narrows(words: readonly string[], before: readonly string[]): boolean {
  return (
    before.length <= words.length &&
    before.every((word, at) => {
      const next = words[at];
      if (next === undefined || !next.startsWith(word)) return false;
      // From here on it is looked for inside ids too, where it wasn't before.
      return word.length >= shortestInsideIds || next.length < shortestInsideIds;
    })
  );
}

/** Which field an offset into the text belongs to. */
export function fieldAt({ summary, text }: SearchText, offset: number): SearchedField | undefined {
  const { names, keys, ids } = fieldsOf(summary);
  let number = 0;
  for (let at = text.indexOf('\n', 1); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) number++;
  return [...names, ...keys, ...ids][number];
}

/**
 * The characters of a text as bits: what isn't in a referral's bits can't be found in its text. A bit for each of a to
 * z, one for all digits, one for all else.
 */
export function lettersOf(text: string): number {
  let bits = 0;
  for (let at = 0; at < text.length; at++) bits |= letterOf(text.charCodeAt(at));
  return bits;
}

/** True when the character at an offset continues a word, i.e. is a letter or digit. Half a pair counts as a letter. */
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
      // Deal and customer keep their places when they have no name.
      { kind: 'name', text: summary.name ?? '' },
      { kind: 'customer', text: summary.customerName ?? '' },
      ...peopleAs('contact', contacts, (person) => person.name),
      ...peopleAs('team', team, (person) => person.name),
      ...some('organization', summary.organizationName),
      ...some('place', summary.customerCity),
      ...some('place', summary.customerCountry),
    ],
    keys: [
      // The first of the keys also when there is none: see `referenceIn`.
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
