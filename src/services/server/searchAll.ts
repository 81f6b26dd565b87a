import type { ReferralPage } from '../../api/client.ts';
import type { SkipToken } from '../../api/paging.ts';
import type { ReferralSummary } from '../../referral/summary.ts';

/** Limit for servers that return links without end, as in the list. */
const maxPages = 2000;

export interface SearchedAll {
  /** The matches on the first page that has any. */
  readonly found: readonly ReferralSummary[];
  /** Number of referrals that were searched. */
  readonly searched: number;
  /** False if a `nextLink` couldn't be used, so that some referrals may not have been searched. */
  readonly complete: boolean;
}

/**
 * Searches the referrals of a server page by page, one request at a time, and stops at the first page with a match.
 * Rejects as `page` does.
 */
export async function searchAll(
  page: (token: SkipToken | undefined) => Promise<ReferralPage>,
  matches: (summary: ReferralSummary) => boolean,
  onPage: (searched: number) => void,
): Promise<SearchedAll> {
  const seen = new Set<string>();
  const followed = new Set<SkipToken | undefined>();
  let token: SkipToken | undefined;
  while (!followed.has(token) && followed.size < maxPages) {
    followed.add(token);
    const { items, next } = await page(token);
    for (const { id } of items) seen.add(id);
    const found = items.filter(matches);
    if (found.length > 0 || next.kind !== 'more') {
      return { found, searched: seen.size, complete: next.kind !== 'broken' };
    }
    onPage(seen.size);
    token = next.token;
  }
  return { found: [], searched: seen.size, complete: false };
}
