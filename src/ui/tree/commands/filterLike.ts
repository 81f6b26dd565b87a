import * as vscode from 'vscode';
import { categoryOf } from '../../../referral/category.ts';
import type { ReferralSummary } from '../../../referral/summary.ts';
import { wordsFor } from '../../../referral/words.ts';
import { asLabel } from '../../failures/escape.ts';
import type { FilterLike } from './registerRowCommands.ts';

/** Asks which property of this referral to filter by. */
export async function pickFilterLike(referral: ReferralSummary): Promise<FilterLike | undefined> {
  const category = categoryOf(referral);
  const choices: (vscode.QuickPickItem & { filter: FilterLike })[] = [
    ...(referral.status === undefined
      ? []
      : [
          {
            label: `$(milestone) ${asLabel(wordsFor('status', referral.status))}`,
            description: vscode.l10n.t('Status'),
            filter: { status: [referral.status] },
          },
        ]),
    ...(referral.customerName === undefined
      ? []
      : [
          {
            label: `$(organization) ${asLabel(referral.customerName)}`,
            description: vscode.l10n.t('Customer'),
            filter: { text: referral.customerName },
          },
        ]),
    {
      label: `$(briefcase) ${wordsFor('category', category)}`,
      description: vscode.l10n.t('Category'),
      filter: { category },
    },
  ];
  const picked = await vscode.window.showQuickPick(choices, {
    title: vscode.l10n.t('Filter Like This'),
    placeHolder: vscode.l10n.t('Show the referrals that have the same…'),
  });
  return picked?.filter;
}
