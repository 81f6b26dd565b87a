import type {
  EventKind,
  StatusBand,
  TimelineColumn,
  TimelineDrawing,
  TimelineEntry,
  TimelineMark,
} from '../../protocol/timeline.ts';
import { axisOf } from './axis.ts';
import type { KnownState, LaneSpec, TimelineContent, TimelineEvent } from './event.ts';

/** The mark of several events is that of the first kind in this order. */
const byImportance: readonly EventKind[] = [
  'failed',
  'undelivered',
  'created',
  'moved',
  'write',
  'changed',
  'expiry',
  'close',
  'clock',
  'delivered',
  'seen',
  'list',
  'read',
];

/** The lane of the present, in which nothing is drawn. */
const present = '';

/**
 * Puts the events of a timeline into columns and lanes. Each event is in exactly one mark. Lanes without events and
 * statuses are left out.
 */
export function layOut({ lanes, events, now }: TimelineContent): TimelineDrawing {
  const placed = [...events, { at: now, lane: present, alone: true }]
    .map((event, index) => ({ event, index }))
    // Events at the same time stay in the order given; the present comes after them.
    .sort((a, b) => a.event.at - b.event.at || a.index - b.index)
    .map(({ event }) => event);
  const axis = axisOf(placed);
  const inLanes = new Map<string, Map<number, TimelineEntry[]>>();
  let nowColumn = 0;
  placed.forEach((event, index) => {
    const column = axis.columnOf[index] ?? 0;
    if (!('id' in event)) nowColumn = column;
    else addTo(inLanes, event, column);
  });
  return {
    width: axis.width,
    columns: axis.columns,
    now: nowColumn,
    lanes: lanes
      .map((lane) => ({
        key: lane.key,
        kind: lane.kind,
        name: lane.name,
        bands: bandsOf(lane, axis.columns, nowColumn, now),
        marks: Array.from(inLanes.get(lane.key) ?? [], ([column, entries]) => markOf(column, entries)),
      }))
      .filter(({ bands, marks }) => bands.length > 0 || marks.length > 0),
  };
}

function addTo(lanes: Map<string, Map<number, TimelineEntry[]>>, event: TimelineEvent, column: number): void {
  const { lane, ...entry } = event;
  const columns = lanes.get(lane) ?? new Map<number, TimelineEntry[]>();
  lanes.set(lane, columns);
  const entries = columns.get(column) ?? [];
  columns.set(column, entries);
  entries.push(entry);
}

function markOf(column: number, entries: readonly TimelineEntry[]): TimelineMark {
  const kind = byImportance.find((each) => entries.some((entry) => entry.kind === each)) ?? 'changed';
  return { column, kind, entries };
}

/** Of statuses that begin in the same column the last one is drawn. Equal ones that follow each other are joined. */
function bandsOf(
  { states = [] }: LaneSpec,
  columns: readonly TimelineColumn[],
  end: number,
  now: number,
): StatusBand[] {
  const begun = new Map<number, KnownState>();
  for (const state of states) {
    // Clocks differ, and what the server says is there now.
    begun.set(Math.min(columnAt(columns, Math.min(state.at, now)), end), state);
  }
  const bands: StatusBand[] = [];
  const begins = [...begun].sort(([a], [b]) => a - b);
  for (const [index, [from, { label, tone }]] of begins.entries()) {
    const to = begins[index + 1]?.[0] ?? end;
    const before = bands.at(-1);
    if (label === undefined || to === from) continue;
    if (before?.to === from && before.label === label) bands[bands.length - 1] = { ...before, to };
    else bands.push({ from, to, label, tone });
  }
  return bands;
}

/** The last column that begins then or earlier. */
function columnAt(columns: readonly TimelineColumn[], at: number): number {
  let [low, high] = [0, columns.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((columns[middle]?.at ?? Infinity) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
