import type { Leaf } from '../../../referral/leaves.ts';
import { safeLocale } from '../../../referral/when.ts';
import { hasWords, wordsFor, type WordList } from '../../../referral/words.ts';
import { shown, type Shown } from './shown.ts';

/** How a value reads; the name of a word list means its words. */
export type Manner =
  'plain' | 'code' | 'time' | 'day' | 'yesNo' | 'noMail' | 'country' | 'currency' | 'language' | WordList;

/**
 * Turns leaves into text in the reader's language. Whatever a leaf holds, there is an answer: what can't be read as a
 * date, an amount or a country stands as it came, marked as odd.
 */
export class Format {
  readonly #locale: string;
  /** Made once: making one takes longer than a hundred uses of it. */
  readonly #formats = new Map<string, { format(value: never): string }>();
  readonly #names = new Map<string, Intl.DisplayNames>();

  constructor(locale: string) {
    this.#locale = safeLocale(locale);
  }

  as(manner: Manner = 'plain', leaf: Leaf): Shown {
    const { raw } = leaf;
    if (manner === 'plain' || manner === 'code') return shown(leaf, raw, manner === 'code' ? 'mono' : 'plain');
    const text = this.#read(manner, leaf);
    return shown(leaf, text, text === undefined ? 'odd' : 'plain');
  }

  /** A date with time in the reader's zone; undefined when it's no date. */
  timeText(date: string | undefined): string | undefined {
    return this.#date(date, 'time', { dateStyle: 'medium', timeStyle: 'short' });
  }

  /** A calendar day. The API means UTC days (reference §6.2); in the reader's zone midnight may be the day before. */
  dayText(date: string | undefined): string | undefined {
    return this.#date(date, 'day', { dateStyle: 'medium', timeZone: 'UTC' });
  }

  /** An amount of money, exact whatever its size; also when it came as a numeric string (reference §3.6). */
  money(leaf: Leaf, currency: string | undefined): Shown {
    if (typeof leaf.value !== 'number' && !/^\s*-?\d+(\.\d+)?\s*$/.test(leaf.raw)) return shown(leaf, leaf.raw, 'odd');
    return shown(leaf, this.amount(leaf.raw.trim(), currency));
  }

  /** `digits` is a number in JSON's spelling. */
  amount(digits: string, currency = ''): string {
    // Intl takes digits as text without a double's rounding; the compiler's library wants to know that they are digits.
    return this.#once(`money ${currency}`, () => this.#moneyFormat(currency)).format(digits as `${number}`);
  }

  country(code: string): string | undefined {
    return this.#nameOf('region', code.trim().toUpperCase());
  }

  /** The words for a value; undefined when there are none. */
  #read(manner: Exclude<Manner, 'plain' | 'code'>, { raw, value }: Leaf): string | undefined {
    switch (manner) {
      case 'time':
        return this.timeText(raw);
      case 'day':
        return this.dayText(raw);
      case 'yesNo':
        return value === true ? 'Yes' : value === false ? 'No' : undefined;
      case 'noMail':
        return value === true ? 'no mail notifications' : value === false ? 'mail notifications' : undefined;
      case 'country':
        return this.country(raw);
      case 'currency':
      case 'language':
        return this.#nameOf(manner, raw);
      default:
        return hasWords(manner, raw) ? wordsFor(manner, raw) : undefined;
    }
  }

  #nameOf(type: Intl.DisplayNamesType, code: string): string | undefined {
    const names =
      this.#names.get(type) ??
      new Intl.DisplayNames(this.#locale, { type, languageDisplay: 'standard', fallback: 'none' });
    this.#names.set(type, names);
    try {
      return names.of(code);
    } catch {
      // Throws on anything that isn't shaped like a code.
      return undefined;
    }
  }

  #date(date: string | undefined, name: string, style: Intl.DateTimeFormatOptions): string | undefined {
    const at = parseDate(date);
    if (at === undefined) return undefined;
    return this.#once(name, () => new Intl.DateTimeFormat(this.#locale, style)).format(at);
  }

  #moneyFormat(currency: string): Intl.NumberFormat {
    const digits = { maximumFractionDigits: 20, trailingZeroDisplay: 'stripIfInteger' } as const;
    // Not three letters: the amount stands alone, the currency beside it as it came.
    const named = /^[a-z]{3}$/i.test(currency) && ({ style: 'currency', currency } as const);
    return new Intl.NumberFormat(this.#locale, { ...named, ...digits });
  }

  #once<T extends { format(value: never): string }>(name: string, make: () => T): T {
    const made = (this.#formats.get(name) as T | undefined) ?? make();
    this.#formats.set(name, made);
    return made;
  }
}

/** ms since 1970. Date.parse alone takes far more for a date than the API means, e.g. `7`. */
export function parseDate(text: string | undefined): number | undefined {
  const at = text !== undefined && /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : at;
}
