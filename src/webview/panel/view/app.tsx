import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PanelState } from '../../../protocol/panel.ts';
import { safeLocale } from '../../../referral/when.ts';
import { AskContext, SayContext, type Ask } from './ask.ts';
import { NowContext, useNow } from './clock.ts';
import { FailedPage } from './failure.tsx';
import { LoadingPage } from './loading.tsx';
import { LocaleContext } from './pieces.tsx';
import { ReferralPage } from './referralPage.tsx';

/** The page for any state the host sends. */
export function App({ state, locale, ask }: { state: PanelState; locale: string; ask: Ask }): VNode {
  const now = useNow(state.kind === 'referral' ? state.receivedAt : state.kind);
  const language = useMemo(() => safeLocale(locale), [locale]);
  const [words, say] = useState('');
  useRefreshReport(state, say);
  return (
    <AskContext.Provider value={ask}>
      <SayContext.Provider value={say}>
        <LocaleContext.Provider value={language}>
          <NowContext.Provider value={now}>
            <Page state={state} />
            <p class="unseen" role="status">
              {words}
            </p>
          </NowContext.Provider>
        </LocaleContext.Provider>
      </SayContext.Provider>
    </AskContext.Provider>
  );
}

function Page({ state }: { state: PanelState }): VNode {
  switch (state.kind) {
    case 'loading':
      return (
        <main key="loading" aria-busy="true">
          <LoadingPage />
        </main>
      );
    case 'failed':
      return (
        <main key="failed">
          <FailedPage failure={state.failure} />
        </main>
      );
    case 'referral':
      // The key keeps scroll position and opened parts over a refresh, and drops them for another referral.
      return <ReferralPage key={state.id} state={state} />;
  }
}

/** Tells those who can't see the page how a refresh went. */
function useRefreshReport(state: PanelState, say: (words: string) => void): void {
  const before = useRef<PanelState | undefined>(undefined);
  useEffect(() => {
    const last = before.current;
    before.current = state;
    if (state.kind === 'failed' && last?.kind !== 'failed') return say(state.failure.title);
    if (state.kind !== 'referral' || last === undefined) return;
    if (last.kind !== 'referral' || last.id !== state.id) return say('Referral loaded');
    if (state.failure !== undefined && state.failure !== last.failure) return say(state.failure.title);
    if (last.refreshing && !state.refreshing)
      say(state.text === last.text ? 'Nothing has changed' : 'Referral updated');
  }, [state, say]);
}
