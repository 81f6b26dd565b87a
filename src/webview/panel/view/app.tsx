import { t } from '../../../base/l10n.ts';
import { h, type Child, type VNode } from '../../dom/h.ts';
import type { PanelFailure, PanelState } from '../../../protocol/panel.ts';
import { LiveRegion } from '../../common/liveRegion.tsx';
import type { ReferralView } from '../model/referralView.ts';
import type { Cursor } from './copyCursor.tsx';
import { FailedPage } from './failedPage.tsx';
import { ReferralPage } from './referralPage.tsx';

interface Shows {
  readonly state: PanelState;
  /** The view of the state's record; undefined if it can't be read. */
  readonly view: ReferralView | undefined;
  readonly cursor: Cursor;
}

/** The page for any state the host sends. */
export function App(shows: Shows): Child {
  return [<Main {...shows} />, <LiveRegion key="words" />];
}

function Main({ state, view, cursor }: Shows): VNode {
  if (state.kind === 'loading') {
    return (
      <main key="loading" aria-busy="true">
        <LoadingPage />
      </main>
    );
  }
  if (state.kind === 'referral' && view) {
    // With this key a refresh keeps the DOM state, and another referral resets it.
    return <ReferralPage key={`of ${state.id}`} state={state} view={view} cursor={cursor} />;
  }
  return (
    <main key="failed">
      <FailedPage failure={state.kind === 'failed' ? state.failure : unreadable()} />
    </main>
  );
}

/** The host sends only JSON objects. For anything else there is a message instead of a blank page. */
const unreadable = (): PanelFailure => ({
  title: t('This response can’t be read'),
  advice: t('It is not a JSON object.'),
  requestId: undefined,
  actions: ['retry', 'showAnswer'],
});

/** Placeholders of the page. The style sheet delays them, since most responses come sooner. */
function LoadingPage(): VNode {
  return (
    <div class="loading">
      <h1 class="unseen">{t('Loading the referral')}</h1>
      <div class="bones" aria-hidden="true">
        <i />
        <i />
        <i />
        <i />
      </div>
      <p class="still">{t('Still waiting for the server…')}</p>
    </div>
  );
}
