import type { Leaf } from '../../../referral/leaves.ts';
import { exactTime, safeLocale } from '../../../referral/when.ts';
import { wordsFor, type WordList } from '../../../referral/words.ts';
import { shown, type Shown } from './shown.ts';

/** How a value reads; the name of a word list means its words. */
export type Manner =
  'plain' | 'code' | 'time' | 'day' | 'yesNo' | 'noMail' | 'country' | 'currency' | 'language' | WordList;

/**
 * Turns leaves into text in the reader's language. Whatever a leaf holds, there is an answer: what can't be read as a
 * date, an amount or a country stands as it came.
 */
export class Format {
  private readonly locale: string;

  constructor(locale: string) {
    this.locale = safeLocale(locale);
  }

  as(manner: Manner = 'plain', leaf: Leaf): Shown {
    const { raw, value } = leaf;
    switch (manner) {
      case 'plain':
        return shown(leaf);
      case 'code':
        return shown(leaf, raw, 'mono');
      case 'time':
        return shown(leaf, this.timeText(raw));
      case 'day':
        return shown(leaf, this.dayText(raw));
      case 'yesNo':
        return shown(leaf, value === true ? 'Yes' : value === false ? 'No' : raw);
      case 'noMail':
        return shown(leaf, value === true ? 'no mail notifications' : value === false ? 'mail notifications' : raw);
      case 'country':
        return shown(leaf, this.country(raw));
      case 'currency':
      case 'language':
        return shown(leaf, this.nameOf(manner, raw));
      default:
        return shown(leaf, wordsFor(manner, raw));
    }
  }

  /** A date with time in the reader's zone; undefined when it's no date. */
  timeText(date: string | undefined): string | undefined {
    const at = parseDate(date);
    return at === undefined ? undefined : exactTime(at, this.locale);
  }

  /** A calendar day. The API means UTC days (reference §6.2); in the reader's zone midnight may be the day before. */
  dayText(date: string | undefined): string | undefined {
    const at = parseDate(date);
    if (at === undefined) return undefined;
    return new Intl.DateTimeFormat(this.locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(at);
  }

  /** An amount of money, exact whatever its size; also when it came as a numeric string (reference §3.6). */
  money(leaf: Leaf, currency: string | undefined): Shown {
    if (typeof leaf.value !== 'number' && !/^\s*-?\d+(\.\d+)?\s*$/.test(leaf.raw)) return shown(leaf);
    // Intl takes digits as text without a double's rounding; the compiler's library wants to know that they are digits.
    return shown(leaf, this.moneyFormat(currency).format(leaf.raw.trim() as `${number}`));
  }

  country(code: string): string {
    return this.nameOf('region', code.trim().toUpperCase()) ?? code;
  }

  private nameOf(type: Intl.DisplayNamesType, code: string): string | undefined {
    try {
      return new Intl.DisplayNames(this.locale, { type, languageDisplay: 'standard', fallback: 'none' }).of(code);
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

/** ms since 1970. Date.parse alone takes far more for a date than the API means, e.g. `7`. */
export function parseDate(text: string | undefined): number | undefined {
  const at = text !== undefined && /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : at;
}
