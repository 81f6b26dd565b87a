import type { ListQuery } from './listQuery.ts';
import { odataString } from './odata.ts';

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
