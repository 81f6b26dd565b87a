import { parseFilter } from '../filter/parseFilter.ts';
import type { Filter } from '../filter/filterSyntax.ts';
import { substatusesOf } from '../../referral/rules/lifeCycle.ts';
import { BoundedMap } from '../../base/boundedMap.ts';

/** What a list asks for. */
export interface ListShape {
  /** The `$skiptoken` after one percent-decoding, and as it was received. */
  readonly token: string | undefined;
  readonly rawToken: string | undefined;
  /** Equal for lists that ask for the same referrals in the same order. */
  readonly key: string;
  /** How messages call the list: with its filter, in which times are left out. */
  readonly label: string;
  readonly top: number | undefined;
  readonly skip: number;
  /** The latest changed or created ones come first. */
  readonly isNewestFirst: boolean;
  /** They come in order of time, and the filter says from when. */
  readonly isFromTime: boolean;
  /** The filter asks for a part of the time. */
  readonly asksTime: boolean;
  /** It asks for what has changed: from a time of change, or in the order of changes. */
  readonly isOfChanges: boolean;
  /** The filter asks for a direction or the like, not for statuses and times alone. */
  readonly isSpecial: boolean;
  readonly filter: Filter | undefined;
  /**
   * The statuses that it can find; undefined if it asks for other things too, such as a customer or a person on the
   * team.
   */
  readonly statuses: ReadonlySet<string> | undefined;
  /** The names of all parameters. */
  readonly names: readonly string[];
}

const shapes = new BoundedMap<string, ListShape>(500);

/** @param query without `?`, as received */
export function readShape(query: string): ListShape {
  const known = shapes.get(query);
  if (known) return known;
  const shape = analyse(query);
  // A query with a token comes once.
  if (shape.token === undefined && query.length < 2000) shapes.set(query, shape);
  return shape;
}

function analyse(query: string): ListShape {
  const parameters = new URLSearchParams(query);
  const text = parameters.get('$filter') ?? undefined;
  const order = (parameters.get('$orderby') ?? '').trim();
  const filter = text === undefined ? undefined : tryParse(text);
  const paths = filter === undefined ? [] : pathsOf(filter);
  const token = parameters.get('$skiptoken') ?? undefined;
  const top = parameters.get('$top');
  const asksTime = paths.some((path) => path.endsWith('DateTime'));
  const isScope = paths.every((path) => scopes.has(path));
  return {
    token,
    rawToken: token === undefined ? undefined : /(?:^|&)(?:\$|%24)skiptoken=([^&]*)/i.exec(query)?.[1],
    key: JSON.stringify([text, order, top, parameters.get('$select')]),
    label: text === undefined ? 'the list' : `the list with $filter=${withoutTimes(text)}`,
    top: top === null || !/^\d+$/.test(top) ? undefined : Number(top),
    skip: Number(parameters.get('$skip') ?? 0) || 0,
    isNewestFirst: /^(updated|created)DateTime\s+desc\b/.test(order),
    isFromTime: asksTime && /^(updated|created)DateTime(\s+asc)?\s*(,|$)/.test(order),
    asksTime,
    isOfChanges: paths.includes('updatedDateTime') || /^updatedDateTime\b/.test(order),
    isSpecial: paths.some((path) => path !== 'status' && !path.endsWith('DateTime')),
    filter,
    statuses: (text === undefined || filter !== undefined) && isScope ? statusesOf(filter) : undefined,
    names: [...new Set(parameters.keys())],
  };
}

/** Properties that divide all referrals into a few kinds. Others are a question about some of them. */
const scopes = new Set([
  'status',
  'substatus',
  'direction',
  'type',
  'qualification',
  'updatedDateTime',
  'createdDateTime',
]);

function tryParse(filter: string): Filter | undefined {
  try {
    return parseFilter(filter, { isStored: () => true });
  } catch {
    return undefined;
  }
}

function pathsOf(filter: Filter): readonly string[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.parts.flatMap(pathsOf);
    case 'not':
      return pathsOf(filter.part);
    case 'any':
      return [filter.path.steps.join('/'), ...pathsOf(filter.part)];
    case 'compare':
      return [filter.path.steps.join('/')];
  }
}

function statusesOf(filter: Filter | undefined): ReadonlySet<string> {
  const all = Object.keys(substatusesOf);
  if (!filter) return new Set(all);
  return new Set(
    all.filter((status) => substatusesOf[status]?.some((substatus) => judge(filter, status, substatus).canBeTrue)),
  );
}

interface Outcome {
  readonly canBeTrue: boolean;
  readonly canBeFalse: boolean;
}

/** What a filter can say about a referral of which only status and substatus are known. */
function judge(filter: Filter, status: string, substatus: string): Outcome {
  switch (filter.kind) {
    case 'and': {
      const parts = filter.parts.map((part) => judge(part, status, substatus));
      return {
        canBeTrue: parts.every(({ canBeTrue }) => canBeTrue),
        canBeFalse: parts.some(({ canBeFalse }) => canBeFalse),
      };
    }
    case 'or': {
      const parts = filter.parts.map((part) => judge(part, status, substatus));
      return {
        canBeTrue: parts.some(({ canBeTrue }) => canBeTrue),
        canBeFalse: parts.every(({ canBeFalse }) => canBeFalse),
      };
    }
    case 'not': {
      const { canBeTrue, canBeFalse } = judge(filter.part, status, substatus);
      return { canBeTrue: canBeFalse, canBeFalse: canBeTrue };
    }
    case 'any':
      return { canBeTrue: true, canBeFalse: true };
    case 'compare': {
      const name = filter.path.steps.join('/');
      const { operator, literal } = filter;
      const isKnown = name === 'status' || name === 'substatus';
      if (!isKnown || (operator !== 'eq' && operator !== 'ne')) return { canBeTrue: true, canBeFalse: true };
      const isEqual = (name === 'status' ? status : substatus) === literal;
      const isTrue = operator === 'eq' ? isEqual : !isEqual;
      return { canBeTrue: isTrue, canBeFalse: !isTrue };
    }
  }
}

/** Times differ with each call, and would make each a finding of its own. */
function withoutTimes(filter: string): string {
  return filter.replace(/'?\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?'?/g, '…');
}
