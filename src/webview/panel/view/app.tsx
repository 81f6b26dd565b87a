import type { Child, VNode } from '../../dom/jsx-runtime.ts';
import type { PanelFailure, PanelState } from '../../../protocol/panel.ts';
import type { ReferralView } from '../model/referralView.ts';
import type { Cursor } from './copyCursor.tsx';
import { FailedPage } from './failure.tsx';
import { LoadingPage } from './loading.tsx';
import { ReferralPage } from './referralPage.tsx';

interface Shows {
  readonly state: PanelState;
  /** The state's record, unless it can't be read. */
  readonly view: ReferralView | undefined;
  readonly cursor: Cursor;
}

/** The page for any state the host sends. */
export function App(shows: Shows): Child {
  return [
    <Main {...shows} />,
    // Filled by `say`; what it said last stays.
    <p key="words" class="unseen" role="status" />,
  ];
}

function Main({ state, view, cursor }: Shows): VNode {
  if (state.kind === 'loading') {
    return (
      <main key="loading" aria-busy="true">
        <LoadingPage />
      </main>
    );
  }
  if (state.kind === 'referral' && view !== undefined) {
    // The key keeps what a person did to the page over a refresh, and drops it for another referral.
    return <ReferralPage key={`of ${state.id}`} state={state} view={view} cursor={cursor} />;
  }
  return (
    <main key="failed">
      <FailedPage failure={state.kind === 'failed' ? state.failure : unreadable} />
    </main>
  );
}

/** The host sends JSON objects only; were it ever something else, a person should read a sentence and not a blank page. */
const unreadable: PanelFailure = {
  title: 'This answer can’t be read',
  advice: 'It is no JSON object.',
  requestId: undefined,
  actions: ['retry', 'showAnswer'],
};
