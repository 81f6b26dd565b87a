import { collection } from '../client.ts';
import type { CoachExample } from './example.ts';
import { newDeal, type Traffic } from './traffic.ts';

const times = async (count: number, does: () => Promise<unknown>): Promise<void> => {
  for (let time = 0; time < count; time++) await does();
};
const lists = (...queries: readonly string[]) => ({
  does: async (traffic: Traffic) => {
    for (const query of queries) await traffic.all(query);
  },
});

export const queryExamples: Readonly<Record<string, CoachExample>> = {
  'unknown-name-in-query': {
    wrong: [
      {
        when: 'a filter has a wrong name',
        ...lists0("$filter=team/any(t:t/emailAddress eq 'a')"),
        says: /emailAddress.*Did you mean.*email/,
      },
      { when: '$select has a wrong name', ...lists0('$select=id,closeDate'), says: /closeDate/ },
      {
        when: '$orderby has a wrong name',
        ...lists0('$orderby=updatedDate desc'),
        says: /updatedDate".*updatedDateTime/,
      },
      { when: 'an option has no $', ...lists0("filter=status eq 'New'"), says: /\$filter/ },
      {
        when: 'one referral is asked for with $filter',
        does: (traffic) => traffic.send('GET', `${collection}/deal-1?$filter=status eq 'New'`),
        says: /^The query option \$filter is for lists, one referral takes \$select\. Nothing is done\.$/,
      },
      {
        when: 'a PATCH has a wrong name in $select',
        does: (traffic) =>
          traffic.send('PATCH', `${collection}/deal-1?$select=closeDate`, [], { 'If-Match': '"deal-1-1"' }),
        says: /closeDate/,
      },
      {
        when: 'a POST has $filter',
        does: (traffic) => traffic.send('POST', `${collection}?$filter=status eq 'New'`, newDeal()),
        says: /\$filter.*Nothing is done\.$/,
      },
      {
        when: '$select has a path',
        ...lists0('$select=id,details/notes'),
        says: /, not "details\/notes"\. Did you mean details\? Nothing is done\.$/,
      },
      {
        when: 'an option is not supported',
        ...lists0('$search=x'),
        says: /not supported here\. A list takes \$filter/,
      },
      { when: 'an option is misspelt', ...lists0("$Filter=status eq 'New'"), says: /Did you mean \$filter/ },
    ],
    right: [{ when: 'all names are right', ...lists('$select=id,eTag&$orderby=updatedDateTime desc') }],
  },
  'wrong-query': {
    wrong: [
      { when: 'a filter has =', ...lists0("$filter=status = 'New'"), says: /eq/ },
      { when: 'a date does not exist', ...lists0('$filter=updatedDateTime gt 2026-02-31T00:00:00Z'), says: /date/ },
      {
        when: 'a function is asked for again',
        does: (traffic) => times(2, () => traffic.list("$filter=contains(name,'x')")),
        says: /contains/,
      },
    ],
    right: [
      { when: 'a function is tried once', does: (traffic) => traffic.list("$filter=contains(name,'x')") },
      { when: 'a filter asks by time', ...lists('$filter=updatedDateTime gt 2026-06-01T00:00:00Z') },
    ],
  },
  'unknown-value-in-filter': {
    wrong: [
      { when: 'a status does not exist', ...lists0("$filter=status eq 'Engaged'&$top=5"), says: /Engaged/ },
      { when: 'a status is in another case', ...lists0("$filter=status eq 'active'&$top=5"), says: /"Active"/ },
      {
        when: 'a type is misspelt',
        ...lists0("$filter=direction eq 'Incoming' and type eq 'Share'"),
        says: /"Shared"/,
      },
    ],
    right: [{ when: 'nothing is found', ...lists("$filter=substatus eq 'Declined'&$top=5") }],
  },
  'dead-parameter': {
    wrong: [
      { when: 'it has pageSize', ...lists0('$top=2&pageSize=100'), says: /pageSize.*\$top/ },
      { when: 'it has status', ...lists0('$top=2&status=New'), says: /\$filter/ },
      { when: 'it has api-version', does: (traffic) => traffic.get('deal-1', '?api-version=v1.0'), says: /path/ },
    ],
    right: [{ when: 'it has none', ...lists('$top=2') }],
  },
  'ignored-parameter': {
    wrong: [{ when: 'a filter is a parameter', ...lists0('$top=2&direction=Incoming'), says: /direction.*\$filter/ }],
    right: [{ when: 'a cache is to be avoided', ...lists0('$top=2&_=1') }],
  },
  'only-some-statuses': {
    wrong: [
      {
        when: 'it polls new and active ones',
        ...lists("$filter=status eq 'New'", "$filter=status eq 'Active'", "$filter=status eq 'New'"),
        says: /Closed never arrive/,
      },
      {
        when: 'it polls open ones',
        ...lists(...Array<string>(3).fill("$filter=status ne 'Closed'")),
        says: /Active and New.*Closed/,
      },
      {
        when: 'it polls both in one',
        ...lists(...Array<string>(3).fill("$filter=status eq 'New' or status eq 'Active'")),
        says: /Closed/,
      },
      {
        when: 'it polls new ones only',
        does: (traffic) => times(3, () => traffic.all("$filter=status eq 'New'")),
        says: /Active and Closed/,
      },
      {
        when: 'it polls what changed of the open ones',
        ...lists(
          "$filter=updatedDateTime gt 2026-06-01T00:00:00Z and (status eq 'New' or status eq 'Active')",
          "$filter=updatedDateTime gt 2026-06-01T00:00:01Z and (status eq 'New' or status eq 'Active')",
        ),
        says: /Closed/,
      },
      {
        when: 'it polls open ones, the latest changed first',
        does: (traffic) => times(2, () => traffic.all("$filter=status ne 'Closed'&$orderby=updatedDateTime desc")),
        says: /Closed/,
      },
      {
        when: 'it asks for many at once',
        options: { pageSize: 100 },
        ...lists(
          "$filter=status eq 'New'&$top=100",
          "$filter=status eq 'Active'&$top=100",
          "$filter=status eq 'New'&$top=100",
        ),
        says: /Closed never/,
      },
      {
        when: 'it leaves out new ones',
        ...lists("$filter=status eq 'Active'", "$filter=status eq 'Closed'", "$filter=status ne 'New'"),
        says: /New never/,
      },
    ],
    right: [
      { when: 'new ones are read once', ...lists("$filter=status eq 'New'") },
      { when: 'the open ones are read twice', ...lists(...Array<string>(2).fill("$filter=status ne 'Closed'")) },
      {
        when: 'the open ones are read once, the latest changed first',
        ...lists("$filter=status ne 'Closed'&$orderby=updatedDateTime desc"),
      },
      {
        when: 'new leads are polled',
        does: (traffic) => times(4, () => traffic.all("$filter=status eq 'New' and direction eq 'Incoming'")),
      },
      {
        when: 'won deals are reported',
        does: async (traffic) => {
          await times(3, () => traffic.all("$filter=status eq 'Closed' and substatus eq 'Won'"));
          const since = 'updatedDateTime ge 2026-06-01T00:00:00Z';
          await times(3, () => traffic.all(`$filter=status eq 'Closed' and substatus eq 'Won' and ${since}`));
        },
      },
      {
        when: 'open deals with Microsoft and qualified ones are shown',
        does: async (traffic) => {
          const isOpen = "(status eq 'New' or status eq 'Active')";
          await times(3, () => traffic.all(`$filter=type eq 'Shared' and ${isOpen}`));
          await times(3, () => traffic.all(`$filter=qualification eq 'SalesQualified' and ${isOpen}`));
        },
      },
      {
        when: 'each status has a list',
        ...lists("$filter=status eq 'New'", "$filter=status eq 'Active'", "$filter=status eq 'Closed'"),
      },
      {
        when: 'other statuses are in another list',
        does: async (traffic) => {
          await times(4, () => traffic.all("$filter=status eq 'New'"));
          await traffic.all("$filter=status ne 'New'");
        },
      },
      {
        when: 'all are read once, and new ones often',
        does: async (traffic) => {
          await traffic.all();
          await times(5, () => traffic.all("$filter=status eq 'New'"));
        },
      },
      {
        when: 'a dashboard asks for a few of some',
        does: (traffic) => times(5, () => traffic.list("$filter=status eq 'New' or status eq 'Active'&$top=3")),
      },
      {
        when: 'the question is about a person',
        does: (traffic) =>
          times(5, () => traffic.all("$filter=status ne 'Closed' and team/any(t:t/email eq 'a@x.example')")),
      },
      {
        when: 'a referral that was closed is read by its id',
        does: async (traffic) => {
          await traffic.all("$filter=status ne 'Closed'");
          await traffic.get('deal-8');
        },
      },
    ],
  },
  'everything-read-again': {
    wrong: [
      { when: 'it reads all three times', ...lists('', '', ''), says: /updatedDateTime desc/ },
      {
        when: 'it reads all in order three times',
        ...lists(...Array<string>(3).fill('$orderby=createdDateTime')),
        says: /The list was/,
      },
      {
        when: 'it reads a list of one page five times',
        options: { pageSize: 100 },
        ...lists('', '', '', '', ''),
        says: /again and again/,
      },
      {
        when: 'it reads on to the end three times, although the latest come first',
        ...lists(...Array<string>(3).fill('$orderby=updatedDateTime desc')),
        says: /to its end.*Stop at the first/,
      },
    ],
    right: [
      { when: 'it reads all twice', ...lists('', '') },
      {
        when: 'it reads all twice, the latest first',
        ...lists(...Array<string>(2).fill('$orderby=updatedDateTime desc')),
      },
      { when: 'it reads a list of one page four times', options: { pageSize: 100 }, ...lists('', '', '', '') },
      {
        when: 'it reads the latest changed again, until what is known',
        does: (traffic) => times(4, () => traffic.list('$orderby=updatedDateTime desc')),
      },
      {
        when: 'it asks by time',
        ...lists(...[1, 2, 3, 4].map((day) => `$filter=updatedDateTime gt 2026-06-0${day}T00:00:00Z`)),
      },
      { when: 'it asks for a few', does: (traffic) => times(5, () => traffic.list('$top=3')) },
      { when: 'it reads one list in parallel', does: (traffic) => Promise.all([1, 2, 3, 4].map(() => traffic.all())) },
      { when: 'it reads one referral again', does: (traffic) => times(9, () => traffic.get('deal-1')) },
    ],
  },
};

/** One call. */
function lists0(query: string): { does: (traffic: Traffic) => Promise<unknown> } {
  return { does: (traffic) => traffic.list(query) };
}
