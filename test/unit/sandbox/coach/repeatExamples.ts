import { collection } from '../client.ts';
import type { CoachExample } from './example.ts';
import type { Traffic } from './traffic.ts';
import { writeRepeatExamples } from './writeRepeatExamples.ts';

/** Asks for what was created in a month. */
const month = (traffic: Traffic, number: number) =>
  traffic.all(
    `$filter=createdDateTime ge 2026-0${number}-01T00:00:00Z and createdDateTime lt 2026-0${number + 1}-01T00:00:00Z`,
  );

/** Calls the same again after each of these waits. */
const waits = (fault: object, ...all: readonly number[]) => ({
  does: async (traffic: Traffic) => {
    await traffic.fault({ times: all.length, ...fault });
    await traffic.try('GET', `${collection}/deal-1`);
    for (const ms of all) {
      traffic.wait(ms);
      await traffic.try('GET', `${collection}/deal-1`);
    }
  },
});

export const repeatExamples: Readonly<Record<string, CoachExample>> = {
  'retry-after-ignored': {
    wrong: [
      { when: 'it comes again at once', ...waits({ status: 429, retryAfter: 2 }, 5), says: /GET of a referral.*429/ },
      { when: 'it waits half of it', ...waits({ status: 503, retryAfter: 10 }, 5000), says: /503/ },
      {
        when: 'the time is a date',
        ...waits({ status: 429, retryAfter: 'Mon, 15 Jun 2026 12:00:30 GMT' }, 20_000),
        says: /Retry-After/,
      },
      {
        when: 'a list is repeated',
        does: async (traffic) => {
          await traffic.fault({ status: 429, retryAfter: 1 });
          await traffic.list('$top=3');
          await traffic.list('$top=3');
        },
        says: /list/,
      },
      {
        when: 'the list is of what changed by now',
        does: async (traffic) => {
          await traffic.fault({ status: 429, retryAfter: 1 });
          for (const second of [1, 2]) await traffic.list(`$filter=updatedDateTime gt 2026-06-15T12:00:0${second}Z`);
        },
        says: /list/,
      },
      {
        when: 'the list is of what changed between the last time and now',
        does: async (traffic) => {
          await traffic.fault({ status: 429, retryAfter: 1 });
          const since = '$filter=updatedDateTime ge 2026-06-10T00:00:00Z and updatedDateTime lt';
          for (const second of [1, 2]) await traffic.list(`${since} 2026-06-15T12:00:0${second}Z`);
        },
        says: /list/,
      },
      {
        when: 'the list is of what changed between now and the last time, named in this order',
        does: async (traffic) => {
          await traffic.fault({ status: 429, retryAfter: 1 });
          const since = 'and updatedDateTime ge 2026-06-10T00:00:00Z';
          for (const second of [1, 2]) {
            await traffic.list(`$filter=updatedDateTime le 2026-06-15T12:00:0${second}Z ${since}`);
          }
        },
        says: /list/,
      },
      {
        when: 'the same month is asked for again',
        does: async (traffic) => {
          await traffic.fault({ status: 429, retryAfter: 60 });
          for (const number of [1, 2, 1]) await month(traffic, number);
        },
        says: /list/,
      },
    ],
    right: [
      {
        when: 'another month is asked for, its end named first',
        does: async (traffic) => {
          await traffic.fault({ status: 429, retryAfter: 60 });
          for (const number of [1, 2, 3]) {
            await traffic.all(
              `$filter=createdDateTime lt 2026-0${number + 1}-01T00:00:00Z and createdDateTime ge 2026-0${number}-01T00:00:00Z`,
            );
          }
        },
      },
      { when: 'it waits', ...waits({ status: 429, retryAfter: 2 }, 2000, 2000, 2000) },
      { when: 'a timer is a little early', ...waits({ status: 429, retryAfter: 2 }, 1990) },
      {
        when: 'it waits until the date',
        ...waits({ status: 429, retryAfter: 'Mon, 15 Jun 2026 12:00:30 GMT' }, 30_000),
      },
      {
        when: 'another call runs already',
        does: async (traffic) => {
          await traffic.fault({ status: 429, retryAfter: 60 });
          await Promise.all([1, 2, 3].map(() => traffic.list('$top=3')));
        },
      },
      {
        when: 'another worker asks for another month',
        does: async (traffic) => {
          await traffic.fault({ status: 429, retryAfter: 60 });
          for (const number of [1, 2, 3]) await month(traffic, number);
          traffic.wait(60_000);
          await month(traffic, 1);
        },
      },
      {
        when: 'another client calls',
        does: async (traffic) => {
          await traffic.fault({ status: 429, retryAfter: 60 });
          await traffic.get('deal-1');
          await traffic.as('a person').get('deal-1');
        },
      },
    ],
  },
  'retry-without-back-off': {
    wrong: [
      { when: 'it comes again at once twice after 500', ...waits({ status: 500 }, 3, 3), says: /500 without back-off/ },
      {
        when: 'a write comes again at once',
        does: async (traffic) => {
          const { eTag } = (await traffic.get('deal-1')).json;
          await traffic.fault({ method: 'PATCH', status: 503 });
          for (let time = 0; time < 2; time++) await traffic.patch('deal-1', { '/details/notes': 'one' }, eTag);
        },
        says: /PATCH of a referral.*503/,
      },
      { when: 'it comes again at once twice after no answer', ...waits({ disconnect: true }, 3, 3), says: /no answer/ },
      {
        when: 'it waits the same short time each time',
        ...waits({ status: 503 }, 200, 200, 200, 200),
        says: /longer each time/,
      },
      {
        when: 'it waits almost the same short time each time',
        ...waits({ status: 503 }, 200, 230, 190, 210),
        says: /longer each time/,
      },
      { when: 'it comes again at once twice after a wait', ...waits({ status: 503 }, 300, 3, 3), says: /503/ },
      { when: '429 has no Retry-After', ...waits({ status: 429 }, 0, 0), says: /429/ },
    ],
    right: [
      { when: 'it waits', ...waits({ status: 500 }, 500) },
      { when: 'its first wait is none', ...waits({ status: 503 }, 0, 2000, 4000, 8000) },
      { when: 'its first random wait is short', ...waits({ status: 503 }, 20, 1400, 2500) },
      { when: 'it waits longer each time', ...waits({ status: 503 }, 100, 200, 400, 800, 1600) },
      { when: 'it waits long each time', ...waits({ status: 502 }, 1000, 1000, 1000, 1000, 1000) },
      { when: 'its waits are random below a growing limit', ...waits({ status: 503 }, 180, 350, 700, 250) },
      { when: 'a random first wait is the longest', ...waits({ status: 503 }, 900, 400, 700, 250) },
      { when: 'one of its random waits is hardly any', ...waits({ status: 503 }, 400, 20, 700, 300) },
      { when: 'an idle connection was closed, and a random wait is short', ...waits({ disconnect: true }, 0, 300, 20) },
      { when: 'an idle connection was closed', ...waits({ disconnect: true }, 0) },
      {
        when: 'a month that failed is read after the others',
        does: async (traffic) => {
          await traffic.fault({ status: 503 });
          for (const number of [1, 2, 3]) await month(traffic, number);
          traffic.wait(1500);
          await month(traffic, 1);
        },
      },
      {
        when: 'other referrals are read',
        does: async (traffic) => {
          await traffic.fault({ status: 500 });
          for (const id of ['deal-1', 'deal-2', 'deal-3']) await traffic.get(id);
        },
      },
      {
        when: 'the same is read often without failing',
        does: async (traffic) => {
          for (let time = 0; time < 20; time++) await traffic.get('deal-1');
        },
      },
    ],
  },
  ...writeRepeatExamples,
};
