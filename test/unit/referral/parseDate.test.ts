import assert from 'node:assert/strict';
import fc from 'fast-check';
import { expiryOf, closingDayEnd } from '../../../src/referral/expiry.ts';
import { isDateTime } from '../../../src/referral/rules/dateTime.ts';
import { parseDate } from '../../../src/referral/when.ts';
import { countryName, groupValueBy } from '../../../src/services/list/grouping.ts';
import { referral } from '../services/list/referrals.ts';
import { useZone } from '../zone.ts';

const impossible = [
  '2026-02-29',
  '2026-02-31T00:00:00Z',
  '2026-11-31T10:00:00.1234567Z',
  '1900-02-29T00:00:00Z',
  '2026-13-01',
  '2026-00-10',
  '2026-01-00',
  '2026-01-32',
  '2026-01-01T24:00:00Z',
  '2026-01-01T10:60:00Z',
];
const otherTexts = [
  '',
  '7',
  '2026',
  '2026-01',
  '2026-01-01garbage',
  '2026-01-01 (hello)',
  '2026-01-01 10:00:00',
  'May',
];

describe('a date of the API', () => {
  useZone('America/New_York');

  for (const [text, iso] of [
    ['2026-03-02T09:14:31Z', '2026-03-02T09:14:31.000Z'],
    ['2026-03-02T09:14:31.482091Z', '2026-03-02T09:14:31.482Z'],
    ['2026-03-02T09:14:31.4820915Z', '2026-03-02T09:14:31.482Z'],
    ['2026-03-02T09:14:31.4820915+00:00', '2026-03-02T09:14:31.482Z'],
    ['2026-03-02T09:14:31-05:30', '2026-03-02T14:44:31.000Z'],
    ['2026-03-02', '2026-03-02T00:00:00.000Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['2000-02-29', '2000-02-29T00:00:00.000Z'],
    ['2026-12-31T23:59:59.9999999Z', '2026-12-31T23:59:59.999Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    // Without a zone it is the reader's time.
    ['2026-03-02T09:14:31', '2026-03-02T14:14:31.000Z'],
    ['2026-03-02T09:14', '2026-03-02T14:14:00.000Z'],
  ] as const) {
    it(`is read: ${text}`, () => {
      const at = parseDate(text);
      assert.equal(at === undefined ? at : new Date(at).toISOString(), iso);
    });
  }

  for (const text of [...impossible, ...otherTexts]) {
    it(`is none: ${text}`, () => {
      assert.equal(parseDate(text), undefined);
      assert.equal(expiryOf({ status: 'New', expirationDateTime: text }), undefined);
      assert.equal(closingDayEnd({ status: 'Active', closingDateTime: text }), undefined);
      assert.equal(groupValueBy('closeMonth')(referral('a', { details: { closingDateTime: text } })), undefined);
    });
  }

  it('is exactly what the rules of the API take, and a day alone', () => {
    const two = fc.integer({ min: 0, max: 62 }).map((number) => String(number).padStart(2, '0'));
    const parts = fc.tuple(fc.constantFrom('2024', '2026', '1900'), two, two, two, two, two);
    fc.assert(
      fc.property(parts, fc.constantFrom('Z', '+02:00', '.5Z'), ([year, month, day, ...time], zone) => {
        const text = `${year}-${month}-${day}T${time.join(':')}${zone}`;
        assert.equal(parseDate(text) !== undefined, isDateTime(text));
        const midnight = `${year}-${month}-${day}T00:00:00Z`;
        assert.equal(parseDate(`${year}-${month}-${day}`) !== undefined, isDateTime(midnight));
      }),
      { numRuns: 3000, examples: [[['2026', '04', '31', '00', '00', '00'], 'Z']] },
    );
  });

  it('has the month of its group', () => {
    const monthOf = (day: string) => groupValueBy('closeMonth')(referral('a', { details: { closingDateTime: day } }));
    assert.equal(monthOf('2026-02-28'), '2026-02');
    assert.equal(monthOf('2026-10-31T00:00:00.0000000Z'), '2026-10');
    assert.equal(monthOf('2026-10-31T23:00:00-02:00'), '2026-11');
  });
});

describe('a country', () => {
  it('that nobody knows is shown by its code', () => {
    assert.equal(countryName('ES', 'en'), 'Spain');
    assert.equal(countryName('ZZ', 'en'), 'ZZ');
    assert.equal(countryName('Elsewhere', 'en'), 'Elsewhere');
  });
});
