import { t } from '../../../base/l10n.ts';
import { cut } from '../../../base/oneLine.ts';
import type { StatusBand, TimelineDrawing } from '../../../protocol/timeline.ts';
import { h, type Child, type VNode } from '../../dom/h.ts';
import { axisLabels, type AxisLabel } from '../model/axisLabels.ts';
import { axisHeight, bandHeight, geometryOf, marksHeight, nameHeight, type Geometry } from '../model/geometry.ts';
import { Mark } from './mark.tsx';
import type { Page } from './page.ts';

/** The axis, a lane for each referral and for calls, webhooks and clock, and the lanes' names, which don't scroll. */
export function Drawing({ of: drawing }: { of: TimelineDrawing }, page: Page): VNode {
  const geometry = geometryOf(drawing, page.room);
  const { width, height, lanes } = geometry;
  return (
    <div class="drawing">
      <div class="scroller">
        <svg
          class="chart"
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="grid"
          aria-label={t('Timeline')}
        >
          <g aria-hidden="true">
            <Backdrop drawing={drawing} geometry={geometry} />
            <Axis drawing={drawing} geometry={geometry} />
          </g>
          {lanes.map(({ lane, y }, index) => (
            <g key={lane.key} role="row" aria-label={lane.name}>
              <g aria-hidden="true">
                <path class="lane-edge" d={`M0 ${y + 0.5}H${width}`} />
                {lane.bands.map((band) => (
                  <Band key={band.from} of={band} x={geometry.x} y={y + nameHeight + marksHeight} />
                ))}
              </g>
              {lane.marks.map((mark, number) => (
                <Mark
                  key={mark.entries[0]?.id ?? ''}
                  of={mark}
                  place={{ lane: index, mark: number }}
                  x={geometry.x[mark.column] ?? 0}
                  y={y + nameHeight + marksHeight / 2}
                />
              ))}
            </g>
          ))}
        </svg>
      </div>
      <ul class="names" aria-hidden="true">
        {lanes.map(({ lane }) => (
          <li key={lane.key} class={lane.kind}>
            <span dir="auto">{lane.name}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface Of {
  readonly drawing: TimelineDrawing;
  readonly geometry: Geometry;
}

/** The part that is expected, the line of the present and that of the current mark, and where the axis is broken. */
function Backdrop({ drawing: { columns, now, lanes }, geometry: { x, width, height } }: Of, page: Page): Child {
  const { current } = page;
  const selected = current && page.chosen ? lanes[current.lane]?.marks[current.mark]?.column : undefined;
  const nowX = x[now] ?? 0;
  return [
    <path key="expected" class="expected" d={`M${nowX} ${axisHeight}H${width}V${height}H${nowX}Z`} />,
    columns.map(({ gap }, index) => {
      if (gap === undefined) return null;
      const middle = Math.round(((x[index - 1] ?? 0) + (x[index] ?? 0)) / 2);
      return <path key={`gap ${index}`} class="gap" d={`M${middle} ${axisHeight}V${height}`} />;
    }),
    <path key="now" class="now" d={`M${nowX} ${axisHeight - 20}V${height}`} />,
    selected === undefined ? null : (
      <path key="guide" class="guide" d={`M${x[selected] ?? 0} ${axisHeight - 20}V${height}`} />
    ),
  ];
}

function Axis({ drawing: { columns, now, lanes }, geometry: { x, width } }: Of, page: Page): Child {
  const timed = new Set(
    lanes
      .flatMap(({ marks }) => marks.filter(({ entries }) => entries.some(({ isDay }) => !isDay)))
      .map(({ column }) => column),
  );
  const present = { column: now, at: columns[now]?.at ?? 0, text: t('now') };
  const isDay = (column: number): boolean => column !== now && !timed.has(column);
  const { dates, times, gaps } = axisLabels(columns, x, present, isDay, width, page.times);
  const line = axisHeight - 20.5;
  const broken = columns.flatMap(({ gap }, index) =>
    gap === undefined ? [] : [Math.round(((x[index - 1] ?? 0) + (x[index] ?? 0)) / 2)],
  );
  // A zigzag where time is left out.
  const zigzags = broken.map((at) => `H${at - 6}l3-4 6 8 3-4`).join('');
  return [
    <path key="line" class="axis" d={`M0 ${line}${zigzags}H${width}`} />,
    <path key="ticks" class="axis" d={x.map((at) => `M${at}.5 ${line}v4`).join('')} />,
    <Labels key="dates" of={dates} y={14} kind="date" />,
    <Labels key="times" of={times} y={31} kind="time" />,
    <Labels key="gaps" of={gaps} y={axisHeight - 5} kind="gap-label" />,
  ];
}

function Labels({ of: labels, y, kind }: { of: readonly AxisLabel[]; y: number; kind: string }): VNode {
  return (
    <g class={kind}>
      {labels.map(({ x, text }) => (
        <text key={x} x={x} y={y}>
          {text}
        </text>
      ))}
    </g>
  );
}

/** About the width of a character, in CSS pixels. */
const character = 6.3;
/** A shorter beginning of a status says nothing. */
const shortest = 6;

function Band({ of: { from, to, label, tone }, x, y }: { of: StatusBand; x: readonly number[]; y: number }): VNode {
  const [begin, end] = [x[from] ?? 0, x[to] ?? 0];
  const fits = Math.floor((end - begin - 12) / character);
  const text = label.length <= fits || fits >= shortest ? cut(label, fits) : '';
  return (
    <g class={`band ${tone}`}>
      <title>{label}</title>
      <path
        class="bar"
        d={`M${begin + 0.5} ${y + 0.5}H${Math.max(begin + 2, end - 1)}v${bandHeight - 4}H${begin + 0.5}Z`}
      />
      <path class="begin" d={`M${begin} ${y}h3v${bandHeight - 3}h-3Z`} />
      {/* Cuts off what is wider than most characters are. */}
      <svg x={begin} y={y} width={Math.max(0, end - begin - 2)} height={bandHeight}>
        <text class="band-words" x={8} y={14} data-from={begin} data-to={end}>
          {text}
        </text>
      </svg>
    </g>
  );
}
