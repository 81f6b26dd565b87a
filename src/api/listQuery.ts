import { odataString } from './odata.ts';

/**
 * What a list is asked for, as far as the API is known to understand it (reference §4.1, §4.2): comparing with `eq`, the
 * lambda over the team's e-mails, and two dates to sort by.
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
  /** Somebody on the team has this address. */
  readonly teamEmail?: string;
}

export interface ListOrder {
  readonly field: 'createdDateTime' | 'updatedDateTime';
  readonly descending: boolean;
}

/** Everything, newest change first. */
export const usualQuery: ListQuery = { filter: {}, orderBy: { field: 'updatedDateTime', descending: true } };

const compared = ['status', 'substatus', 'type', 'direction', 'qualification'] as const;

/** The query as it stands in the address, without `?`. */
export function queryOptions({ filter, orderBy }: ListQuery): string {
  const terms = compared.flatMap((name) => {
    const value = filter[name];
    return value === undefined ? [] : [`${name} eq ${odataString(value)}`];
  });
  if (filter.teamEmail !== undefined) terms.push(`team/any(t:t/email eq ${odataString(filter.teamEmail)})`);
  const order = `$orderby=${encoded(orderBy.descending ? `${orderBy.field} desc` : orderBy.field)}`;
  return terms.length === 0 ? order : `$filter=${encoded(terms.join(' and '))}&${order}`;
}

/** Half a character can't be written in an address; nothing the server has is equal to it. */
function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')).replaceAll("'", '%27');
}
