/**
 * The query of a list, limited to what the API documents (docs/api.md, Lists): comparisons with `eq`, the lambda over
 * the e-mail addresses of the team, and sorting by two dates.
 */
export interface ListQuery {
  readonly filter: ListFilter;
  readonly orderBy: ListOrder;
}

export interface ListFilter {
  readonly status?: string;
  readonly substatus?: string;
  readonly type?: string;
  readonly direction?: string;
  readonly qualification?: string;
  /** An e-mail address of the team. */
  readonly teamEmail?: string;
}

export interface ListOrder {
  readonly field: 'createdDateTime' | 'updatedDateTime';
  readonly descending: boolean;
}

/** All referrals, last changed first. */
export const defaultQuery: ListQuery = { filter: {}, orderBy: { field: 'updatedDateTime', descending: true } };
