import { displayLocale } from './locale.ts';

/** Returns for example "€212,000.50". If the currency isn't an ISO 4217 code, it follows the number unchanged. */
export function formatMoney(value: number, currency: string | undefined, locale: string): string {
  const code = currency?.trim() ?? '';
  // Not -0.
  const amount = moneyFormat(code, displayLocale(locale)).format(value || 0);
  return code === '' || isCode(code) ? amount : `${amount} ${code}`;
}

/** Formats amounts without rounding, with their currency if it is an ISO 4217 code. */
export function moneyFormat(currency: string, displayedLocale: string): Intl.NumberFormat {
  const named = isCode(currency) && ({ style: 'currency', currency } as const);
  return new Intl.NumberFormat(displayedLocale, {
    ...named,
    maximumFractionDigits: 20,
    trailingZeroDisplay: 'stripIfInteger',
  });
}

function isCode(currency: string): boolean {
  return /^[a-z]{3}$/i.test(currency);
}
