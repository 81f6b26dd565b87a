import type { ReferralPage } from '../../api/client.ts';
import type { SkipToken } from '../../api/paging.ts';
import type { ReferralSummary } from '../../referral/summary.ts';

/** A server that pages for ever is stopped here, as in the list. */
const mostPages = 2000;

export interface SearchedAll {
  /** What matched, on the first page that had any. */
  readonly found: readonly ReferralSummary[];
  /** How many referrals were looked at. */
  readonly searched: number;
  /** False when the server's paging ended in nowhere, so that some may not have been looked at. */
  readonly complete: boolean;
}

/**
 * Looks through a server's referrals page by page, one request at a time, and stops at the first page with a match.
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
  while (!followed.has(token) && followed.size < mostPages) {
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
