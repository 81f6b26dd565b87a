import * as vscode from 'vscode';
import { isSameDay } from '../../../referral/when.ts';
import { wordsFor } from '../../../referral/words.ts';
import { isFiltering, noFilter, type ReferralFilter } from '../../../services/list/arrangement.ts';
import type { Browsing } from '../../../services/list/browsing.ts';
import type { ListContext } from '../../../services/list/listContext.ts';
import { isOffline, type ListState } from '../../../services/list/listState.ts';
import { waitWords } from '../../../services/list/waiting.ts';
import { locale } from '../../locale.ts';

interface MessageTimes {
  /** By this machine's clock, in ms since 1970. */
  readonly now: number;
  /** Milliseconds that the server's clock is ahead. */
  readonly clockAhead: number;
}

/**
 * Returns the message above the rows: connection, number of referrals, time of the list, filter, failures. Empty while
 * the welcome content offers to sign in, since VS Code hides that in a view with a message.
 */
export async function viewMessage(
  browsing: Browsing,
  context: ListContext,
  { now, clockAhead }: MessageTimes,
): Promise<string> {
  if (context === 'signedOut') return '';
  const { state } = browsing.list;
  const parts: string[] = [];
  const filter = filterSentence(browsing, now);
  if (state.connection === 'sandbox' && state.items.length > 0) {
    parts.push(vscode.l10n.t('Sandbox data, not live.'), ...clockSentence(clockAhead));
  }
  if (state.items.length > 0 && isOffline(state.failure)) {
    parts.push(
      state.asOf === undefined
        ? vscode.l10n.t('Offline: these are the referrals that were loaded.')
        : vscode.l10n.t('Offline: these are the referrals as of {0}.', clock(state.asOf, now)),
    );
  }
  if (state.items.length > 0 || (filter && state.phase === 'ready')) parts.push(filter ?? `${howMuch(state, now)}.`);
  if (state.failure) {
    const { explain, inOneLine } = await import('../../../services/connection/explain/explanation.ts');
    const explanation = explain(state.failure, state.connection);
    parts.push(inOneLine({ ...explanation, advice: waitWords(state, now, locale()) ?? explanation.advice }));
  }
  for (const notice of state.notices) {
    parts.push(
      notice.kind === 'brokenPaging'
        ? vscode.l10n.t(
            'The server’s link to the next page leads to a page that was already loaded. The loaded referrals are shown.',
          )
        : notice.count === 1
          ? vscode.l10n.t('1 referral of the list can’t be read and is left out.')
          : vscode.l10n.t('{0} referrals of the list can’t be read and are left out.', notice.count),
    );
  }
  return parts.join(' ');
}

/** Returns e.g. "100 loaded, as of 10:42", without a full stop. */
function howMuch({ items, asOf, failure }: ListState, now: number): string {
  const count = number(items.length);
  return asOf === undefined || isOffline(failure)
    ? vscode.l10n.t('{0} loaded', count)
    : vscode.l10n.t('{0} loaded, as of {1}', count, clock(asOf, now));
}

function filterSentence(browsing: Browsing, now: number): string | undefined {
  const { filter } = browsing.arrangement;
  const { state } = browsing.list;
  if (!isFiltering(filter)) return undefined;
  const words = filterWords(filter).join(', ');
  const much = howMuch(state, now);
  if (browsing.shown === 0) return vscode.l10n.t('Filter: {0}. Nothing matches among {1}.', words, much);
  return `${vscode.l10n.t('Filter: {0}.', words)} ${howFiltered(browsing, number(browsing.shown), much)}`;
}

function howFiltered({ arrangement: { filter }, list: { state } }: Browsing, shown: string, much: string): string {
  if (state.filteredBy === 'us') return vscode.l10n.t('{0} shown, filtered here, among {1}.', shown, much);
  const { text, category, needsAttention, status } = filter;
  const ours = isFiltering({ ...noFilter, text, category, needsAttention, status: status.length > 1 ? status : [] });
  return ours
    ? vscode.l10n.t('{0} shown, filtered by the server and then here; {1}.', shown, much)
    : vscode.l10n.t('{0} shown, filtered by the server; {1}.', shown, much);
}

/** Describes each condition of the filter. */
function filterWords(filter: ReferralFilter): string[] {
  return [
    ...(filter.text.trim() === '' ? [] : [`“${filter.text.trim().replace(/\s+/g, ' ')}”`]),
    ...(filter.status.length === 0
      ? []
      : [
          new Intl.ListFormat(locale(), { type: 'disjunction' }).format(
            filter.status.map((status) => wordsFor('status', status)),
          ),
        ]),
    ...(filter.direction === undefined ? [] : [wordsFor('direction', filter.direction)]),
    ...(filter.type === undefined ? [] : [wordsFor('type', filter.type)]),
    ...(filter.category === undefined ? [] : [wordsFor('category', filter.category)]),
    ...(filter.mine ? [vscode.l10n.t('mine')] : []),
    ...(filter.needsAttention ? [vscode.l10n.t('needs attention')] : []),
  ];
}

/** Explains why times differ from those of this machine. */
function clockSentence(ahead: number): string[] {
  const days = Math.round(ahead / 86_400_000);
  if (days <= 0) return [];
  return [
    days === 1 ? vscode.l10n.t('Its clock is 1 day ahead.') : vscode.l10n.t('Its clock is {0} days ahead.', days),
  ];
}

/** Formats a time of day; with the date if it isn't today. */
function clock(at: number, now: number): string {
  const today = isSameDay(at, now);
  return new Intl.DateTimeFormat(locale(), {
    ...(today ? {} : { dateStyle: 'medium' }),
    timeStyle: 'short',
  }).format(at);
}

function number(value: number): string {
  return value.toLocaleString(locale());
}
