import { displayLocale } from './locale.ts';

/** Returns for example "€212,000.50". If the currency isn't an ISO 4217 code, it follows the number unchanged. */
export function formatMoney(value: number, currency: string | undefined, locale: string): string {
  const code = currency?.trim().toUpperCase();
  const fraction = Number.isInteger(value) ? { minimumFractionDigits: 0 } : {};
  if (code !== undefined && /^[A-Z]{3}$/.test(code)) {
    return new Intl.NumberFormat(displayLocale(locale), { style: 'currency', currency: code, ...fraction }).format(
      value,
    );
  }
  const number = new Intl.NumberFormat(displayLocale(locale), { maximumFractionDigits: 20 }).format(value);
  return currency === undefined ? number : `${number} ${currency}`;
}
