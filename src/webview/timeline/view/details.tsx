import { t } from '../../../base/l10n.ts';
import type { TimelineEntry, TimelineLane } from '../../../protocol/timeline.ts';
import { h, type Child, type VNode } from '../../dom/h.ts';
import { findingsName, whenOf } from '../model/markWords.ts';
import type { Page } from './page.ts';

/** More events of one mark are only in the table of all events. */
const most = 50;

/** The selected mark in words. */
export function Details(
  { lane, entries }: { lane: TimelineLane | undefined; entries: readonly TimelineEntry[] },
  page: Page,
): VNode {
  const back = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') page.leaveDetails();
  };
  return (
    <section class="details" tabindex={-1} aria-label={t('Selected event')} onKeyDown={back}>
      {lane === undefined || entries.length === 0 ? (
        <p class="quiet">{t('Select an event to see its details. Arrow keys move between events and lanes.')}</p>
      ) : (
        [
          <p class="lane quiet" dir="auto">
            {entries.length === 1 ? lane.name : t('{0} · {1} events', lane.name, entries.length)}
          </p>,
          entries.slice(0, most).map((entry) => <Entry key={entry.id} of={entry} />),
          entries.length > most && (
            <p class="quiet">{t('{0} more are in the table of all events.', entries.length - most)}</p>
          ),
        ]
      )}
    </section>
  );
}

function Entry({ of: entry }: { of: TimelineEntry }, page: Page): VNode {
  const { title, facts, findings, referral } = entry;
  return (
    <article class="entry">
      <h2 dir="auto">{title}</h2>
      <p class="when">{whenOf(entry, page.times)}</p>
      {findings.length > 0 && <Findings of={findings} />}
      {facts.length > 0 && (
        <dl>
          {facts.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {referral !== undefined && (
        <button class="link" onClick={() => void page.ask({ name: 'openReferral', id: referral })}>
          {t('Open Referral')}
        </button>
      )}
    </article>
  );
}

function Findings({ of: findings }: { of: readonly string[] }): Child {
  return (
    <ul class="findings" aria-label={findingsName(findings.length)}>
      {findings.map((message) => (
        <li key={message} dir="auto">
          {message}
        </li>
      ))}
    </ul>
  );
}
