import * as vscode from 'vscode';
import { oneLine } from '../../base/oneLine.ts';
import type { FetchedReferral } from '../../api/client.ts';
import { parseJsonTree, treeAt } from '../../referral/leaves.ts';
import { formatMoney } from '../../referral/money.ts';
import { masking } from '../../referral/personal.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
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
import { locale } from '../locale.ts';
import type { Mask } from '../panel/mask.ts';
import { isHidden, titleFor } from './titleFor.ts';

const closing = '/details/closingDateTime';

/** Asks which property to change; undefined if the person cancelled. Returns its pointer. */
export async function pickProperty(fetched: FetchedReferral, mask: Pick<Mask, 'on'>): Promise<string | undefined> {
  const tree = parseJsonTree(fetched.text);
  const items = changeableProperties().map(({ pointer, icon, label, hint }) => {
    const current = shownValue(treeAt(tree, pointer));
    const description = isHidden(pointer, current, mask)
      ? masking
      : asLabel(formatted(pointer, current, fetched.summary));
    return { label: `$(${icon}) ${label}`, description, detail: hint, pointer };
  });
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Change Referral: {0}', oneLine(titleFor(fetched.summary, mask))),
    placeHolder: vscode.l10n.t('What do you want to change?'),
  });
  return picked?.pointer;
}

/** As the panel shows a value. What is typed and sent has the API's form. */
function formatted(pointer: string, current: string, { dealValue, currency }: ReferralSummary): string {
  if (pointer === '/details/dealValue' && dealValue !== undefined) return formatMoney(dealValue, currency, locale());
  const day = pointer === closing ? parseDate(current) : undefined;
  if (day === undefined) return current;
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone: 'UTC' }).format(day);
}

/**
 * Asks for the new value, starting with the current one unless that is hidden; undefined if the person cancelled.
 */
export async function askChange(
  { summary }: Pick<FetchedReferral, 'summary'>,
  pointer: string,
  current: string,
  mask: Pick<Mask, 'on'>,
): Promise<ValueChange | undefined> {
  const name = oneLine(titleFor(summary, mask));
  if (pointer === memberPointer) return askMember(name);
  const property = changeableProperties().find((each) => each.pointer === pointer);
  const isDay = pointer === closing;
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
    title: vscode.l10n.t('{0}: {1}', property?.label ?? pointer, name),
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

async function askMember(name: string): Promise<ValueChange | undefined> {
  const title = vscode.l10n.t('{0}: {1}', vscode.l10n.t('Add a team member'), name);
  const required = (text: string): string | undefined =>
    text.trim() === '' ? vscode.l10n.t('This is required.') : undefined;
  const member: Record<keyof NewMember, string> = { firstName: '', lastName: '', phoneNumber: '', email: '' };
  for (const [part, prompt, problem] of [
    ['firstName', vscode.l10n.t('First name'), required],
    ['lastName', vscode.l10n.t('Last name'), required],
    ['phoneNumber', vscode.l10n.t('Phone number'), required],
    ['email', vscode.l10n.t('E-mail address'), emailProblem],
  ] as const) {
    const text = await vscode.window.showInputBox({ title, prompt, validateInput: problem });
    if (text === undefined) return undefined;
    member[part] = text.trim();
  }
  return { pointer: memberPointer, value: treeOf(member) };
}
