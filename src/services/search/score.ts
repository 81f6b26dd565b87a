import { findWord, isWordCharacter, lettersOf, type SearchText } from './searchText.ts';

/** How well a word fits, best first; 0 is not at all. */
export const fits = {
  /** The whole field, e.g. an id or a CRM reference. */
  exact: 60,
  fieldStart: 50,
  wordStart: 40,
  /** Pieces that each begin a word: `wobri` for "Woodgrove branch". */
  wordStarts: 30,
  inside: 20,
  /** The letters in order with others between, from the start of a word: `wodgrv`. */
  scattered: 10,
} as const;
/** Between equal fits, the names of deal and customer go before people and ids. */
const ofTitle = 2;

export interface Word {
  readonly text: string;
  readonly letters: number;
  readonly first: number;
  /** Only words of letters are looked for with letters left out: ids and addresses are meant as they stand. */
  readonly loose: boolean;
}

/** Reachable lengths are kept as the bits of one number. */
const longestLoose = 30;

export function asWord(text: string): Word {
  const loose = text.length >= 2 && text.length <= longestLoose && /^\p{L}+$/u.test(text);
  return { text, letters: lettersOf(text), first: lettersOf(text.charAt(0)), loose };
}

/**
 * How well a word fits a referral, and where. What a longer word fits, its beginnings fit too: narrowing a search while
 * somebody types on is right because of this.
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

/** Looks for the letters in order, field by field: names only, since in ids everything would be found. */
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

/** Where the letters begin; starting at the first word that has the first letter leaves most room for the others. */
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

/** True when the word can be cut into pieces that begin words of the field, in their order. */
function isOfWordStarts(word: string, text: string, from: number, to: number): boolean {
  // Bit n: the first n letters are accounted for.
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
