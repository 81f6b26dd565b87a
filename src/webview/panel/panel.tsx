import { t } from '../../base/l10n.ts';
import { say } from '../common/liveRegion.tsx';
import { h } from '../dom/h.ts';
import { draw, type Drawn } from '../dom/draw.ts';
import type { PanelState, ReferralState } from '../../protocol/panel.ts';
import { displayLocale } from '../../referral/locale.ts';
import type { Host, Received } from './host.ts';
import { readView, type ReferralView } from './model/referralView.ts';
import { afterPaint } from '../host/painted.ts';
import { keepPlace } from './place.ts';
import { App } from './view/app.tsx';
import { changedFields, changesText } from './view/changes.tsx';
import type { Page } from './view/page.ts';
import { followPointer } from './view/copyCursor.tsx';

/** Maximum delay of `setTimeout`, in ms. A longer one counts as 0. */
const longestDelay = 2 ** 31 - 1;

/** Starts the page. Returns the function that shows a state. */
export function startPanel(root: HTMLElement, host: Host): (received: Received) => void {
  let drawn: readonly Drawn[] = [];
  let shown: Received | undefined;
  let read: Read | undefined;
  let redrawTimer: ReturnType<typeof setTimeout> | undefined;
  const cursor = followPointer(say, host);
  const place = keepPlace(host);

  const redraw = (): void => {
    if (!shown) return;
    const { state } = shown;
    const locale = displayLocale(shown.locale);
    const now = Date.now() + state.clockAhead;
    let until = Infinity;
    read = state.kind === 'referral' ? readOnce(state, locale, read) : undefined;
    const page: Page = {
      locale,
      now,
      until: (moment) => void (until = Math.min(until, moment)),
      masked: state.masked,
      hidden: new Set(state.kind === 'referral' ? state.hidden : []),
      changed: changedFields(state),
      ask: host.ask,
      say,
    };
    drawn = draw(root, drawn, <App state={state} view={read?.view} cursor={cursor} />, page);
    cursor.settle();
    clearTimeout(redrawTimer);
    // Updates relative times while the page is visible. If the timer ends too early, the same is redrawn.
    if (until < Infinity && document.visibilityState === 'visible') {
      redrawTimer = setTimeout(redraw, Math.min(until - now, longestDelay));
    }
  };
  document.addEventListener('visibilitychange', redraw);

  return (received) => {
    const before = shown?.state;
    shown = received;
    redraw();
    place.shows(received.state);
    say(reportOf(before, received));
    afterPaint(() => host.rendered(received.revision));
  };
}

/** A view of a record and the input that it depends on. */
interface Read {
  readonly of: string;
  readonly view: ReferralView | undefined;
}

/** Reads a record unless the previous state had the same: most states change only other parts. */
function readOnce(state: ReferralState, locale: string, last: Read | undefined): Read {
  const of = JSON.stringify([state.id, state.connection, state.masked, locale, state.related]) + state.text;
  return last?.of === of ? last : { of, view: readView(state, locale) };
}

/** Describes a new state for screen readers; undefined if nothing needs to be announced. */
function reportOf(last: PanelState | undefined, { state, locale }: Received): string | undefined {
  if (state.kind === 'failed') return last?.kind === 'failed' ? undefined : state.failure.title;
  if (state.kind !== 'referral' || !last) return undefined;
  if (last.kind !== 'referral' || last.id !== state.id) return t('Referral loaded');
  if (!last.refreshing || state.refreshing) return undefined;
  if (state.failure) return state.failure.title;
  if (state.text === last.text) return t('Nothing has changed');
  return state.changes ? changesText(state.changes, displayLocale(locale)) : t('Referral updated');
}
