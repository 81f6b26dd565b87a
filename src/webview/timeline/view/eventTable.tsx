import { t } from '../../../base/l10n.ts';
import type { TimelineDrawing } from '../../../protocol/timeline.ts';
import { h, type VNode } from '../../dom/h.ts';
import { Icon } from '../../common/buttons.tsx';
import { findingsName, whenOf } from '../model/markWords.ts';
import type { Page } from './page.ts';

/** More events are not listed, the oldest first. */
const most = 1000;

/** All events in the order of time, for those who read rather than look. Its rows are made when it is opened. */
export function EventTable({ of: { lanes } }: { of: TimelineDrawing }, page: Page): VNode {
  const count = lanes.reduce(
    (sum, { marks }) => sum + marks.reduce((each, { entries }) => each + entries.length, 0),
    0,
  );
  return (
    <details
      class="all"
      open={page.tableOpen}
      onToggle={(event) => page.toggleTable((event.currentTarget as HTMLDetailsElement).open)}
    >
      <summary>
        <Icon name="chevron" />
        {count === 1 ? t('1 event as a table') : t('{0} events as a table', count)}
      </summary>
      {page.tableOpen && <Table of={lanes} count={count} />}
    </details>
  );
}

function Table({ of: lanes, count }: { of: TimelineDrawing['lanes']; count: number }, page: Page): VNode {
  const rows = lanes
    .flatMap(({ name, marks }) => marks.flatMap(({ entries }) => entries.map((entry) => ({ name, entry }))))
    .sort((a, b) => a.entry.at - b.entry.at)
    .slice(-most);
  return (
    <table>
      <caption class={count > most ? 'quiet' : 'unseen'}>
        {count > most ? t('No more than {0} events are listed: the latest.', most) : t('All events')}
      </caption>
      <thead>
        <tr>
          <th scope="col">{t('Time')}</th>
          <th scope="col">{t('Lane')}</th>
          <th scope="col">{t('Event')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, entry }) => (
          <tr key={entry.id}>
            <td>{whenOf(entry, page.times)}</td>
            <td dir="auto">{name}</td>
            <td dir="auto">
              {entry.title}
              {entry.findings.length > 0 && <span class="quiet"> · {findingsName(entry.findings.length)}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
