import { t } from '../../../base/l10n.ts';
import type { Leaf } from '../../../referral/leaves.ts';
import { displayLocale } from '../../../referral/locale.ts';
import { moneyFormat } from '../../../referral/money.ts';
import { parseDate } from '../../../referral/when.ts';
import { hasWords, wordsFor, type WordList } from '../../../referral/words.ts';
import { shown, type Shown } from './shown.ts';

/** How a value is formatted; the name of a word list means its labels. */
export type ValueFormat =
  'plain' | 'code' | 'time' | 'day' | 'yesNo' | 'noMail' | 'country' | 'currency' | 'language' | WordList;

/** Formats leaves. What can't be read as a date, an amount or a country is returned unchanged and marked as odd. */
export class Formatter {
  readonly #locale: string;
  /** Cached: creating a format takes longer than using it a hundred times. */
  readonly #formats = new Map<string, unknown>();

  constructor(locale: string) {
    this.#locale = displayLocale(locale);
  }

  as(format: ValueFormat = 'plain', leaf: Leaf): Shown {
    const { raw } = leaf;
    if (format === 'plain' || format === 'code') return shown(leaf, raw, format === 'code' ? 'mono' : 'plain');
    const text = this.#read(format, leaf);
    return shown(leaf, text, text === undefined ? 'odd' : 'plain');
  }

  /** Date and time in the user's time zone, without a line break before "PM"; undefined if it isn't a date. */
  timeText(date: string | undefined): string | undefined {
    return this.#date(date, 'time', { dateStyle: 'medium', timeStyle: 'short' })?.replaceAll(/ (?=\D+$)/g, '\u00a0');
  }

  /**
   * A calendar day. The API uses UTC days (docs/api.md, Formats); in the user's time zone midnight may be the day
   * before.
   */
  dayText(date: string | undefined): string | undefined {
    return this.#date(date, 'day', { dateStyle: 'medium', timeZone: 'UTC' });
  }

  /** An amount of money without rounding; also for a numeric string (docs/api.md, Properties). */
  money(leaf: Leaf, currency: string | undefined): Shown {
    if (typeof leaf.value !== 'number' && !/^\s*-?\d+(\.\d+)?\s*$/.test(leaf.raw)) return shown(leaf, leaf.raw, 'odd');
    return shown(leaf, this.amount(leaf.raw.trim(), currency));
  }

  /** `digits` is a number as in JSON. A currency that isn't three letters is not part of the text. */
  amount(digits: string, currency = ''): string {
    // Intl formats digits given as text without rounding; TypeScript's library requires a template type.
    return this.#once(`money ${currency}`, () => moneyFormat(currency.trim(), this.#locale)).format(
      digits as `${number}`,
    );
  }

  country(code: string): string | undefined {
    const known = code.trim().toUpperCase();
    // Intl knows ZZ as "Unknown Region".
    return known === 'ZZ' ? undefined : this.#nameOf('region', known);
  }

  /** The formatted value, or undefined. */
  #read(format: Exclude<ValueFormat, 'plain' | 'code'>, { raw, value }: Leaf): string | undefined {
    switch (format) {
      case 'time':
        return this.timeText(raw);
      case 'day':
        return this.dayText(raw);
      case 'yesNo':
        return value === true ? t('Yes') : value === false ? t('No') : undefined;
      case 'noMail':
        return value === true ? t('no mail notifications') : value === false ? t('mail notifications') : undefined;
      case 'country':
        return this.country(raw);
      case 'currency':
      case 'language':
        return this.#nameOf(format, raw);
      default:
        return hasWords(format, raw) ? wordsFor(format, raw) : undefined;
    }
  }

  #nameOf(type: Intl.DisplayNamesType, code: string): string | undefined {
    const options = { type, languageDisplay: 'standard', fallback: 'none' } as const;
    try {
      return this.#once(type, () => new Intl.DisplayNames(this.#locale, options)).of(code);
    } catch {
      // It throws if the code is malformed.
      return undefined;
    }
  }

  #date(date: string | undefined, name: string, style: Intl.DateTimeFormatOptions): string | undefined {
    const at = parseDate(date);
    if (at === undefined) return undefined;
    return this.#once(name, () => new Intl.DateTimeFormat(this.#locale, style)).format(at);
  }

  #once<T>(name: string, make: () => T): T {
    const made = (this.#formats.get(name) as T | undefined) ?? make();
    this.#formats.set(name, made);
    return made;
  }
}
