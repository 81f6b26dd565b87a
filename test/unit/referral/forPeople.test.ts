import assert from 'node:assert/strict';
import { useTranslations } from '../../../src/base/l10n.ts';
import { displayLocale } from '../../../src/referral/locale.ts';
import { formatMoney } from '../../../src/referral/money.ts';
import { exactTime, relativeTime } from '../../../src/referral/when.ts';
import { useZone } from '../zone.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('a distance in time', () => {
  const now = Date.parse('2026-03-02T12:00:00Z');
  const said = (distance: number) => relativeTime(now + distance, now, 'en');
  useZone('UTC');

  it('is told in minutes and hours below a day, and in calendar days, months and years from there on', () => {
    assert.deepEqual(
      [0, 59_999, minute, hour - minute, hour, day - hour, day, 30 * day, 31 * day, 365 * day, 366 * day].map(said),
      [
        'now',
        'now',
        'in 1 minute',
        'in 59 minutes',
        'in 1 hour',
        'in 23 hours',
        'tomorrow',
        'in 30 days',
        'next month',
        'next year',
        'next year',
      ],
    );
  });

  it('is told backwards as well', () => {
    assert.deepEqual([-3 * hour, -13.9 * day, -1.4 * day, -800 * day].map(said), [
      '3 hours ago',
      '14 days ago',
      'yesterday',
      '3 years ago',
    ]);
  });

  for (const [here, there, words] of [
    ['2026-12-14T20:00Z', '2026-12-16T06:00Z', 'in 2 days'],
    ['2026-12-14T20:00Z', '2026-12-15T19:00Z', 'in 23 hours'],
    ['2026-12-14T01:00Z', '2026-12-15T23:00Z', 'tomorrow'],
    ['2026-12-16T23:00Z', '2026-12-15T12:00Z', 'yesterday'],
    ['2026-12-16T09:00Z', '2026-12-14T23:00Z', '2 days ago'],
    ['2026-11-25T00:00Z', '2027-01-06T00:00Z', 'in 42 days'],
    ['2026-11-25T00:00Z', '2026-12-31T00:00Z', 'next month'],
    ['2027-01-06T00:00Z', '2026-11-25T00:00Z', '42 days ago'],
    ['2026-11-25T00:00Z', '2027-01-31T00:00Z', 'in 2 months'],
    ['2026-12-15T00:00Z', '2027-12-01T00:00Z', 'next year'],
    ['2026-12-15T00:00Z', '2028-05-01T00:00Z', 'in 17 months'],
    ['2026-12-15T00:00Z', '2028-07-01T00:00Z', 'in 2 years'],
    ['2026-01-15T00:00Z', '2024-12-01T00:00Z', '13 months ago'],
    ['2026-12-15T00:00Z', '2025-12-01T00:00Z', 'last year'],
  ] as const) {
    it(`goes by the calendar: on ${here}, ${there} is ${words}`, () => {
      assert.equal(relativeTime(Date.parse(there), Date.parse(here), 'en'), words);
    });
  }

  it('is told in English in every editor’s language, as the text around it is', () => {
    assert.equal(relativeTime(now + 2 * day, now, 'de'), 'in 2 days');
    assert.equal(relativeTime(now + 3 * day, now, 'not a language'), 'in 3 days');
  });

  it('has an exact time beside it, with date and minute', () => {
    assert.match(exactTime(Date.parse('2026-03-02T12:34:00'), 'en'), /^Mar 2, 2026, 12:34\sPM$/);
  });
});

describe('the locale of what Intl writes', () => {
  afterEach(() => useTranslations(undefined));

  it('is English, of the region that the editor’s language names', () => {
    assert.deepEqual(['en', 'de', 'pt-br', 'zh-Hans-CN', 'en-GB', 'x y', ''].map(displayLocale), [
      'en',
      'en',
      'en-BR',
      'en-CN',
      'en-GB',
      'en',
      'en',
    ]);
  });

  it('is the editor’s language when there are translations into it, as the texts around are', () => {
    useTranslations({});
    assert.deepEqual(['de', 'pt-br', 'zh-cn', 'x y'].map(displayLocale), ['de', 'pt-BR', 'zh-CN', 'en']);
    assert.equal(relativeTime(0, -7_200_000, displayLocale('de')), 'in 2 Stunden');
    useTranslations(undefined);
    assert.equal(relativeTime(0, -7_200_000, displayLocale('de')), 'in 2 hours');
  });

  it('stays as it is when it is decided once more', () => {
    for (const translations of [undefined, {}]) {
      useTranslations(translations);
      for (const language of ['de', 'pt-br', 'en-GB']) {
        assert.equal(displayLocale(displayLocale(language)), displayLocale(language));
      }
    }
  });

  it('holds for amounts and exact times too', () => {
    assert.equal(formatMoney(212_000, 'EUR', 'de'), '€212,000');
    assert.match(exactTime(Date.parse('2026-03-02T12:34:00'), 'de'), /^Mar 2, 2026, 12:34\sPM$/);
  });
});

describe('an amount of money', () => {
  it('is written with its currency’s sign, and cents only where there are some', () => {
    assert.equal(formatMoney(212_000.5, 'EUR', 'en'), '€212,000.50');
    assert.equal(formatMoney(212_000, 'EUR', 'en'), '€212,000');
    assert.equal(formatMoney(5, ' usd ', 'en'), '$5');
    assert.equal(formatMoney(5.25, 'JPY', 'en'), '¥5.25');
  });

  it('has what is no currency code behind it as it came', () => {
    assert.equal(formatMoney(1234.5678, 'euros', 'en'), '1,234.5678 euros');
    assert.equal(formatMoney(5, 'XEUR', 'en'), '5 XEUR');
    assert.equal(formatMoney(5, 'E1R', 'en'), '5 E1R');
    assert.equal(formatMoney(0.123456, undefined, 'en'), '0.123456');
  });
});
