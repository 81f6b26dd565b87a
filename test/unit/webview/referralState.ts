import type { ReferralState, RelatedReferral } from '../../../src/protocol/panel.ts';

/** The state of a panel that shows this text, with nothing else to tell. */
export function referralState(id: string, text: string, related: readonly RelatedReferral[] = []): ReferralState {
  return {
    kind: 'referral',
    id,
    connection: 'sandbox',
    clockAhead: 0,
    text,
    receivedAt: 0,
    durationMs: 1,
    refreshing: false,
    failure: undefined,
    related,
    canOpenCrm: false,
    moves: [],
    hidden: [],
    changes: undefined,
    canCompare: false,
    masked: false,
    canGoBack: false,
    canGoForward: false,
    pinned: false,
  };
}
