import { t } from '../../../base/l10n.ts';
import type { EventKind, TimelineDrawing, TimelineState } from '../../../protocol/timeline.ts';
import { IconButton } from '../../common/buttons.tsx';
import { FailureBanner } from '../../common/failure.tsx';
import { asks } from '../../common/intents.ts';
import { LiveRegion } from '../../common/liveRegion.tsx';
import { h, type Child, type VNode } from '../../dom/h.ts';
import { kindNames, shapes } from '../model/shapes.ts';
import { Details } from './details.tsx';
import { Drawing } from './drawing.tsx';
import { EventTable } from './eventTable.tsx';
import type { Page } from './page.ts';

export function App({ of: state }: { of: TimelineState }): Child {
  const { drawing, failure, notes, refreshing } = state;
  return [
    <main data-timeline-of={drawing && state.id} aria-busy={drawing === undefined && !failure}>
      <Head of={state} />
      {failure && <FailureBanner failure={failure} />}
      {drawing ? <Content of={drawing} notes={notes} /> : refreshing && <p class="quiet">{t('Loading…')}</p>}
    </main>,
    <LiveRegion key="words" />,
  ];
}

function Head({ of: { connection, title, refreshing, live } }: { of: TimelineState }, page: Page): VNode {
  return (
    <header class="top">
      <p class="over">
        {connection === 'sandbox' && <span class="marker">{t('SANDBOX')}</span>}
        <span>{t('Timeline of an engagement')}</span>
      </p>
      <h1 dir="auto">{title}</h1>
      <div class="actions" role="group" aria-label={t('Actions')}>
        {live && <span class="fresh">{t('updates while it is visible')}</span>}
        <IconButton
          icon="refresh"
          label={t('Refresh')}
          spinning={refreshing}
          onClick={asks(page, { name: 'refresh' })}
        />
      </div>
    </header>
  );
}

function Content({ of: drawing, notes }: { of: TimelineDrawing; notes: readonly string[] }, page: Page): Child {
  const { current, chosen } = page;
  const lane = current && chosen ? drawing.lanes[current.lane] : undefined;
  return [
    <Drawing key="drawing" of={drawing} />,
    <Legend key="legend" of={drawing} />,
    <Details key="details" lane={lane} entries={lane?.marks[current?.mark ?? -1]?.entries ?? []} />,
    <EventTable key="table" of={drawing} />,
    notes.length > 0 && (
      <section key="notes" class="notes" aria-label={t('What is not known')}>
        <ul>
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      </section>
    ),
  ];
}

/** The kinds of marks that are drawn. */
function Legend({ of: { lanes } }: { of: TimelineDrawing }): VNode {
  const kinds = new Set<EventKind>(lanes.flatMap(({ marks }) => marks.map(({ kind }) => kind)));
  const found = lanes.some(({ marks }) =>
    marks.some(({ entries }) => entries.some(({ findings }) => findings.length > 0)),
  );
  return (
    <ul class="legend" aria-label={t('Legend')}>
      {kindNames()
        .filter(([kind]) => kinds.has(kind))
        .map(([kind, name]) => (
          <li key={kind}>
            <svg class={`sample mark is-${kind}`} viewBox="-8 -8 16 16" aria-hidden="true">
              <path class="shape" d={shapes[kind]} />
            </svg>
            {name}
          </li>
        ))}
      {found && (
        <li>
          <svg class="sample mark" viewBox="-8 -8 16 16" aria-hidden="true">
            <path class="finding" d="M0-5L6 5H-6Z" />
          </svg>
          {t('Finding of the sandbox')}
        </li>
      )}
    </ul>
  );
}
