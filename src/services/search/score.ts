import { findWord, isWordCharacter, lettersOf, type SearchText } from './searchText.ts';

/** How well a word matches, best first; 0 is no match. */
export const fits = {
  /** The whole field, e.g. an id or a CRM reference. */
  exact: 60,
  fieldStart: 50,
  wordStart: 40,
  /** Parts of the word are each at the start of a word: `wobri` for "Woodgrove branch". */
  wordStarts: 30,
  inside: 20,
  /** The letters in the same order with others between them, from the start of a word: `wodgrv`. */
  scattered: 10,
} as const;
/** Added for matches in the names of deal and customer, which come before people and ids. */
const ofTitle = 2;

export interface Word {
  readonly text: string;
  readonly letters: number;
  readonly first: number;
  /** True if letters may be left out. False for words with other characters, which are usually ids or addresses. */
  readonly loose: boolean;
}

/** `isOfWordStarts` stores lengths as the bits of one number. */
const maxLooseLength = 30;

export function asWord(text: string): Word {
  const loose = text.length >= 2 && text.length <= maxLooseLength && /^\p{L}+$/u.test(text);
  return { text, letters: lettersOf(text), first: lettersOf(text.charAt(0)), loose };
}

/**
 * Returns how well a word matches a referral, and where. If a word matches, all its prefixes match too, so that a
 * search can be narrowed while the user types.
 */
export function fitOf(word: Word, searched: SearchText): { readonly fit: number; readonly at: number } {
  if ((word.letters & ~searched.letters) !== 0) return nowhere;
  const { text, titlesEnd } = searched;
  const found = (fit: number, at: number) => ({ fit: at < titlesEnd ? fit + ofTitle : fit, at });
  const somewhere = findWord(word.text, searched);
  const mayStart = (word.first & searched.starts) !== 0;
  if (somewhere >= 0) {
    if (!mayStart) return found(fits.inside, somewhere);
    const fieldStart = text.indexOf(`\n${word.text}`);
    if (fieldStart >= 0) {
      const exact = text.indexOf(`\n${word.text}\n`, fieldStart);
      return exact >= 0 ? found(fits.exact, exact + 1) : found(fits.fieldStart, fieldStart + 1);
    }
    for (let at = somewhere; at >= 0; at = text.indexOf(word.text, at + 1)) {
      if (!isWordCharacter(text, at - 1)) return found(fits.wordStart, at);
    }
  }
  if (word.loose && mayStart) {
    const loose = looseFit(word.text, searched);
    if (loose !== undefined && (somewhere < 0 || loose.fit > fits.inside)) return found(loose.fit, loose.at);
  }
  return somewhere >= 0 ? found(fits.inside, somewhere) : nowhere;
}

const nowhere = { fit: 0, at: -1 };

/**
 * Searches for the letters in order in each name. Other fields aren't searched, since almost any word would match in
 * ids.
 */
function looseFit(word: string, { text, namesEnd }: SearchText): { fit: number; at: number } | undefined {
  let scattered: number | undefined;
  for (let start = 1; start < namesEnd;) {
    const lineEnd = text.indexOf('\n', start);
    const at = scatteredIn(word, text, start, lineEnd);
    if (at !== undefined) {
      if (word.length >= 2 && isOfWordStarts(word, text, at, lineEnd)) return { fit: fits.wordStarts, at };
      scattered ??= at;
    }
    start = lineEnd + 1;
  }
  return scattered === undefined ? undefined : { fit: fits.scattered, at: scattered };
}

/** Returns where the match begins. The first word that starts with the first letter leaves most text for the others. */
function scatteredIn(word: string, text: string, from: number, to: number): number | undefined {
  let start = text.indexOf(word.charAt(0), from);
  while (start >= 0 && start < to && isWordCharacter(text, start - 1)) start = text.indexOf(word.charAt(0), start + 1);
  if (start < 0 || start >= to) return undefined;
  let at = start;
  for (let next = 1; next < word.length; next++) {
    at = text.indexOf(word.charAt(next), at + 1);
    if (at < 0 || at >= to) return undefined;
  }
  return start;
}

/** True if the word consists of parts that are at the start of words of the field, in their order. */
function isOfWordStarts(word: string, text: string, from: number, to: number): boolean {
  // Bit n is set if the first n letters match.
  let reached = 1;
  for (let start = from; start < to; start++) {
    if (isWordCharacter(text, start - 1)) continue;
    let next = reached;
    for (let length = 0; length < word.length; length++) {
      if ((reached & (1 << length)) === 0) continue;
      for (let more = 0; start + more < to && text[start + more] === word[length + more]; more++) {
        next |= 1 << (length + more + 1);
      }
    }
    reached = next;
    if ((reached & (1 << word.length)) !== 0) return true;
  }
  return false;
}
