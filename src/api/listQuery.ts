import { odataString } from './odata.ts';

/**
 * The query of a list, limited to what the API documents (docs/api.md, Lists): comparisons with `eq`, the lambda over
 * the team's e-mails, and two dates to sort by.
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
export const usualQuery: ListQuery = { filter: {}, orderBy: { field: 'updatedDateTime', descending: true } };

const compared = ['status', 'substatus', 'type', 'direction', 'qualification'] as const;

/** The query string, without `?`. */
export function queryOptions({ filter, orderBy }: ListQuery): string {
  const terms = compared.flatMap((name) => {
    const value = filter[name];
    return value === undefined ? [] : [`${name} eq ${odataString(value)}`];
  });
  if (filter.teamEmail !== undefined) terms.push(`team/any(t:t/email eq ${odataString(filter.teamEmail)})`);
  const order = `$orderby=${encoded(orderBy.descending ? `${orderBy.field} desc` : orderBy.field)}`;
  return terms.length === 0 ? order : `$filter=${encoded(terms.join(' and '))}&${order}`;
}

/** Lone surrogates can't be encoded in a URL. No value on the server is equal to one. */
function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')).replaceAll("'", '%27');
}
