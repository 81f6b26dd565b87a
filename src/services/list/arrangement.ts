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

/** What a person wants to see; all parts must hold. */
export interface ReferralFilter {
  /** Words that must all occur; blank: any. */
  readonly text: string;
  /** One of these, as the API spells them; empty: any. */
  readonly status: readonly string[];
  readonly direction: string | undefined;
  readonly type: string | undefined;
  readonly category: Category | undefined;
  /** I am on the team. */
  readonly mine: boolean;
  /** See `attention.ts` for the rule. */
  readonly needsAttention: boolean;
}

/** How the referrals are laid out in the side panel. Kept in the workspace's state. */
export interface Arrangement {
  readonly groupBy: GroupBy;
  readonly sort: Sorting;
  readonly filter: ReferralFilter;
}

/** Some of the referrals, under one heading. */
export interface Group {
  /** The same for the same heading, whatever is in it, e.g. `status/New`. */
  readonly key: string;
  readonly by: GroupBy;
  /** What its members share, as the API spells it: a status, a month `2026-11`, a country's code; undefined: nothing. */
  readonly value: string | undefined;
  /** In order, at least one. */
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

export const usualArrangement: Arrangement = {
  groupBy: 'status',
  sort: { by: 'updated', descending: true },
  filter: noFilter,
};

/** The direction a person expects first: what is newest, biggest, or expires soonest; names from A. */
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

/** Reads what a workspace's state kept: by an older version, or by nobody knows whom. What is no good counts as usual. */
export function readArrangement(kept: unknown): Arrangement {
  if (!isRecord(kept)) return usualArrangement;
  const sort = isRecord(kept['sort']) ? kept['sort'] : {};
  const filter = isRecord(kept['filter']) ? kept['filter'] : {};
  const by = sortings.find((known) => known === sort['by']) ?? usualArrangement.sort.by;
  const descending = sort['descending'];
  const status = filter['status'];
  return {
    groupBy: groupings.find((known) => known === kept['groupBy']) ?? usualArrangement.groupBy,
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
