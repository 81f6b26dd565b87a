import { isMicrosoftSide, type Person, type ReferralSummary } from '../../referral/summary.ts';
import { fold } from './fold.ts';

export interface SearchedField {
  readonly kind: 'name' | 'customer' | 'contact' | 'team' | 'id' | 'engagement' | 'reference';
  readonly text: string;
}

/** A referral as it is searched: its fields folded into one string, so that one scan looks through all of them. */
export interface SearchText {
  readonly summary: ReferralSummary;
  /** Each field between line feeds: the deal, the customer, people's names, then ids and addresses. */
  readonly text: string;
  /** Where the names of deal and customer end. */
  readonly titlesEnd: number;
  /** Where names end and ids begin. Only names are matched with letters left out. */
  readonly namesEnd: number;
  /** Which characters occur at all, and at the start of a word: see `lettersOf`. */
  readonly letters: number;
  readonly starts: number;
  /** Seconds since 1970 of the last change; 0 when it is not known. */
  readonly updated: number;
  /** 1 unless it is Microsoft's side of an engagement, which is there to be read only. */
  readonly ours: 0 | 1;
}

export function searchTextOf(summary: ReferralSummary): SearchText {
  const names = fieldsOf(summary).names.map(({ text }) => fold(text));
  const keys = fieldsOf(summary).keys.map(({ text }) => fold(text));
  const titlesEnd = (names[0]?.length ?? 0) + (names[1]?.length ?? 0) + 2;
  const namesPart = `\n${names.join('\n')}`;
  const text = `${namesPart}\n${keys.join('\n')}\n`;
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
    letters,
    starts,
    updated: updated > 0 && updated < 2 ** 33 ? Math.floor(updated) : 0,
    ours: isMicrosoftSide(summary) ? 0 : 1,
  };
}

/** Which field an offset into the text belongs to. */
export function fieldAt({ summary, text }: SearchText, offset: number): SearchedField | undefined {
  const { names, keys } = fieldsOf(summary);
  let number = 0;
  for (let at = text.indexOf('\n', 1); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) number++;
  return [...names, ...keys][number];
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

function fieldsOf(summary: ReferralSummary): { names: SearchedField[]; keys: SearchedField[] } {
  const { contacts, team } = summary;
  // Deal and customer keep their places when they have no name.
  const names: SearchedField[] = [
    { kind: 'name', text: summary.name ?? '' },
    { kind: 'customer', text: summary.customerName ?? '' },
    ...peopleAs('contact', contacts, (person) => person.name),
    ...peopleAs('team', team, (person) => person.name),
  ];
  const keys: SearchedField[] = [
    { kind: 'id', text: summary.id },
    { kind: 'engagement', text: summary.engagementId ?? '' },
    { kind: 'reference', text: summary.externalReferenceId ?? '' },
    ...peopleAs('contact', contacts, (person) => person.email),
    ...peopleAs('team', team, (person) => person.email),
  ];
  return { names, keys };
}

function peopleAs(
  kind: 'contact' | 'team',
  people: readonly Person[],
  part: (person: Person) => string | undefined,
): SearchedField[] {
  return people.flatMap((person) => {
    const text = part(person);
    return text === undefined ? [] : [{ kind, text }];
  });
}
