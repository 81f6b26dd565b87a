import { isDeepStrictEqual } from 'node:util';
import { isObject, member, text, type Json, type JsonObject } from '../../base/json.ts';
import type { dealRules } from './dealRules.ts';
import { isShared } from './lifeCycle.ts';
import type { portalRules } from './portalRules.ts';
import type { Message, Report } from './rule.ts';

type DealReport = Report<keyof typeof dealRules>;

const dayMs = 24 * 60 * 60 * 1000;

/** A registration that an edit added or changed. */
interface ChangedRegistration {
  readonly registration: Json;
  /** JSON pointer in the referral. */
  readonly place: string;
  readonly isNew: boolean;
}

/** Compares registrations by their place: the API adds them at the end, and moves and removes none. */
export function changedRegistrations(before: JsonObject, after: JsonObject): ChangedRegistration[] {
  const old = Array.isArray(before.registrations) ? before.registrations : [];
  const all = Array.isArray(after.registrations) ? after.registrations : [];
  return [...all.entries()]
    .filter(([index, registration]) => !isDeepStrictEqual(registration, old[index]))
    .map(([index, registration]) => ({
      registration,
      place: `/registrations/${index}`,
      isNew: index >= old.length,
    }));
}

/** Checks whether an edit of the deal may add or change its registrations, and their content. */
export function checkRegistrations(before: JsonObject, after: JsonObject, report: DealReport): void {
  for (const { registration, place, isNew } of changedRegistrations(before, after)) {
    if (!isObject(registration)) continue;
    if (isNew) checkRegistrable(before, place, report);
    else checkEditable(registration, place, report);
    checkRegistration(registration, place, report);
  }
}

/** Only won deals that are shared with Microsoft sellers can be registered (docs/api.md, Deal registration). */
function checkRegistrable(deal: JsonObject, place: string, report: DealReport): void {
  const reportDeal = (message: Message): void => report({ rule: 'registration-deal', place, message });
  if (deal.substatus !== 'Won') reportDeal((t) => t('Only a deal that is won can be registered.'));
  else if (!isShared(deal)) {
    reportDeal((t) => t('A private deal cannot be registered: share it with Microsoft sellers before it is won.'));
  }
}

/** A registration can be edited until Microsoft has decided on it. */
function checkEditable({ status }: JsonObject, place: string, report: DealReport): void {
  if (status === 'ReviewPending' || status === 'ActionRequired') return;
  const message: Message = (t) =>
    t('A registration with status {0} cannot be changed.', JSON.stringify(status ?? null));
  report({ rule: 'registration-open', place, message });
}

/** Checks the required parts of a registration and how their values depend on each other. */
function checkRegistration(registration: JsonObject, place: string, report: DealReport): void {
  const reportAt = (below: string, message: Message): void =>
    report({ rule: 'registration-content', place: `${place}/${below}`, message });
  const { type, contract, solutionDetails } = registration;
  if (type !== 'AzureIPCoSell') reportAt('type', (t) => t('type of a registration must be {0}.', 'AzureIPCoSell'));
  if (!isObject(contract)) return reportAt('contract', (t) => t('A registration needs a contract.'));
  if (!Array.isArray(solutionDetails) || solutionDetails.length === 0) {
    return reportAt('solutionDetails', (t) => t('A registration needs at least one solution.'));
  }
  const { term, startDateTime, endDateTime, value } = contract;
  if (term !== 'Perpetual' && term !== 'Finite') {
    reportAt('contract/term', (t) => t('term of the contract must be {0} or {1}.', 'Perpetual', 'Finite'));
  }
  if (term === 'Finite' && typeof endDateTime !== 'string') {
    reportAt('contract/endDateTime', (t) => t('A finite contract needs an {0}.', 'endDateTime'));
  }
  if (time(endDateTime) < time(startDateTime)) {
    reportAt('contract/endDateTime', (t) => t('The contract ends before it starts.'));
  }
  for (const [index, solution] of solutionDetails.entries())
    checkSolution(solution, value, `solutionDetails/${index}`, reportAt);
}

function checkSolution(
  solution: Json,
  contractValue: Json | undefined,
  below: string,
  reportAt: (below: string, message: Message) => void,
): void {
  const value = member(solution, 'value');
  if (typeof value === 'number' && typeof contractValue === 'number' && value > contractValue) {
    reportAt(`${below}/value`, (t) => t('The value of a solution cannot exceed that of the contract.'));
  }
  const sale = member(solution, 'marketplaceTransactionDetails');
  const name = 'marketplaceTransactionDateTime';
  if (member(sale, 'isMarketplaceTransacted') === true && typeof member(sale, name) !== 'string') {
    const message: Message = (t) => t('A marketplace transaction needs a {0}.', name);
    reportAt(`${below}/marketplaceTransactionDetails/${name}`, message);
  }
}

/**
 * Checks the dates: signed at most 60 days ago, not in the future, not before the deal was created; started at most 90
 * days ago.
 * @param now ms since 1970
 */
export function checkRegistrationDates(
  { contract }: JsonObject,
  deal: JsonObject,
  now: number,
  place: string,
  report: Report<keyof typeof portalRules>,
): void {
  const reportAt = (name: string, message: Message): void =>
    report({ rule: 'portal-registration-dates', place: `${place}/contract/${name}`, message });
  const signed = time(member(contract, 'signDateTime'));
  const started = time(member(contract, 'startDateTime'));
  if (!(signed <= now && signed >= now - 60 * dayMs)) {
    reportAt('signDateTime', (t) => t('The contract must have been signed in the last 60 days.'));
  }
  if (signed < time(deal.createdDateTime)) {
    reportAt('signDateTime', (t) => t('The contract was signed before the deal was created.'));
  }
  if (!(started >= now - 90 * dayMs)) {
    reportAt('startDateTime', (t) => t('The contract may have started at most 90 days ago.'));
  }
}

/** NaN if there is no valid time, so that every comparison is false. */
function time(value: Json | undefined): number {
  return Date.parse(text(value) ?? '');
}
