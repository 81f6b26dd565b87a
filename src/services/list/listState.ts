import type { Failure } from '../../api/failure.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import type { ConnectionId } from '../connection/connection.ts';
import type { Pages } from './pages.ts';

export interface ListState {
  readonly connection: ConnectionId;
  /** `new` until somebody asked for the first page. */
  readonly phase: 'new' | 'loading' | 'ready' | 'failed';
  /**
   * All that was loaded, whatever it was asked by, each referral once and each in its place as long as it is there. What
   * didn't change keeps its object. Kept while a refresh runs and when it fails.
   */
  readonly items: readonly ReferralSummary[];
  /** The server has more for the query in use. */
  readonly hasMore: boolean;
  /** Who does the part of the filter that the API knows. */
  readonly filteredBy: 'server' | 'us';
  /** Why the newest attempt failed. */
  readonly failure: Failure | undefined;
  /** What else a person should know, e.g. items that can't be read. */
  readonly notices: readonly ListNotice[];
  /** Came or changed since the list was loaded, and not looked at since. */
  readonly changed: ReadonlySet<string>;
  /** When the server last told what is newest, in ms since 1970. */
  readonly asOf: number | undefined;
}

export type ListNotice =
  { readonly kind: 'unreadableItems'; readonly count: number } | { readonly kind: 'brokenPaging' };

export function emptyState(connection: ConnectionId): ListState {
  return {
    connection,
    phase: 'new',
    items: [],
    hasMore: false,
    filteredBy: 'us',
    failure: undefined,
    notices: [],
    changed: new Set(),
    asOf: undefined,
  };
}

/** What to say of the pages; the former notices as long as they are the same. */
export function noticesOf(pages: Pages | undefined, former: readonly ListNotice[]): readonly ListNotice[] {
  const next: ListNotice[] = [];
  if (pages && pages.unreadable > 0) next.push({ kind: 'unreadableItems', count: pages.unreadable });
  if (pages?.broken) next.push({ kind: 'brokenPaging' });
  return JSON.stringify(next) === JSON.stringify(former) ? former : next;
}

/** The server can't be reached, so what is here is all there is. */
export function isOffline(failure: Failure | undefined): boolean {
  return failure?.kind === 'unreachable' || failure?.kind === 'timeout';
}
