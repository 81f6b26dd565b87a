import { t } from '../../../base/l10n.ts';
import { h, type VNode } from '../../dom/h.ts';
import type { ReferralState } from '../../../protocol/panel.ts';
import { FailureBanner } from '../../common/failure.tsx';
import { asks } from '../../common/intents.ts';
import type { ReferralView } from '../model/referralView.ts';
import { SectionView } from './blocks.tsx';
import { Changes } from './changes.tsx';
import { CopyCursor, type Cursor } from './copyCursor.tsx';
import { Figures, Head, Stages } from './head.tsx';
import { timeOfDay, type Page } from './page.ts';
import { Rows } from './rows.tsx';
import { Dotted } from './values.tsx';
import { Details } from './details.tsx';

export function ReferralPage(props: { state: ReferralState; view: ReferralView; cursor: Cursor }, page: Page): VNode {
  const { state, view, cursor } = props;
  return (
    <main data-referral-id={state.id}>
      {state.failure && <FailureBanner failure={state.failure} />}
      {state.changes && <Changes of={state.changes} />}
      <Head of={view.header} state={state} />
      <Stages of={view.journey} moves={state.moves} />
      <Figures of={view.figures} canOpenCrm={state.canOpenCrm} />
      <div class="columns">
        {[view.main, view.side, view.rest].map((sections) => (
          <div class="column">
            {sections.map((section) => (
              <SectionView key={section.key} of={section} />
            ))}
          </div>
        ))}
      </div>
      {view.notSet.length > 0 && (
        <div class="not-set">
          <Details summary={t('Not set')} path="notSet" size={view.notSet.length}>
            <Rows of={view.notSet} path="notSet" />
          </Details>
        </div>
      )}
      <footer class="dots">
        <span class="part">
          {t('As of {0} · {1} ms', timeOfDay(state.receivedAt, page.locale), state.durationMs)}
          {state.canCompare &&
            !state.changes && [
              ' · ',
              <button class="link" onClick={asks(page, { name: 'compareWithPrevious' })}>
                {t('Compare with previous')}
              </button>,
            ]}
        </span>
        <Dotted of={view.footer} />
      </footer>
      <CopyCursor cursor={cursor} />
    </main>
  );
}
