import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  endOfDay,
  isSameDay,
  nextMidnight,
  relativeDay,
  relativeDayChange,
  relativeTime,
  relativeTimeChange,
} from '../../../src/referral/when.ts';
import { inZone, useZone } from '../zone.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * Zones behind and ahead of UTC, also by half and quarter hours, with daylight saving time of one hour and of half an
 * hour.
 */
const zones = [
  'UTC',
  'Europe/Madrid',
  'America/New_York',
  'America/St_Johns',
  'America/Havana',
  'Africa/Cairo',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
];
const zone = fc.constantFrom(...zones);
/**
 * Two years with all changes of daylight saving time. Whole hours are more frequent, since days begin and clocks change
 * at these.
 */
const span = { min: Date.parse('2026-01-01T00:00Z'), max: Date.parse('2027-12-31T00:00Z') };
const moment = fc.oneof(
  fc.integer(span),
  fc.integer({ min: Math.ceil(span.min / hour), max: Math.floor(span.max / hour) }).map((hours) => hours * hour),
);
const distance = fc.oneof(
  fc.integer({ min: -2 * hour, max: 2 * hour }),
  fc.integer({ min: -4 * day, max: 4 * day }),
  fc.integer({ min: -800 * day, max: 800 * day }),
  fc.integer({ min: -800, max: 800 }).map((days) => days * day),
);

/** The calendar day according to Intl, which the tested code doesn't use for this. */
function calendarOf(at: number): { year: number; month: number; days: number } {
  const parts = new Intl.DateTimeFormat('en', { year: 'numeric', month: 'numeric', day: 'numeric' }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((each) => each.type === type)!.value);
  const [year, month] = [part('year'), part('month')];
  return { year, month, days: Date.UTC(year, month - 1, part('day')) / day };
}

describe('the words for a distance in time', () => {
  const holds = (property: (at: number, now: number, words: string) => void): void => {
    fc.assert(
      fc.property(zone, moment, distance, (name, now, apart) =>
        inZone(name, () => property(now + apart, now, relativeTime(now + apart, now, 'en'))),
      ),
      { numRuns: 400 },
    );
  };

  it('say tomorrow and yesterday of the days beside this one and of no other, in any zone', () => {
    holds((at, now, words) => {
      const days = calendarOf(at).days - calendarOf(now).days;
      const apart = Math.abs(at - now) >= day;
      assert.equal(words === 'tomorrow', apart && days === 1);
      assert.equal(words === 'yesterday', apart && days === -1);
      if (/\bdays?\b/.test(words)) assert.equal(Number(/\d+/.exec(words)![0]), Math.abs(days));
    });
  });

  it('say next and last month and year of the calendar’s', () => {
    holds((at, now, words) => {
      const [there, here] = [calendarOf(at), calendarOf(now)];
      const years = there.year - here.year;
      const months = years * 12 + there.month - here.month;
      if (words === 'next month' || words === 'last month') assert.equal(months, words === 'next month' ? 1 : -1);
      if (words === 'next year' || words === 'last year') assert.equal(years, words === 'next year' ? 1 : -1);
      if (/\d+ months/.test(words)) assert.equal(Number(/\d+/.exec(words)![0]), Math.abs(months));
    });
  });

  it('round hours and minutes alone', () => {
    holds((at, now, words) => {
      const [, count, unit] = /(\d+) (minute|hour)/.exec(words) ?? [];
      if (unit === undefined) return;
      const size = unit === 'minute' ? minute : hour;
      assert.ok(Math.abs(Math.abs(at - now) - Number(count) * size) <= size / 2, words);
    });
  });
});

describe('the moment at which the words for a distance change', () => {
  for (const [name, words, change] of [
    ['a moment', relativeTime, relativeTimeChange],
    ['a calendar day', relativeDay, relativeDayChange],
  ] as const) {
    it(`is the first at which they do, in any zone: ${name}`, () => {
      fc.assert(
        fc.property(zone, moment, distance, fc.double({ min: 0, max: 1, noNaN: true }), (zoneName, now, apart, share) =>
          inZone(zoneName, () => {
            const at = now + apart;
            const said = words(at, now, 'en');
            const next = change(at, now);
            assert.ok(next > now);
            assert.notEqual(words(at, next, 'en'), said);
            assert.equal(words(at, next - 1, 'en'), said);
            assert.equal(words(at, now + Math.floor(share * (next - 1 - now)), 'en'), said);
          }),
        ),
        { numRuns: 400 },
      );
    });
  }

  describe('where clocks are changed', () => {
    useZone('Europe/Madrid');

    it('is midnight there, also of a day of 25 hours and of one of 23', () => {
      for (const [now, midnight] of [
        ['2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
        ['2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
      ] as const) {
        assert.equal(nextMidnight(Date.parse(now)), Date.parse(midnight));
        assert.equal(relativeTimeChange(Date.parse(now) + 10 * day, Date.parse(now)), Date.parse(midnight));
      }
    });

    it('is a day as long as it is', () => {
      const beginning = Date.parse('2026-10-24T22:00:00Z');
      assert.deepEqual(
        [beginning - 1, beginning, beginning + 25 * hour - 1, beginning + 25 * hour].map((at) =>
          isSameDay(at, beginning),
        ),
        [false, true, true, false],
      );
    });

    it('never says tomorrow of the same day, though 24 hours are left of it', () => {
      const beginning = Date.parse('2026-10-24T22:00:00Z');
      assert.equal(relativeTime(beginning + day, beginning, 'en'), 'in 24 hours');
    });
  });
});

describe('a calendar day of the API', () => {
  it('is today all day long where the reader is, west of Greenwich too', () => {
    const date = Date.parse('2026-11-24T00:00:00Z');
    for (const [name, first, last] of [
      ['America/New_York', '2026-11-24T05:00:00Z', '2026-11-25T04:59:59Z'],
      ['Asia/Tokyo', '2026-11-23T15:00:00Z', '2026-11-24T14:59:59Z'],
    ] as const) {
      inZone(name, () => {
        const said = (now: number): string => relativeDay(date, now, 'en');
        assert.deepEqual([Date.parse(first) - 1, Date.parse(first), Date.parse(last)].map(said), [
          'tomorrow',
          'today',
          'today',
        ]);
        assert.equal(endOfDay(date), Date.parse(last) + 1000);
        assert.equal(said(endOfDay(date)), 'yesterday');
      });
    }
  });
});
