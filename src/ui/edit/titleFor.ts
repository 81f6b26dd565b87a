import * as vscode from 'vscode';
import { isPersonal } from '../../referral/personal.ts';
import { titleOf, type ReferralFacts } from '../../referral/summary.ts';
import type { Mask } from '../panel/mask.ts';

/** How questions and messages name a referral: by the deal, or by its id while personal data is hidden. */
export function titleFor(summary: ReferralFacts, { on }: Pick<Mask, 'on'>): string {
  return on ? vscode.l10n.t('Referral {0}…', summary.id.slice(0, 8)) : titleOf(summary);
}

/** True if questions and messages must not show the value at a JSON pointer, as panels don't. */
export function isHidden(pointer: string, value: string, { on }: Pick<Mask, 'on'>): boolean {
  return on && value !== '' && isPersonal(pointer, value);
}
