import type { Failure } from '../../api/failure.ts';
import { ChunkedList } from '../../base/chunkedList.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import type { ConnectionId } from '../connection/connection.ts';
import type { Pages } from './pages.ts';

export interface ListState {
  readonly connection: ConnectionId;
  /** `new` until the first page is requested. */
  readonly phase: 'new' | 'loading' | 'ready' | 'failed';
  /**
   * All loaded referrals, whichever query returned them, each once. A referral keeps its position while it is in the
   * list, and an unchanged referral keeps its object. The items stay during a refresh and after it fails.
   */
  readonly items: ChunkedList<ReferralSummary>;
  /** The server has more for the query in use. */
  readonly hasMore: boolean;
  /** Who filters by the properties that the API can filter by. */
  readonly filteredBy: 'server' | 'us';
  /** Why the last request failed. */
  readonly failure: Failure | undefined;
  /** When it failed, in ms since 1970. */
  readonly failedAt: number | undefined;
  /** Other information for the user, e.g. about items that can't be read. */
  readonly notices: readonly ListNotice[];
  /**
   * Ids of the referrals that were added or changed since the list was loaded, and that the user hasn't viewed since.
   */
  readonly changed: ReadonlySet<string>;
  /** When the newest referrals were last requested, in ms since 1970. */
  readonly asOf: number | undefined;
}

export type ListNotice =
  { readonly kind: 'unreadableItems'; readonly count: number } | { readonly kind: 'brokenPaging' };

export function emptyState(connection: ConnectionId): ListState {
  return {
    connection,
    phase: 'new',
    items: ChunkedList.of(),
    hasMore: false,
    filteredBy: 'us',
    failure: undefined,
    failedAt: undefined,
    notices: [],
    changed: new Set(),
    asOf: undefined,
  };
}

/** Returns the notices for the pages. Returns `former` itself if they are equal. */
export function noticesOf(pages: Pages | undefined, former: readonly ListNotice[]): readonly ListNotice[] {
  const next: ListNotice[] = [];
  if (pages && pages.unreadable > 0) next.push({ kind: 'unreadableItems', count: pages.unreadable });
  if (pages?.broken) next.push({ kind: 'brokenPaging' });
  return JSON.stringify(next) === JSON.stringify(former) ? former : next;
}

/** True if the server can't be reached, so only loaded referrals can be shown. */
export function isOffline(failure: Failure | undefined): boolean {
  return failure?.kind === 'unreachable' || failure?.kind === 'timeout';
}
