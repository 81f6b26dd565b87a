import assert from 'node:assert/strict';
import { ClientHistory } from '../../../../src/sandbox/coach/clientHistory.ts';
import type { ObservedCall } from '../../../../src/sandbox/coach/observedCall.ts';
import { repeatRules } from '../../../../src/sandbox/coach/repeatRules.ts';
import { Random } from '../../../../src/sandbox/sample/random.ts';

const rule = repeatRules.find(({ id }) => id === 'retry-without-back-off');

const failed: Omit<ObservedCall, 'startedAt' | 'endedAt'> = {
  requestId: '',
  clientRequestId: null,
  method: 'GET',
  host: '',
  target: '/v1.0/engagements/referrals/deal-1',
  kind: 'read',
  id: 'deal-1',
  status: 503,
  retryAfterMs: undefined,
  ifMatch: null,
  prefersRepresentation: false,
  bodyDigest: '',
  userAgent: '',
  facts: { notes: [] },
};

/** True if the rule finds something in a call that fails and is repeated after these waits. */
function isFound(waits: readonly number[], answer: Partial<ObservedCall> = {}): boolean {
  const history = new ClientHistory({ isClosed: () => false, eventAbout: () => undefined });
  let now = 0;
  return [0, ...waits].some((wait) => {
    const call = { ...failed, ...answer, startedAt: (now += wait), endedAt: (now += 5) };
    const found = rule?.judge?.(call, history) !== undefined;
    history.add(call);
    return found;
  });
}

const repetitions = 8;
const longest = 20_000;
const series = (waitOf: (attempt: number, before: number) => number): number[] => {
  const waits: number[] = [];
  for (let attempt = 0; attempt < repetitions; attempt++) waits.push(waitOf(attempt, waits.at(-1) ?? 0));
  return waits;
};

let random = new Random(1);
const between = (least: number, most: number): number => least + random.below(Math.max(1, Math.floor(most - least)));
const limit = (base: number, attempt: number): number => Math.min(longest, base * 2 ** attempt);

/** What well-known libraries do, and how many of 100 series are found at most. */
const strategies: readonly [name: string, mostFound: number, waits: () => number[], answer?: Partial<ObservedCall>][] =
  [
    ['exponential from 100 ms', 0, () => series((attempt) => limit(100, attempt))],
    ['linear from 300 ms', 0, () => series((attempt) => 300 * (attempt + 1))],
    ['a second each time', 0, () => series(() => 1000)],
    ['exponential from 2 s after none', 0, () => series((attempt) => (attempt === 0 ? 0 : limit(1000, attempt)))],
    ['as Retry-After says', 0, () => series(() => 1), { retryAfterMs: 1 }],
    ...[100, 200, 500].flatMap((base): [string, number, () => number[]][] => [
      [
        `exponential with equal jitter from ${base} ms`,
        0,
        () => series((attempt) => between(limit(base, attempt) / 2, limit(base, attempt))),
      ],
      [
        `exponential with full jitter after a first wait of ${base} ms`,
        // Two waits of less than 50 ms, by chance.
        base < 200 ? 10 : base < 500 ? 3 : 0.5,
        () => series((attempt) => (attempt === 0 ? base : between(0, limit(base, attempt)))),
      ],
      [
        `decorrelated jitter from ${base} ms`,
        // Four waits that are alike by chance.
        2,
        () => series((_attempt, before) => Math.min(longest, between(base, Math.max(base, 3 * before)))),
      ],
    ]),
    ['exponential with full jitter from 1 s', 0.5, () => series((attempt) => between(0, limit(1000, attempt)))],
    ['exponential with full jitter from 3 s', 0.1, () => series((attempt) => between(0, limit(3000, attempt)))],
  ];

describe('Back-off', () => {
  // The same numbers in each order of the tests.
  beforeEach(() => {
    random = new Random(1);
  });

  for (const [name, mostFound, waits, answer] of strategies) {
    it(`that is ${name} is found wanting in at most ${mostFound} of 100 series`, () => {
      const count = 3000;
      let found = 0;
      for (let time = 0; time < count; time++) if (isFound(waits(), answer)) found++;
      assert.ok(found <= (mostFound * count) / 100, `${found} of ${count}`);
    });
  }

  const wrong: readonly [name: string, waits: readonly number[], answer?: Partial<ObservedCall>][] = [
    ['is none', [1, 1]],
    ['is none twice after a wait', [300, 1, 1]],
    ['is none every other time', [60, 1, 60, 1]],
    ['is the same after a longer first wait', [300, 100, 100, 100, 100]],
    ['is the same after it grew', [100, 200, 400, 400, 400, 400]],
    ['is hardly any twice', [400, 20, 700, 20]],
    ['is none every other time after a first one', [1, 60, 1, 60, 1]],
    ['is always about the same', [200, 230, 190, 210]],
    ['of a write is hardly any at first', [30, 150, 390], { method: 'PATCH' }],
  ];
  for (const [name, waits, answer] of wrong) {
    it(`that ${name} is found: ${waits.join(', ')} ms`, () => assert.ok(isFound(waits, answer)));
  }

  const right: readonly [name: string, waits: readonly number[], answer?: Partial<ObservedCall>][] = [
    ['is short at first and then grows', [60, 150, 390]],
    ['grows a little', [500, 550, 600, 650, 800]],
    ['is hardly any once', [400, 20, 700, 300]],
    ['is hardly any at first', [30, 150, 390]],
    ['is none at first', [1, 2000, 4000]],
    ['is long at first and hardly any once, without an answer', [300, 20, 700], { status: null }],
    ['is none once, since the connection was idle', [0, 300, 20, 700], { status: null }],
  ];
  for (const [name, waits, answer] of right) {
    it(`that ${name} is not found: ${waits.join(', ')} ms`, () => assert.ok(!isFound(waits, answer)));
  }
});
