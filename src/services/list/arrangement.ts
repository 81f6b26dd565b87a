import type { Category } from '../../referral/category.ts';
import { isRecord, type ReferralSummary } from '../../referral/summary.ts';

export const groupings = ['status', 'engagement', 'customer', 'category', 'country', 'closeMonth', 'none'] as const;
export type GroupBy = (typeof groupings)[number];

export const sortings = ['updated', 'created', 'expiry', 'value', 'name'] as const;
export type SortBy = (typeof sortings)[number];

export interface Sorting {
  readonly by: SortBy;
  readonly descending: boolean;
}

/** The filter that the user sets. A referral must match all parts. */
export interface ReferralFilter {
  /** Words that must all occur. Blank matches every referral. */
  readonly text: string;
  /** Values of the API, one of which must match. An empty array matches every referral. */
  readonly status: readonly string[];
  readonly direction: string | undefined;
  readonly type: string | undefined;
  readonly category: Category | undefined;
  /** Only referrals with the user in their team. */
  readonly mine: boolean;
  /** Only referrals that need attention, see `attention.ts`. */
  readonly needsAttention: boolean;
}

/** How the side panel groups, sorts and filters the referrals. Stored in the workspace's state. */
export interface Arrangement {
  readonly groupBy: GroupBy;
  readonly sort: Sorting;
  readonly filter: ReferralFilter;
}

/** A group of referrals in the side panel. */
export interface Group {
  /** Identifies the group, independent of its members, e.g. `status/New`. */
  readonly key: string;
  readonly by: GroupBy;
  /**
   * The value that the members share, as the API spells it: a status, a month such as `2026-11`, a country code.
   * Undefined for the group without a value.
   */
  readonly value: string | undefined;
  /** In display order, never empty. */
  readonly members: readonly ReferralSummary[];
}

export const noFilter: ReferralFilter = {
  text: '',
  status: [],
  direction: undefined,
  type: undefined,
  category: undefined,
  mine: false,
  needsAttention: false,
};

export const defaultArrangement: Arrangement = {
  groupBy: 'status',
  sort: { by: 'updated', descending: true },
  filter: noFilter,
};

/**
 * The direction that a sort order has at first: newest or largest first, but earliest expiry first and names from A to
 * Z.
 */
export function usualDirection(by: SortBy): Sorting {
  return { by, descending: by !== 'name' && by !== 'expiry' };
}

export function isFiltering(filter: ReferralFilter): boolean {
  return (
    filter.text.trim() !== '' ||
    filter.status.length > 0 ||
    filter.direction !== undefined ||
    filter.type !== undefined ||
    filter.category !== undefined ||
    filter.mine ||
    filter.needsAttention
  );
}

const categories: readonly Category[] = ['marketplaceLead', 'qualifiedLead', 'coSell', 'other'];

/**
 * Reads the arrangement from the workspace's state, which an older version or another program may have written. Invalid
 * parts get their default value.
 */
export function readArrangement(kept: unknown): Arrangement {
  if (!isRecord(kept)) return defaultArrangement;
  const sort = isRecord(kept['sort']) ? kept['sort'] : {};
  const filter = isRecord(kept['filter']) ? kept['filter'] : {};
  const by = sortings.find((known) => known === sort['by']) ?? defaultArrangement.sort.by;
  const descending = sort['descending'];
  const status = filter['status'];
  return {
    groupBy: groupings.find((known) => known === kept['groupBy']) ?? defaultArrangement.groupBy,
    sort: typeof descending === 'boolean' ? { by, descending } : usualDirection(by),
    filter: {
      text: textOf(filter['text']) ?? '',
      status: Array.isArray(status) ? status.filter((one) => typeof one === 'string') : [],
      direction: textOf(filter['direction']),
      type: textOf(filter['type']),
      category: categories.find((known) => known === filter['category']),
      mine: filter['mine'] === true,
      needsAttention: filter['needsAttention'] === true,
    },
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
