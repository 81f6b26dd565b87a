import { closestName } from '../../referral/rules/closestName.ts';
import { refuse } from '../http/requestRefusal.ts';

/** The options of a request, with their `$`. */
export type QueryOptions = Readonly<Partial<Record<QueryOption, string>>>;

const listOptions = ['$filter', '$orderby', '$select', '$top', '$skip', '$count', '$skiptoken', '$expand'] as const;
export type QueryOption = (typeof listOptions)[number];

/** Options that the documents don't show in use (docs/api.md, Query options). */
const undocumented: readonly QueryOption[] = ['$skip', '$count', '$expand'];

/**
 * The options of a list request.
 * @throws RequestRefusal 400 with `target` naming the option that is wrong
 */
export function readListOptions(params: URLSearchParams, strict: boolean): QueryOptions {
  const options = readOptions(params, listOptions);
  const [shown] = strict ? undocumented.filter((name) => options[name] !== undefined) : [];
  if (shown !== undefined) {
    throw refuse('documented-query', `The documents show no use of ${shown}, so --strict doesn't take it.`, shown);
  }
  return options;
}

/**
 * The options of a request about one referral, a write too. Only `$select` means something there: the response has no
 * more than that.
 * @throws RequestRefusal 400 with `target` naming the option that is wrong
 */
export function readReferralOptions(params: URLSearchParams): QueryOptions {
  return readOptions(params, ['$select']);
}

function readOptions(params: URLSearchParams, known: readonly QueryOption[]): QueryOptions {
  const options: Partial<Record<QueryOption, string>> = {};
  for (const [name, value] of params) {
    const option = known.find((each) => each === name);
    if (option === undefined) {
      checkForeign(name, known);
      continue;
    }
    if (options[option] !== undefined) throw refuse('known-query-option', `${name} occurs twice.`, name);
    options[option] = value;
  }
  return options;
}

/** Options of OData that resemble those of this API and mean something else. */
const otherOptions = new Set(['$search', '$format', '$apply', '$compute', '$deltatoken']);

/** Parameters without a `$` are ignored, unless they are options of OData: ignoring a filter gives a wrong answer. */
function checkForeign(name: string, known: readonly QueryOption[]): void {
  if (listOptions.some((option) => option === name)) {
    const message = `The query option ${name} is for lists, one referral takes ${known.join(', ')}.`;
    throw refuse('known-query-option', message, name);
  }
  if (name.startsWith('$')) {
    const meant = otherOptions.has(name.toLowerCase()) ? undefined : closestName(name, listOptions);
    const taken = known.length === 1 ? `One referral takes ${known.join(', ')}.` : `A list takes ${known.join(', ')}.`;
    const hint = meant === undefined ? taken : `Did you mean ${meant}?`;
    throw refuse('known-query-option', `The query option ${name} is not supported here. ${hint}`, name);
  }
  const meant = listOptions.find((option) => option === `$${name.toLowerCase()}`);
  if (meant !== undefined) {
    throw refuse('dollar-option', `The query option ${name} has no $. Did you mean ${meant}?`, name);
  }
}

/** @throws RequestRefusal 400 if it is no whole number */
export function readCount(options: QueryOptions, name: '$top' | '$skip'): number | undefined {
  const value = options[name];
  if (value === undefined) return undefined;
  if (!/^\d{1,9}$/.test(value)) {
    const message = `${name} must be a whole number from 0 to 999999999, not "${value}".`;
    throw refuse('whole-number-option', message, name);
  }
  return Number(value);
}

/** @throws RequestRefusal 400 if it is neither true nor false */
export function readFlag(options: QueryOptions, name: '$count'): boolean {
  const value = options[name];
  if (value === undefined || value === 'false') return false;
  if (value === 'true') return true;
  throw refuse('whole-number-option', `${name} must be true or false, not "${value}".`, name);
}
