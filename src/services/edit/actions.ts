import { t } from '../../base/l10n.ts';
import { keysOf, parseJsonTree, Scalar, treeAt, type Tree } from '../../referral/leaves.ts';
import { nextStatuses, substatusesOf } from '../../referral/rules/lifeCycle.ts';
import { isMicrosoftSide, type ReferralFacts } from '../../referral/summary.ts';
import { isList, memberOf, sameTree, treeText } from '../../referral/treeText.ts';
import { setValues, treeOf, type ValueChange } from './setValues.ts';

export type ReferralAction = 'accept' | 'decline' | 'close' | 'change';

type Standing = Pick<ReferralFacts, 'status' | 'organizationId'>;

/** The status that each action starts from, and the one it leads to. */
const moves: Readonly<Record<Exclude<ReferralAction, 'change'>, { readonly from: string; readonly to: string }>> = {
  accept: { from: 'New', to: 'Active' },
  decline: { from: 'New', to: 'Closed' },
  close: { from: 'Active', to: 'Closed' },
};

/** What the life cycle allows for a referral, in the order in which it is offered. Nothing for Microsoft's own record. */
export function allowedActions(referral: Standing): readonly ReferralAction[] {
  const all: readonly ReferralAction[] = ['accept', 'decline', 'close', 'change'];
  return all.filter((action) => reasonAgainst(action, referral) === undefined);
}

/**
 * Why an action is not possible, as a sentence; undefined if it is.
 * @param pointer what "Change Referral" changes, if that is known: registrations belong to closed deals
 */
export function reasonAgainst(action: ReferralAction, referral: Standing, pointer = ''): string | undefined {
  const { status } = referral;
  if (isMicrosoftSide(referral)) {
    return t('This is Microsoft’s own record of the deal, which only Microsoft can change. Change your own referral.');
  }
  if (status === 'Closed' && keysOf(pointer)[0] === 'registrations') return undefined;
  if (status === 'Closed') return t('The deal is closed, and a closed deal can’t be changed.');
  if (action === 'change') return undefined;
  const { from, to } = moves[action];
  if (status === from && nextStatuses[from]?.includes(to)) return undefined;
  if (action === 'close' && status === 'New') return t('The referral is new: accept or decline it first.');
  if (action !== 'close' && status === 'Active') return t('The referral has been accepted already. It can be closed.');
  return t('The status "{0}" is not part of the life cycle, so the referral can’t be moved on.', status ?? '');
}

/** How an active deal can be closed. Only the service lets a deal expire, and only a new one is declined. */
export const closings: readonly string[] = (substatusesOf['Closed'] ?? []).filter(
  (substatus) => substatus !== 'Expired' && substatus !== 'Declined',
);

export function acceptChanges(): ValueChange[] {
  return statusChanges('Active', 'Accepted');
}

export function declineChanges(reason: string): ValueChange[] {
  return statusChanges('Closed', 'Declined', reason);
}

/** @param substatus one of `closings` */
export function closeChanges(substatus: string, reason: string | undefined): ValueChange[] {
  return statusChanges('Closed', substatus, reason);
}

function statusChanges(status: string, substatus: string, reason?: string): ValueChange[] {
  return [
    { pointer: '/status', value: treeOf(status) },
    { pointer: '/substatus', value: treeOf(substatus) },
    ...(reason === undefined || reason === '' ? [] : [{ pointer: '/statusReason', value: treeOf(reason) }]),
  ];
}

/** The reasons that Partner Center offers; the API takes any text (docs/api.md, Life cycle). */
export function reasonsFor(substatus: string): string[] {
  if (substatus === 'Error') {
    return [
      t('Duplicate'),
      t('Connector synchronization issue'),
      t('Customer matching issue'),
      t('Solution issue'),
      t('Test referral'),
      t('Data error'),
    ];
  }
  return [
    t('Budget not adequate'),
    t('Customer did not respond'),
    t('Customer chose another vendor'),
    t('Requirement not met'),
    t('Not a customer'),
    t('Timeline too short'),
    t('Abuse, spam or phishing'),
  ];
}

/** Values that a change can be taken back to. A change of status is not among them: the life cycle has no way back. */
const undoable = new Set([
  '/details/dealValue',
  '/details/closingDateTime',
  '/details/notes',
  '/team/-',
  '/externalReferenceId',
  '/salesStage',
]);

/** The text that takes changes back, or why there is none. */
export type Undo =
  | { readonly kind: 'text'; readonly text: string }
  /** A value was not set before, and the API has no operation that removes one. */
  | { readonly kind: 'wasAbsent' }
  /** The life cycle has no way back, or the added element is gone. */
  | { readonly kind: 'none' };

/**
 * @param before the version that was changed
 * @param saved the version with the changes
 */
export function undoOf(before: string, saved: string, changes: readonly ValueChange[]): Undo {
  const [was, now] = [parseJsonTree(before), parseJsonTree(saved)];
  const back: ValueChange[] = [];
  for (const { pointer, value } of changes) {
    if (!undoable.has(pointer)) return { kind: 'none' };
    const undone = pointer.endsWith('/-') ? withoutElement(now, pointer, value) : changeBack(was, pointer);
    if (!undone) return { kind: pointer.endsWith('/-') ? 'none' : 'wasAbsent' };
    back.push(undone);
  }
  return { kind: 'text', text: setValues(saved, back) };
}

function changeBack(was: Tree, pointer: string): ValueChange | undefined {
  const value = treeAt(was, pointer);
  return value && { pointer, value };
}

/** Without the element that was added last and is this one. The server may have added members to it. */
function withoutElement(now: Tree, pointer: string, added: Tree): ValueChange | undefined {
  const list = treeAt(now, pointer.slice(0, -2));
  if (!isList(list)) return undefined;
  const at = list.findLastIndex((element) => sameTree(memberOf(element, 'email'), memberOf(added, 'email')));
  return at === -1 ? undefined : { pointer: pointer.slice(0, -2), value: list.filter((_, index) => index !== at) };
}

/** A value of the record as a person reads it: a string without quotes; JSON for lists and objects. */
export function shownValue(tree: Tree | undefined): string {
  if (tree === undefined) return '';
  return tree instanceof Scalar ? (tree.value === null ? '' : tree.raw) : treeText(tree);
}
