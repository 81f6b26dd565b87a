import type { VNode } from 'preact';
import { useContext, useMemo } from 'preact/hooks';
import type { PanelFailure, ReferralState } from '../../../protocol/panel.ts';
import { parseTree } from '../../../referral/leaves.ts';
import { isRecord, readSummary } from '../../../referral/summary.ts';
import { viewOf, type ReferralView } from '../model/referralView.ts';
import { Rows, SectionView } from './blocks.tsx';
import { CopyCursor } from './copyCursor.tsx';
import { FailedPage, FailureBanner } from './failure.tsx';
import { Figures, Head, Way } from './head.tsx';
import { Dotted, LocaleContext } from './pieces.tsx';
import { Details } from './tree.tsx';

export function ReferralPage({ state }: { state: ReferralState }): VNode {
  const locale = useContext(LocaleContext);
  const { text, connection, related } = state;
  const view = useMemo(
    () => readPage(text, state.id, { connection, related }, locale),
    [text, connection, related, locale],
  );
  if (view === undefined) {
    return (
      <main>
        <FailedPage failure={unreadable} />
      </main>
    );
  }
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
        <Dotted of={view.footer} />
      </footer>
      <CopyCursor />
    </main>
  );
}

function readPage(
  text: string,
  id: string,
  state: Pick<ReferralState, 'connection' | 'related'>,
  locale: string,
): ReferralView | undefined {
  try {
    const record = JSON.parse(text) as unknown;
    // Which referral this is the host knows, even when the record's own id is missing or no text.
    const summary = isRecord(record) ? readSummary({ ...record, id }) : undefined;
    return summary && viewOf(parseTree(text), summary, state, locale);
  } catch {
    return undefined;
  }
}

/** The host sends JSON objects only; were it ever something else, a person should read a sentence and not a blank page. */
const unreadable: PanelFailure = {
  title: 'This answer can’t be read',
  advice: 'It is no JSON object.',
  requestId: undefined,
  actions: ['retry', 'showAnswer'],
};
