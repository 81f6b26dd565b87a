import assert from 'node:assert/strict';
import { formatMoney } from '../../../src/referral/money.ts';
import { exactTime, relativeTime, safeLocale } from '../../../src/referral/when.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('a distance in time', () => {
  const now = Date.parse('2026-03-02T12:00:00Z');
  const said = (distance: number) => relativeTime(now + distance, now, 'en');

  it('is told in the largest unit of which there is a whole one', () => {
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
        'in 12 months',
        'next year',
      ],
    );
  });

  it('is told backwards as well, to the nearest', () => {
    assert.deepEqual([-3 * hour, -13.9 * day, -1.4 * day, -800 * day].map(said), [
      '3 hours ago',
      '14 days ago',
      'yesterday',
      '2 years ago',
    ]);
  });

  it('is told in the editor’s language, and in English where Intl doesn’t know that', () => {
    assert.equal(relativeTime(now + 2 * day, now, 'de'), 'übermorgen');
    assert.equal(relativeTime(now + 3 * day, now, 'not a language'), 'in 3 days');
    assert.deepEqual(['pt-br', 'x y', ''].map(safeLocale), ['pt-BR', 'en', 'en']);
  });

  it('has an exact time beside it, with date and minute', () => {
    assert.match(exactTime(Date.parse('2026-03-02T12:34:00'), 'en'), /^Mar 2, 2026, 12:34\sPM$/);
  });
});

describe('an amount of money', () => {
  it('is written with its currency’s sign, and cents only where there are some', () => {
    assert.equal(formatMoney(212_000.5, 'EUR', 'en'), '€212,000.50');
    assert.equal(formatMoney(212_000, 'EUR', 'en'), '€212,000');
    assert.equal(formatMoney(5, ' usd ', 'en'), '$5');
    assert.equal(formatMoney(5.25, 'JPY', 'en'), '¥5');
  });

  it('has what is no currency code behind it as it came', () => {
    assert.equal(formatMoney(1234.5678, 'euros', 'en'), '1,234.5678 euros');
    assert.equal(formatMoney(5, 'XEUR', 'en'), '5 XEUR');
    assert.equal(formatMoney(5, 'E1R', 'en'), '5 E1R');
    assert.equal(formatMoney(0.123456, undefined, 'en'), '0.123456');
  });
});
