import * as vscode from 'vscode';
import { oneLine } from '../../base/oneLine.ts';
import type { FetchedReferral } from '../../api/client.ts';
import { parseJsonTree, treeAt } from '../../referral/leaves.ts';
import { masking } from '../../referral/personal.ts';
import { parseDate } from '../../referral/when.ts';
import { shownValue } from '../../services/edit/actions.ts';
import {
  changeableProperties,
  emailProblem,
  memberPointer,
  readChange,
  type NewMember,
} from '../../services/edit/change.ts';
import { treeOf, type ValueChange } from '../../services/edit/setValues.ts';
import { asLabel } from '../failures/escape.ts';
import type { Mask } from '../panel/mask.ts';
import { isHidden, titleFor } from './titleFor.ts';

/** Asks which property to change; undefined if the person cancelled. Returns its pointer. */
export async function pickProperty(fetched: FetchedReferral, mask: Pick<Mask, 'on'>): Promise<string | undefined> {
  const tree = parseJsonTree(fetched.text);
  const items = changeableProperties().map(({ pointer, icon, label, hint }) => {
    const current = shownValue(treeAt(tree, pointer));
    const description = isHidden(pointer, current, mask) ? masking : asLabel(current);
    return { label: `$(${icon}) ${label}`, description, detail: hint, pointer };
  });
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Change Referral: {0}', oneLine(titleFor(fetched.summary, mask))),
    placeHolder: vscode.l10n.t('What do you want to change?'),
  });
  return picked?.pointer;
}

/**
 * Asks for the new value, starting with the current one unless that is hidden; undefined if the person cancelled.
 */
export async function askChange(
  pointer: string,
  current: string,
  mask: Pick<Mask, 'on'>,
): Promise<ValueChange | undefined> {
  if (pointer === memberPointer) return askMember();
  const property = changeableProperties().find((each) => each.pointer === pointer);
  const isDay = pointer === '/details/closingDateTime';
  const hidden = isHidden(pointer, current, mask);
  const shown = hidden ? '' : isDay ? utcDay(current) : current;
  // A day that was left as it is keeps its time.
  const readText = (text: string) => readChange(pointer, text.trim() === shown ? current : text);
  const problemOf = (text: string): string | undefined => {
    // Nobody means to empty what can't be seen.
    if (hidden && text.trim() === '') return vscode.l10n.t('Enter the new value.');
    const read = readText(text);
    return read.ok ? undefined : read.problem;
  };
  const text = await vscode.window.showInputBox({
    title: property?.label ?? pointer,
    prompt: property?.hint ?? '',
    value: shown,
    ...(hidden && { placeHolder: vscode.l10n.t('The present value is hidden.') }),
    validateInput: problemOf,
  });
  if (text === undefined) return undefined;
  const read = readText(text);
  return read.ok ? read.change : undefined;
}

/** The day that the panel shows for a date and time. */
function utcDay(dateTime: string): string {
  const at = parseDate(dateTime);
  return at === undefined ? dateTime : new Date(at).toISOString().slice(0, 10);
}

async function askMember(): Promise<ValueChange | undefined> {
  const title = vscode.l10n.t('Add a team member');
  const required = (text: string): string | undefined =>
    text.trim() === '' ? vscode.l10n.t('This is required.') : undefined;
  const member: Record<keyof NewMember, string> = { firstName: '', lastName: '', phoneNumber: '', email: '' };
  for (const [name, prompt, problem] of [
    ['firstName', vscode.l10n.t('First name'), required],
    ['lastName', vscode.l10n.t('Last name'), required],
    ['phoneNumber', vscode.l10n.t('Phone number'), required],
    ['email', vscode.l10n.t('E-mail address'), emailProblem],
  ] as const) {
    const text = await vscode.window.showInputBox({ title, prompt, validateInput: problem });
    if (text === undefined) return undefined;
    member[name] = text.trim();
  }
  return { pointer: memberPointer, value: treeOf(member) };
}
