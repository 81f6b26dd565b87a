import * as vscode from 'vscode';
import { oneLine } from '../../base/oneLine.ts';
import { wordsFor } from '../../referral/words.ts';
import { closings, reasonsFor } from '../../services/edit/actions.ts';

/** How an active deal is to be closed; undefined if the person cancelled. */
export async function pickClosing(title: string): Promise<string | undefined> {
  const details: Readonly<Record<string, string>> = {
    Won: vscode.l10n.t('The customer bought'),
    Lost: vscode.l10n.t('The customer did not buy; asks for the reason'),
    Error: vscode.l10n.t('The referral should not exist, for example a duplicate; asks for the reason'),
  };
  const items = closings.map((substatus) => ({
    label: wordsFor('substatus', substatus),
    detail: details[substatus] ?? '',
    substatus,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Close Referral: {0}', oneLine(title)),
    placeHolder: vscode.l10n.t('How did the deal end?'),
  });
  return picked?.substatus;
}

/** The reason, one of Partner Center's or the person's own words; undefined if the person cancelled. */
export async function pickReason(substatus: string, title: string): Promise<string | undefined> {
  const heading =
    substatus === 'Declined'
      ? vscode.l10n.t('Decline Referral: {0}', oneLine(title))
      : vscode.l10n.t('Close Referral: {0}', oneLine(title));
  const own = vscode.l10n.t('Other reason…');
  const reasons = [...reasonsFor(substatus).map((label) => ({ label })), { label: own }];
  const picked = await vscode.window.showQuickPick(reasons, {
    title: heading,
    placeHolder: vscode.l10n.t('Reason'),
  });
  if (picked?.label !== own) return picked?.label;
  const words = await vscode.window.showInputBox({
    title: heading,
    prompt: vscode.l10n.t('The reason, as Microsoft and your organization will read it'),
    validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('Enter a reason.') : undefined),
  });
  return words?.trim();
}

/** Asks before what can't be undone. */
export async function confirmClosing(substatus: string, title: string): Promise<boolean> {
  const declines = substatus === 'Declined';
  const yes = declines ? vscode.l10n.t('Decline') : vscode.l10n.t('Close Referral');
  const question = declines
    ? vscode.l10n.t('Decline "{0}"?', oneLine(title))
    : vscode.l10n.t('Close "{0}" as {1}?', oneLine(title), wordsFor('substatus', substatus));
  const detail = vscode.l10n.t(
    'This can’t be undone: a closed referral can’t be reopened, and its value, notes and team can’t be changed any more.',
  );
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}
