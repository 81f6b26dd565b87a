import type { Filter } from '../filter/filterSyntax.ts';
import { closestName } from '../../referral/rules/closestName.ts';
import { closedList, schemaAt } from '../../referral/rules/schema.ts';
import type { CoachRule } from './coachRule.ts';
import { isEverything, leastComplete } from './clientHistory.ts';
import { readShape } from './listShape.ts';
import { queryOf, succeeded } from './observedCall.ts';
import { refusedBy } from './refusedBy.ts';

/** Rules about the query of a list or of one referral. */
export const queryRules: readonly CoachRule[] = [
  {
    id: 'unknown-name-in-query',
    severity: 'error',
    evidence: 'documented',
    source: 'REST 2020, Query options',
    title: '$filter, $select and $orderby use names of a referral, and query options are those of OData with their $.',
    meaning: 'A call is refused because of a name in its query. The message tells which was meant.',
    example: "GET /v1.0/engagements/referrals?$filter=team/any(t:t/email eq 'mia@contoso.example')",
    kinds: ['list', 'read', 'create', 'change'],
    judge: (call, history) => wrongName(call, history) ?? wrongOption(call, history),
  },
  {
    id: 'wrong-query',
    severity: 'error',
    evidence: 'documented',
    source: 'OData, Filters',
    title: 'A filter compares properties with values of their type, joined by and.',
    meaning:
      'A call is refused because of what its query says. A function is found when it is asked for again: that it is refused can only be learned by trying.',
    example: "GET /v1.0/engagements/referrals?$filter=status eq 'New' and direction eq 'Incoming'",
    kinds: ['list', 'read', 'create', 'change'],
    judge: (call, history) => {
      const { refusal } = call.facts;
      const isFirstTry = refusal?.message.includes('The function ') && !history.refusedFunctions.get(queryOf(call));
      return isFirstTry ? undefined : wrongQuery(call, history);
    },
  },
  {
    id: 'unknown-value-in-filter',
    severity: 'warning',
    evidence: 'documented',
    source: 'REST 2019, Values',
    title: '$filter compares status, substatus, type, qualification and direction with values that they can have.',
    meaning: 'A list is empty because no referral can have the value. The API does not refuse it.',
    example: "GET /v1.0/engagements/referrals?$filter=status eq 'Active'",
    kinds: ['list'],
    judge: (call) => {
      const { filter, token } = readShape(queryOf(call));
      if (!filter || token !== undefined || call.facts.page?.items !== 0) return undefined;
      return unknownValues(filter);
    },
  },
  {
    id: 'dead-parameter',
    severity: 'warning',
    evidence: 'observed',
    source: 'third party, Query options',
    title: 'Query parameters of 2018 are not sent.',
    meaning:
      'A call has a parameter of the API of 2018 that is still copied around, or an api-version. It is ignored, so the response is not what was asked for.',
    example: "GET /v1.0/engagements/referrals?$filter=status eq 'New'&$top=50",
    kinds: ['list', 'read', 'create', 'change', 'other'],
    judge: (call) =>
      readNames(call).flatMap((name) => {
        const instead = dead.get(name.toLowerCase());
        return instead === undefined ? [] : [`The parameter "${name}" is of 2018 and is ignored. ${instead}`];
      }),
  },
  {
    id: 'ignored-parameter',
    severity: 'warning',
    evidence: 'observed',
    source: 'OData, Query options',
    title: 'Query parameters are options of OData.',
    meaning: 'A call has a parameter that nothing reads. A filter that is ignored gives a wrong answer.',
    example: "GET /v1.0/engagements/referrals?$filter=direction eq 'Incoming'",
    kinds: ['list', 'read'],
    judge: (call) =>
      readNames(call).flatMap((name) =>
        name.startsWith('$') || name === '_' || name === '' || dead.has(name.toLowerCase()) || !succeeded(call)
          ? []
          : [`The parameter "${name}" is ignored. Ask with $filter, $orderby, $select and $top.`],
      ),
  },
  {
    id: 'only-some-statuses',
    severity: 'warning',
    evidence: 'observed',
    source: 'third party, Life cycle',
    title: 'A client that keeps a copy asks for referrals of all statuses.',
    meaning:
      'All lists of a client leave out a status, and there are three of them, or two by updatedDateTime, in the filter or the order. Referrals that go there, such as closed ones, never arrive. Lists for a purpose of their own do not count: those with a $top below 50 or with another condition, such as a direction, a substatus, a customer or a person on the team. A read of a referral in the status that is left out ends the finding.',
    example: 'GET /v1.0/engagements/referrals?$orderby=updatedDateTime desc',
    open: ({ askedStatuses, narrowLists: { times, ofChanges, requestId } }) => {
      if (askedStatuses.size === 3 || (times < 3 && ofChanges < 2)) return [];
      const asked = [...askedStatuses].sort().join(' and ');
      const missing = ['New', 'Active', 'Closed'].filter((status) => !askedStatuses.has(status)).join(' and ');
      const message = `Only referrals with status ${asked} were ever asked for: those that are ${missing} never arrive. Ask by updatedDateTime for all statuses, or list ${missing} too.`;
      return [{ message, requestIds: [requestId], times: 1 }];
    },
  },
  {
    id: 'everything-read-again',
    severity: 'info',
    evidence: 'advice',
    source: 'sibling API, Errors',
    title: 'After the first time, only what has changed is read.',
    meaning:
      'The list of all referrals is read from the beginning for the third time or more, or for the fifth if it has a single page; or page by page to its end for the third time, although the latest changes come first. Each call counts for the limit that leads to 429.',
    example: `GET /v1.0/engagements/referrals?$orderby=updatedDateTime desc

Stop at the first referral whose updatedDateTime and eTag are known.`,
    kinds: ['list'],
    judge: (call, { fullLists, pages }) => {
      const shape = readShape(queryOf(call));
      const { token, top = Infinity } = shape;
      const from = token === undefined ? undefined : pages.get(token);
      if (from?.isNewestOfAll) {
        const isEnd = succeeded(call) && call.facts.page?.nextToken === undefined;
        const isAgain = isEnd && (fullLists.get(from.key)?.times ?? 0) >= 2;
        return isAgain
          ? `${capital(from.label)} was read to its end again and again, although the latest changes come first. Stop at the first referral that is known.`
          : undefined;
      }
      if (token !== undefined || top < leastComplete || !isEverything(shape) || !succeeded(call)) return undefined;
      const before = fullLists.get(shape.key);
      if (!before || before.times < (before.isLong ? 2 : 4) || call.startedAt < before.endedAt) return undefined;
      return `${capital(shape.label)} was read from the beginning again and again. Read it with $orderby=updatedDateTime desc until what is known.`;
    },
  },
];

/** What has a path in it is no misspelt name. */
const isPath = (message: string): boolean => message.startsWith('$select takes ');
const wrongName = refusedBy(
  ['filter-name', 'select-name', 'orderby-name'],
  'Nothing is done. Names are spelled as in responses.',
  ({ message }) => !isPath(message),
);
const wrongOption = refusedBy(
  ['select-name', 'known-query-option', 'dollar-option'],
  'Nothing is done.',
  ({ target }) => !/skiptoken/i.test(target),
);

const wrongQuery = refusedBy(
  ['filter-grammar', 'filter-type', 'filter-date', 'whole-number-option', 'documented-query'],
  "Nothing is done. A comparison is a property, an operator and a value: status eq 'New'.",
);

/** Parameters of 2018, and what replaces them. */
const dead = new Map([
  ['pagesize', 'A page has 100 referrals; ask for fewer with $top.'],
  ['self', "Ask with $filter, e.g. direction eq 'Outgoing'."],
  ['status', "Ask with $filter, e.g. status eq 'New'."],
  ['invitedbyorganization', "Ask with $filter, e.g. direction eq 'Incoming'."],
  ['api-version', 'The version is in the path: /v1.0/engagements/referrals.'],
]);

function readNames(call: Parameters<NonNullable<CoachRule['judge']>>[0]): readonly string[] {
  const query = queryOf(call);
  return query === '' ? [] : readShape(query).names;
}

function unknownValues(filter: Filter): readonly string[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.parts.flatMap(unknownValues);
    case 'not':
      return unknownValues(filter.part);
    case 'any':
      return [];
    case 'compare': {
      const { path, literal } = filter;
      const schema = path.scope === 0 ? schemaAt(path.steps) : undefined;
      const known = schema && closedList(schema);
      if (!known || typeof literal !== 'string' || literal === '' || known.includes(literal)) return [];
      const name = path.steps.join('/');
      const meant = closestName(literal, known);
      const hint = meant === undefined ? `It is one of ${known.join(', ')}.` : `Did you mean "${meant}"?`;
      return [`$filter asks for ${name} "${literal}", which no referral has, so nothing is found. ${hint}`];
    }
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
