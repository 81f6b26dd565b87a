import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { axisOf, leastDistance, mostColumns } from '../../../../src/services/timeline/axis.ts';
import type { KnownState, TimelineEvent } from '../../../../src/services/timeline/event.ts';
import { layOut } from '../../../../src/services/timeline/layout.ts';

const start = Date.parse('2026-06-15T12:00:00Z');
const day = 24 * 60 * 60 * 1000;

const laneKeys = ['ours', 'microsoft', 'calls', 'webhooks'];

const event = (id: string, lane: string, at: number, more: Partial<TimelineEvent> = {}): TimelineEvent => ({
  id,
  lane,
  at,
  kind: 'read',
  isDay: false,
  title: id,
  facts: [],
  findings: [],
  referral: undefined,
  ...more,
});

const draw = (events: readonly TimelineEvent[], now = start, states: readonly KnownState[] = []) =>
  layOut({
    lanes: laneKeys.map((key) => ({
      key,
      kind: key === 'ours' || key === 'microsoft' ? 'referral' : 'calls',
      name: key,
      ...(key === 'ours' && { states }),
    })),
    events,
    now,
    notes: [],
  });

/** Bursts of equal and close times, and jumps of days. */
const times = fc
  .array(
    fc.record({
      gap: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 400 * day })),
      lane: fc.constantFrom(...laneKeys),
    }),
    { maxLength: 400 },
  )
  .map((steps) => {
    let at = start;
    return steps.map(({ gap, lane }, index) => event(`e${index}`, lane, (at += gap)));
  });

describe('The drawing of a timeline', () => {
  it('has each event exactly once, in the order of time, whatever happened when', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: -day, max: 900 * day }), (events, now) => {
        const { lanes } = draw(events, start + now);
        const drawn = lanes.flatMap(({ marks }) => marks.flatMap(({ entries }) => entries));
        assert.deepEqual(drawn.map(({ id }) => id).sort(), events.map(({ id }) => id).sort());
        for (const { marks } of lanes) {
          const inLane = marks.flatMap(({ entries }) => entries.map(({ at }) => at));
          assert.deepEqual(
            inLane,
            inLane.toSorted((a, b) => a - b),
          );
        }
      }),
    );
  });

  it('keeps events of all lanes in order: what is further to the right was not earlier', () => {
    fc.assert(
      fc.property(times, (events) => {
        const { lanes, columns } = draw(events);
        const placed = lanes.flatMap(({ marks }) =>
          marks.flatMap(({ column, entries }) => entries.map(({ at }) => ({ column, at }))),
        );
        const last = new Map<number, number>();
        for (const { column, at } of placed) last.set(column, Math.max(last.get(column) ?? -Infinity, at));
        let before = -Infinity;
        columns.forEach(({ at }, column) => {
          assert.ok(at >= before);
          before = Math.max(at, last.get(column) ?? at);
        });
      }),
    );
  });

  it('never lets two marks of a lane overlap, and is of bounded width', () => {
    fc.assert(
      fc.property(times, (events) => {
        const { lanes, columns, width } = draw(events);
        assert.ok(columns.length <= mostColumns + 1);
        assert.ok(width <= 120 * (mostColumns + 2));
        for (const { marks } of lanes) {
          for (const [index, { column }] of marks.entries()) {
            const next = marks[index + 1];
            if (next) assert.ok(columns[next.column]!.x - columns[column]!.x >= leastDistance);
          }
        }
      }),
    );
  });

  it('gives each of a few calls its own place, even at the same millisecond', () => {
    const { lanes } = draw(['a', 'b', 'c'].map((id) => event(id, 'calls', start)));
    assert.deepEqual(
      lanes[0]?.marks.map(({ entries }) => entries.map(({ id }) => id)),
      [['a'], ['b'], ['c']],
    );
  });

  it('puts a call, the change that it caused and its webhook into one column', () => {
    const events = [
      event('call', 'calls', start),
      event('change', 'ours', start + 2),
      event('webhook', 'webhooks', start + 40),
      event('later', 'calls', start + 60),
    ];
    const { lanes } = draw(events, start + day);
    const columnOf = new Map(
      lanes.flatMap(({ marks }) =>
        marks.flatMap(({ column, entries }) => entries.map(({ id }) => [id, column] as const)),
      ),
    );
    assert.equal(columnOf.get('change'), columnOf.get('call'));
    assert.equal(columnOf.get('webhook'), columnOf.get('call'));
    assert.equal(columnOf.get('later'), columnOf.get('call')! + 1);
  });

  it('counts the calls of a burst that has no room, and keeps apart what came days later', () => {
    const burst = Array.from({ length: 1000 }, (_, index) => event(`c${index}`, 'calls', start + index));
    const { lanes, columns } = draw([...burst, event('late', 'calls', start + 3 * day)]);
    assert.ok(columns.length <= mostColumns + 1);
    assert.deepEqual(
      lanes[0]?.marks.at(-1)?.entries.map(({ id }) => id),
      ['late'],
    );
  });

  it('writes the time that passes where the axis leaves it out', () => {
    const { columns } = draw([event('a', 'calls', start - 14 * day), event('b', 'calls', start - 10)]);
    assert.deepEqual(
      columns.map(({ gap }) => gap),
      [undefined, 14 * day - 10, undefined],
    );
  });

  it('marks several events by the most important one', () => {
    const many = Array.from({ length: 5 * mostColumns }, (_, index) =>
      event(`c${index}`, 'calls', start, { kind: index === 7 ? 'failed' : 'read' }),
    );
    const [mark] = draw(many).lanes[0]!.marks;
    assert.deepEqual([mark?.kind, mark?.entries.length], ['failed', many.length]);
  });

  it('draws statuses until now, the last of those that begin at once, and joins equal ones', () => {
    const state = (at: number, label: string | undefined): KnownState => ({ at, label, tone: 'plain' });
    const { lanes, columns, now } = draw(
      [event('a', 'ours', start - 3 * day), event('b', 'ours', start - day), event('c', 'ours', start + day)],
      start,
      [
        state(start - 3 * day, 'New'),
        state(start - day, 'Active'),
        state(start - day, 'Active'),
        state(start, 'Active'),
      ],
    );
    assert.deepEqual(
      lanes[0]?.bands.map(({ from, to, label }) => [from, to, label]),
      [
        [0, 1, 'New'],
        [1, 2, 'Active'],
      ],
    );
    assert.deepEqual([now, columns.length], [2, 4]);
  });

  it('leaves a status open that is not known, and lanes out in which nothing is drawn', () => {
    const { lanes } = draw([event('a', 'ours', start - day)], start, [
      { at: start - day, label: undefined, tone: 'plain' },
    ]);
    assert.deepEqual(
      lanes.map(({ key, bands }) => [key, bands]),
      [['ours', []]],
    );
  });

  it('ends with a drawing of nothing but the present', () => {
    assert.deepEqual(draw([]).columns.length, 1);
  });
});

describe('The axis of a timeline', () => {
  it('takes few steps to find room, whatever the times', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 10 }), (events, most) => {
        const { columns, columnOf } = axisOf(events, most);
        assert.ok(columns.length <= most || events.length === 0);
        assert.equal(columnOf.length, events.length);
      }),
    );
  });
});
