import { isObject, member, parseJson, text as textOf, type Json, type JsonObject } from '../../base/json.ts';
import { parseJsonTree } from '../../referral/leaves.ts';
import { tryParseJson, type ParseProblem } from '../../referral/parseReferral.ts';
import { bindValue } from '../../referral/rules/bindValue.ts';
import { isShared } from '../../referral/rules/lifeCycle.ts';
import { checkNumbers } from '../../referral/rules/numberRange.ts';
import { checkPortal } from '../../referral/rules/portal.ts';
import type { Violation } from '../../referral/rules/rule.ts';
import { isReadOnlyPath, referralSchema } from '../../referral/rules/schema.ts';
import { treeText, type Branch } from '../../referral/treeText.ts';
import { t } from '../../base/l10n.ts';
import { withKnownNames } from './bound.ts';
import type { EditProblem } from './patch.ts';
import { setValues, treeOf } from './setValues.ts';

/** A new deal as it is sent, in one POST or two. */
export interface Deal {
  readonly name: string | undefined;
  readonly customerName: string | undefined;
  readonly externalReferenceId: string | undefined;
  /** The body of the own referral; undefined if the text is Microsoft's side of an engagement that exists. */
  readonly own: string | undefined;
  /** True if Microsoft is invited with a second POST. */
  readonly invites: boolean;
  /** The body of Microsoft's referral. */
  microsofts(engagementId: string): string;
  /** `own` is undefined: the engagement that the text names. */
  readonly engagementId: string | undefined;
  /** What Partner Center's portal would not take. */
  readonly warnings: readonly Violation[];
}

export type ReadDeal =
  | { readonly kind: 'deal'; readonly deal: Deal }
  | { readonly kind: 'malformed'; readonly problem: ParseProblem & { readonly kind: 'malformed' } }
  | { readonly kind: 'refused'; readonly violations: readonly Violation[] };

/** Required when a deal is created (docs/api.md, Creating). */
const required = ['type', 'customerProfile', 'consent', 'details'];

const microsoftTarget = { type: 'BusinessProfileLocation', id: 'msft' };

/** Reads a person's text and checks it by the rules of the API. What only the server sets is left out. */
export async function readDeal(text: string): Promise<ReadDeal> {
  const json = await tryParseJson(text);
  if (!json.ok) {
    if (json.problem.kind === 'malformed') return { kind: 'malformed', problem: json.problem };
    return refused('', json.problem.what);
  }
  if (!isObject(json.value)) return refused('', t('A new referral is one JSON object.'));
  const { repeatedNames } = await import('./repeatedNames.ts');
  try {
    const repeated = repeatedNames('', text);
    if (repeated.length > 0) return { kind: 'refused', violations: repeated.map(violationOf) };
    return readObject(text);
  } catch (error) {
    // The parsers and checks are recursive.
    if (!(error instanceof RangeError)) throw error;
    return refused('', t('The text has too many levels.'));
  }
}

function readObject(text: string): ReadDeal {
  // The service takes names in any case; what the text says is the same in each.
  const tree = withKnownNames(parseJsonTree(text), undefined, referralSchema) as Branch;
  // The copy of a whole record is another deal, not another referral of the same engagement.
  const isRecord = Object.hasOwn(tree, 'id');
  const sent = Object.fromEntries(
    Object.entries(tree).filter(([name]) =>
      name === 'engagementId' ? !isRecord : name === 'mpnId' || !isReadOnlyPath([name]),
    ),
  );
  const body = treeText(sent);
  const value = parseJson(body) as JsonObject;
  const violations: Violation[] = [];
  checkNumbers(sent, (violation) => violations.push(violation));
  bindValue(value, referralSchema, '', (violation) => violations.push(violation));
  for (const name of required) {
    if (value[name] !== undefined && value[name] !== null) continue;
    if (violations.some(({ place }) => place === `/${name}`)) continue;
    violations.push({ rule: 'required-member', place: `/${name}`, message: () => t('"{0}" is required.', name) });
  }
  if (violations.length > 0) return { kind: 'refused', violations };
  const warnings: Violation[] = [];
  checkPortal(value, (violation) => warnings.push(violation));
  return { kind: 'deal', deal: dealOf(value, body, warnings) };
}

function dealOf(value: JsonObject, body: string, warnings: readonly Violation[]): Deal {
  const engagementId = notEmpty(value.engagementId);
  const targets = Array.isArray(value.target) ? value.target : [];
  const isToMicrosoft = targets.some(isMicrosoft);
  const isMicrosofts = isToMicrosoft && engagementId !== undefined;
  const invites = !isMicrosofts && isShared(value) && (isToMicrosoft || isObject(value.inviteContext));
  const ownTargets = targets.filter((target) => !isMicrosoft(target));
  // The invitation belongs to Microsoft's referral.
  const own = invites
    ? without(
        setValues(body, isToMicrosoft ? [{ pointer: '/target', value: treeOf(ownTargets) }] : []),
        'inviteContext',
      )
    : body;
  return {
    name: notEmpty(value.name),
    customerName: notEmpty(member(value.customerProfile, 'name')),
    externalReferenceId: notEmpty(value.externalReferenceId),
    own: isMicrosofts ? undefined : own,
    invites: invites || isMicrosofts,
    microsofts: (id) =>
      setValues(body, [
        { pointer: '/engagementId', value: treeOf(id) },
        { pointer: '/target', value: treeOf([microsoftTarget]) },
      ]),
    engagementId: isMicrosofts ? engagementId : undefined,
    warnings,
  };
}

function isMicrosoft(target: Json): boolean {
  return textOf(member(target, 'id'))?.toLowerCase() === 'msft';
}

function without(text: string, name: string): string {
  const tree = parseJsonTree(text) as Branch;
  return treeText(Object.fromEntries(Object.entries(tree).filter(([each]) => each !== name)));
}

function notEmpty(value: Json | undefined): string | undefined {
  const text = textOf(value);
  return text === undefined || text.trim() === '' ? undefined : text;
}

function violationOf({ pointer, message }: EditProblem): Violation {
  return { rule: 'repeated-name', place: pointer, message: () => message };
}

function refused(place: string, message: string): ReadDeal {
  return { kind: 'refused', violations: [{ rule: 'referral-object', place, message: () => message }] };
}
