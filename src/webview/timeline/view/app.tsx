import { t } from '../../../base/l10n.ts';
import { actionTitle } from '../../../protocol/actionTitles.ts';
import type { PanelFailure } from '../../../protocol/panel.ts';
import type { EventKind, TimelineDrawing, TimelineState } from '../../../protocol/timeline.ts';
import { h, type Child, type VNode } from '../../dom/h.ts';
import { Icon } from '../../panel/view/buttons.tsx';
import { asks } from '../../panel/view/page.ts';
import { kindNames, shapes } from '../model/shapes.ts';
import { Details } from './details.tsx';
import { Drawing } from './drawing.tsx';
import { EventTable } from './eventTable.tsx';
import type { Page } from './page.ts';

export function App({ of: state }: { of: TimelineState }): VNode {
  const { drawing, failure, notes, refreshing } = state;
  return (
    <main data-timeline-of={drawing && state.id} aria-busy={drawing === undefined && !failure}>
      <Head of={state} />
      {failure && <FailureBanner failure={failure} />}
      {drawing ? <Content of={drawing} notes={notes} /> : refreshing && <p class="quiet still">{t('Loading…')}</p>}
      <div class="unseen" role="status" />
    </main>
  );
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
        <button
          class={refreshing ? 'icon-button spinning' : 'icon-button'}
          title={t('Refresh')}
          onClick={asks(page, { name: 'refresh' })}
        >
          <Icon name="refresh" />
        </button>
      </div>
    </header>
  );
}

/** A banner: the last refresh failed, and the drawing, if there is one, is older. */
function FailureBanner({ failure }: { failure: PanelFailure }, page: Page): VNode {
  const { title, advice, actions, requestId } = failure;
  return (
    <section class="banner" aria-label={t('Refresh failed')}>
      <Icon name={failure.calm === true ? 'person' : 'error'} />
      <div>
        <strong dir="auto">{title}</strong>
        <p dir="auto">{advice}</p>
        <div class="buttons">
          {actions.map((action, index) => (
            <button
              key={action}
              class={index === 0 ? 'button' : 'button secondary'}
              onClick={asks(page, { name: 'failureAction', action })}
            >
              {actionTitle(action)}
            </button>
          ))}
        </div>
        {requestId !== undefined && <p class="request-id">{t('Request ID: {0}', requestId)}</p>}
      </div>
    </section>
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
