import type { VNode } from 'preact';
import { useContext, useMemo } from 'preact/hooks';
import type { PanelFailure, ReferralState } from '../../../protocol/panel.ts';
import { parseTree } from '../../../referral/leaves.ts';
import { isRecord, readSummary, type ReferralSummary } from '../../../referral/summary.ts';
import { exactTime } from '../../../referral/when.ts';
import { viewOf, type ReferralView } from '../model/referralView.ts';
import { Rows, SectionView } from './blocks.tsx';
import { CopyCursor } from './copyCursor.tsx';
import { FailedPage, FailureBanner } from './failure.tsx';
import { Figures, Head, Way } from './head.tsx';
import { LocaleContext, Pieces } from './pieces.tsx';
import { Details } from './tree.tsx';

export function ReferralPage({ state }: { state: ReferralState }): VNode {
  const locale = useContext(LocaleContext);
  const { text, connection, related } = state;
  const read = useMemo(
    () => readPage(text, state.id, { connection, related }, locale),
    [text, connection, related, locale],
  );
  if (read === undefined) {
    return (
      <main>
        <FailedPage failure={unreadable} />
      </main>
    );
  }
  const { view, summary } = read;
  return (
    <main data-referral-id={state.id}>
      {state.failure !== undefined && <FailureBanner failure={state.failure} />}
      <Head of={view.header} refreshing={state.refreshing} />
      <Way of={view.journey} />
      <Figures of={view.figures} canOpenCrm={state.canOpenCrm} />
      <div class="columns">
        <div class="column">
          {view.main.map((section) => (
            <SectionView key={section.key} of={section} />
          ))}
        </div>
        <div class="column">
          {view.side.map((section) => (
            <SectionView key={section.key} of={section} />
          ))}
        </div>
        <div class="column rest">
          {view.rest.map((section) => (
            <SectionView key={section.key} of={section} />
          ))}
        </div>
      </div>
      {view.notSet.length > 0 && (
        <div class="not-set">
          <Details summary="Not set" size={view.notSet.length} open={false}>
            <Rows of={view.notSet} />
          </Details>
        </div>
      )}
      <footer>
        <span>
          As of {new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(state.receivedAt)} · {state.durationMs}{' '}
          ms
        </span>
        <Updated of={summary} locale={locale} />
        {view.tag.length > 0 && (
          <span>
            ETag <Pieces of={view.tag} />
          </span>
        )}
      </footer>
      <CopyCursor />
    </main>
  );
}

interface ReadPage {
  readonly summary: ReferralSummary;
  readonly view: ReferralView;
}

function readPage(
  text: string,
  id: string,
  state: Pick<ReferralState, 'connection' | 'related'>,
  locale: string,
): ReadPage | undefined {
  try {
    const record = JSON.parse(text) as unknown;
    // Which referral this is the host knows, even when the record's own id is missing or no text.
    const summary = isRecord(record) ? readSummary({ ...record, id }) : undefined;
    return summary && { summary, view: viewOf(parseTree(text), summary, state, locale) };
  } catch {
    return undefined;
  }
}

/** The host sends JSON objects only; were it ever something else, a person should read a sentence and not a blank page. */
const unreadable: PanelFailure = {
  title: 'This answer can’t be read',
  advice: 'The server’s answer is no JSON object. Look at it as it came, or ask again.',
  requestId: undefined,
  actions: ['retry', 'showAnswer'],
};

function Updated({ of: summary, locale }: { of: ReferralSummary; locale: string }): VNode | null {
  const at = Date.parse(summary.updatedDateTime ?? '');
  return Number.isNaN(at) ? null : <span>Updated {exactTime(at, locale)}</span>;
}
