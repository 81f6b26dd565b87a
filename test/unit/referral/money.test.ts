import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatMoney } from '../../../src/referral/money.ts';
import { Formatter } from '../../../src/webview/panel/model/formatter.ts';

describe('an amount of money', () => {
  for (const [value, currency, text] of [
    [0.004, 'USD', '$0.004'],
    [0.12345678, 'BTC', 'BTC 0.12345678'],
    [1234.56, 'JPY', '¥1,234.56'],
    [1234.5678, 'KWD', 'KWD 1,234.5678'],
    [212_000.5, 'EUR', '€212,000.50'],
    [212_000, 'EUR', '€212,000'],
    [-5.5, 'eur', '-€5.50'],
  ] as const) {
    it(`isn’t rounded: ${text}`, () => {
      assert.equal(formatMoney(value, currency, 'en-US').replaceAll('\u00a0', ' '), text);
    });
  }

  it('is the same on the panel’s page and elsewhere, but for a currency that stands beside it', () => {
    const amounts = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
      fc.integer().map((cents) => cents / 100),
    );
    const currencies = fc.oneof(
      fc.constantFrom('EUR', 'USD', 'JPY', 'KWD', 'BTC', 'XXX', 'eur', ' EUR ', undefined, '', 'euros', 'E1R'),
      fc.string({ maxLength: 4 }),
    );
    const locales = fc.constantFrom('en', 'en-US', 'en-GB', 'de', 'en-IN');
    fc.assert(
      fc.property(amounts, currencies, locales, (amount, currency, locale) => {
        const onPage = new Formatter(locale).amount(String(amount), currency);
        const elsewhere = formatMoney(amount, currency, locale);
        const isCode = /^[a-z]{3}$/i.test(currency?.trim() ?? '');
        assert.equal(elsewhere, isCode || !currency?.trim() ? onPage : `${onPage} ${currency.trim()}`);
      }),
    );
  });
});
