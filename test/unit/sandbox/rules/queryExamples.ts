import type { queryRules } from '../../../../src/referral/rules/queryRules.ts';
import type { Answer, Client } from '../client.ts';
import type { RuleExample } from './ruleExample.ts';

const filter = (text: string) => (client: Client) => client.list(`$filter=${encodeURIComponent(text)}`);
const list = (query: string) => (client: Client) => client.list(query);

/** The second page of a list, after what happens between the pages. */
async function pageOn(client: Client, between: () => Promise<unknown>): Promise<Answer> {
  const next: string = (await client.list()).json['@odata.nextLink'];
  await between();
  return client.list(next.slice(next.indexOf('$skiptoken=')));
}

export const queryExamples: Record<keyof typeof queryRules, RuleExample> = {
  'known-query-option': { taken: list('$top=1'), refused: list('$search=x') },
  'dollar-option': { taken: list('view=compact'), refused: list('top=1') },
  'whole-number-option': { taken: list('$top=1&$count=true'), refused: list('$top=1.5&$count=true') },
  'filter-grammar': { taken: filter("not (status eq 'New')"), refused: filter("not status eq 'New'") },
  'filter-name': {
    taken: filter("customerProfile/address/country eq 'US'"),
    refused: filter("customerProfile/adress/country eq 'US'"),
  },
  'filter-type': { taken: filter('details/dealValue gt 100'), refused: filter("details/dealValue gt '100'") },
  'filter-date': { taken: filter('createdDateTime gt 2026-02-28'), refused: filter('createdDateTime gt 2026-02-29') },
  'orderby-name': { taken: list('$orderby=createdDateTime desc'), refused: list('$orderby=createdDatetime desc') },
  'select-name': { taken: list('$select=id,status'), refused: list('$select=id,STATUS') },
  'skip-token': {
    options: { count: 101 },
    taken: (client) => pageOn(client, () => client.advance(20)),
    refused: (client) => pageOn(client, () => client.send('POST', '/_sandbox/reset')),
  },
  'documented-query': {
    taken: filter("(status eq 'New') and team/any(t:t/email eq 'a@x.example')"),
    refused: filter("status eq 'New' or team/any(t:t/email eq 'a@x.example')"),
  },
};
