import type { Leaf } from '../../../referral/leaves.ts';
import { exactTime, safeLocale } from '../../../referral/when.ts';
import { wordsFor, type WordList } from '../../../referral/words.ts';
import { code, shown, type Shown } from './shown.ts';

/** How a value reads; the name of a word list means its words. */
export type Manner = 'plain' | 'code' | 'time' | 'day' | 'yesNo' | WordList;

/**
 * Turns leaves into text in the reader's language. Whatever a leaf holds, there is an answer: what can't be read as a
 * date, an amount or a country stands as it came.
 */
export class Format {
  readonly locale: string;

  constructor(locale: string) {
    this.locale = safeLocale(locale);
  }

  as(manner: Manner = 'plain', leaf: Leaf): Shown {
    switch (manner) {
      case 'plain':
        return shown(leaf);
      case 'code':
        return code(leaf);
      case 'time':
        return this.time(leaf);
      case 'day':
        return this.day(leaf);
      case 'yesNo':
        return shown(leaf, leaf.value === true ? 'Yes' : leaf.value === false ? 'No' : leaf.raw);
      default:
        return this.words(leaf, manner);
    }
  }

  words(leaf: Leaf, list: WordList): Shown {
    return shown(leaf, wordsFor(list, leaf.raw));
  }

  /** A date with time in the reader's zone. */
  time(leaf: Leaf): Shown {
    const at = timeOf(leaf);
    return at === undefined ? shown(leaf) : shown(leaf, exactTime(at, this.locale));
  }

  day(leaf: Leaf): Shown {
    return shown(leaf, this.dayOf(leaf.raw)?.text ?? leaf.raw);
  }

  /** A calendar day. The API means UTC days (reference §6.2); in the reader's zone midnight may be the day before. */
  dayOf(date: string | undefined): { readonly at: number; readonly text: string } | undefined {
    const at = parseDate(date);
    if (at === undefined) return undefined;
    return { at, text: new Intl.DateTimeFormat(this.locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(at) };
  }

  /** An amount of money, exact whatever its size; also when it came as a numeric string (reference §3.6). */
  money(leaf: Leaf, currency: string | undefined): Shown {
    if (!isNumeric(leaf)) return shown(leaf);
    // Intl takes the digits as text without the rounding of a double; the compiler's library wants to know they are digits.
    const digits = leaf.raw.trim() as `${number}`;
    return shown(leaf, this.moneyFormat(currency).format(digits));
  }

  country(leaf: Leaf): Shown {
    return shown(leaf, this.countryName(leaf.raw));
  }

  countryName(codeText: string): string {
    return this.nameOf('region', codeText.trim().toUpperCase()) ?? codeText;
  }

  currency(leaf: Leaf): Shown {
    return shown(leaf, this.nameOf('currency', leaf.raw) ?? leaf.raw);
  }

  /** The language of a culture name such as `en-us`. */
  language(leaf: Leaf): Shown {
    return shown(leaf, this.nameOf('language', leaf.raw) ?? leaf.raw);
  }

  private nameOf(type: Intl.DisplayNamesType, value: string): string | undefined {
    try {
      return new Intl.DisplayNames(this.locale, { type, languageDisplay: 'standard', fallback: 'none' }).of(value);
    } catch {
      // Throws on anything that isn't shaped like a code.
      return undefined;
    }
  }

  private moneyFormat(currency: string | undefined): Intl.NumberFormat {
    const digits = { maximumFractionDigits: 20, trailingZeroDisplay: 'stripIfInteger' } as const;
    try {
      if (currency !== undefined) {
        return new Intl.NumberFormat(this.locale, { style: 'currency', currency, ...digits });
      }
    } catch {
      // Not three letters: the amount stands alone, the currency beside it as it came.
    }
    return new Intl.NumberFormat(this.locale, digits);
  }
}

/** ms since 1970, or undefined when the leaf is no date. */
export function timeOf(leaf: Leaf | undefined): number | undefined {
  return parseDate(leaf?.raw);
}

/** ms since 1970. Date.parse alone takes far more for a date than the API means, e.g. `7`. */
export function parseDate(text: string | undefined): number | undefined {
  const at = text !== undefined && /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : at;
}

function isNumeric(leaf: Leaf): boolean {
  return typeof leaf.value === 'number' || (typeof leaf.value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(leaf.value));
}
