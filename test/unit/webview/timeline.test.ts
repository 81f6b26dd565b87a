import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { TimelineColumn, TimelineLane } from '../../../src/protocol/timeline.ts';
import { axisLabels, type AxisLabel } from '../../../src/webview/timeline/model/axisLabels.ts';
import { geometryOf } from '../../../src/webview/timeline/model/geometry.ts';
import { Times } from '../../../src/webview/timeline/model/times.ts';
import { placeOf, walk, type MarkPlace, type Step } from '../../../src/webview/timeline/model/walk.ts';

const lane = (key: string, columns: readonly number[]): TimelineLane => ({
  key,
  kind: 'calls',
  name: key,
  bands: [],
  marks: columns.map((column) => ({
    column,
    kind: 'read',
    entries: [
      {
        id: `${key}${column}`,
        kind: 'read',
        at: column,
        isDay: false,
        title: '',
        facts: [],
        findings: [],
        referral: undefined,
      },
    ],
  })),
});

describe('A step from mark to mark', () => {
  const lanes = [lane('a', [0, 4]), lane('empty', []), lane('b', [1, 3, 9])];
  const step = (from: readonly [number, number], to: Step): readonly [number, number] | undefined => {
    const found = walk(lanes, { lane: from[0], mark: from[1] }, to);
    return found && [found.lane, found.mark];
  };

  it('moves in time within a lane, and not past its ends', () => {
    assert.deepEqual(step([0, 0], 'next'), [0, 1]);
    assert.equal(step([0, 1], 'next'), undefined);
    assert.deepEqual(step([2, 2], 'previous'), [2, 1]);
    assert.equal(step([2, 0], 'previous'), undefined);
    assert.deepEqual(
      [step([2, 1], 'laneStart'), step([2, 1], 'laneEnd')],
      [
        [2, 0],
        [2, 2],
      ],
    );
  });

  it('moves to the mark that is closest in time, past lanes without any', () => {
    assert.deepEqual(step([0, 1], 'down'), [2, 1]);
    assert.deepEqual(step([2, 2], 'up'), [0, 1]);
    assert.equal(step([0, 0], 'up'), undefined);
    assert.equal(step([2, 0], 'down'), undefined);
  });

  it('finds the first and the last of all', () => {
    assert.deepEqual(
      [step([2, 1], 'first'), step([0, 0], 'last')],
      [
        [0, 0],
        [2, 2],
      ],
    );
    assert.equal(walk([], { lane: 0, mark: 0 }, 'last'), undefined);
  });

  it('reaches every mark from every other by arrow keys', () => {
    const seen = new Set<string>();
    const waiting: MarkPlace[] = [{ lane: 0, mark: 0 }];
    for (let place = waiting.pop(); place; place = waiting.pop()) {
      const key = `${place.lane} ${place.mark}`;
      if (seen.has(key)) continue;
      seen.add(key);
      for (const to of ['next', 'previous', 'up', 'down'] as const) {
        const next = walk(lanes, place, to);
        if (next) waiting.push(next);
      }
    }
    assert.equal(seen.size, 5);
    assert.deepEqual(placeOf(lanes, 'b3'), { lane: 2, mark: 1 });
    assert.equal(placeOf(lanes, 'x'), undefined);
  });
});

describe('The labels of a timeline’s axis', () => {
  const day = 24 * 60 * 60 * 1000;
  const now = Date.parse('2026-06-15T12:00:00Z');
  const times = new Times('en');

  it('never overlap and are never cut off', () => {
    const gaps = fc.array(
      fc.record({ width: fc.integer({ min: 26, max: 120 }), ms: fc.integer({ min: 0, max: 40 * day }) }),
      {
        minLength: 1,
        maxLength: 120,
      },
    );
    fc.assert(
      fc.property(gaps, (steps) => {
        let [x, at] = [36, now - 400 * day];
        const columns = steps.map(({ width, ms }): TimelineColumn => ({
          x: (x += width),
          at: (at += ms),
          gap: undefined,
        }));
        const end = x + 36;
        const { dates, times: clock } = axisLabels(
          columns,
          columns.map((column) => column.x),
          { column: columns.length - 1, at, text: 'now' },
          () => false,
          end,
          times,
        );
        for (const labels of [dates, clock]) {
          const spans = labels.map(spanOf).sort((a, b) => a[0] - b[0]);
          for (const [index, [from, to]] of spans.entries()) {
            assert.ok(from >= 0 && to <= end);
            assert.ok(to <= (spans[index + 1]?.[0] ?? Infinity));
          }
        }
        assert.ok(clock.some(({ text }) => text === 'now'));
      }),
    );
  });

  /** About as wide as it is drawn. */
  const spanOf = ({ x, text }: AxisLabel): [number, number] => [x - text.length * 3, x + text.length * 3];

  it('have seconds only where minutes don’t tell columns apart, and the year only if it is another', () => {
    const columns = [0, 1000, 3_600_000].map((ms, index) => ({ x: 100 * (index + 1), at: now + ms, gap: undefined }));
    const labels = axisLabels(columns, [100, 200, 300], { column: 9, at: now, text: 'now' }, () => false, 400, times);
    assert.deepEqual(
      labels.times.slice(1).map(({ text }) => text.split(':').length),
      [3, 3, 2],
    );
    assert.equal(times.date(Date.parse('2025-01-02T12:00:00Z'), now, false), 'Jan 2, 2025');
    assert.equal(times.date(now, now, true), 'Jun 15');
  });

  it('have the clock of the reader’s language', () => {
    const plain = (text: string): string => text.replace(/\s/g, ' ');
    const at = new Date(2026, 5, 15, 13, 56, 5, 20).getTime();
    const [american, british] = [new Times('en-US'), new Times('en-GB')];
    assert.equal(plain(american.time(at, false)), '1:56 PM');
    assert.equal(plain(american.time(at, true)), '1:56:05 PM');
    assert.equal(plain(american.exact(at, false)), 'Jun 15, 2026, 1:56:05.020 PM');
    assert.equal(british.time(at, false), '13:56');
    assert.equal(british.exact(at, false), '15 Jun 2026, 13:56:05.020');
  });

  it('say how much time is left out in its largest unit', () => {
    assert.deepEqual(
      [60, 90, 23 * 60 + 50, 14 * 24 * 60].map((minutes) => times.duration(minutes * 60_000)),
      ['1 hour', '2 hours', '1 day', '14 days'],
    );
  });
});

describe('A timeline in the room that there is', () => {
  const drawing = {
    width: 300,
    columns: [36, 100, 264].map((x) => ({ x, at: 0, gap: undefined })),
    now: 2,
    lanes: [lane('a', [0]), { ...lane('b', []), kind: 'referral' as const }],
  };

  it('fills it, and is scrolled where it needs more', () => {
    assert.deepEqual(geometryOf(drawing, 1000).x, [36, 296, 964]);
    assert.equal(geometryOf(drawing, 1000).width, 1000);
    assert.deepEqual(geometryOf(drawing, 200).x, [36, 100, 264]);
  });

  it('places one lane below the other', () => {
    const { lanes, height } = geometryOf(drawing, 300);
    assert.ok(lanes[0]!.y < lanes[1]!.y && lanes[1]!.y < height);
  });
});
