import * as vscode from 'vscode';
import { cut } from '../../../base/oneLine.ts';
import { categoryOf } from '../../../referral/category.ts';
import { expiryOf } from '../../../referral/expiry.ts';
import { formatMoney } from '../../../referral/money.ts';
import { titleOf, type ReferralSummary } from '../../../referral/summary.ts';
import { exactTime, parseDate, relativeTime } from '../../../referral/when.ts';
import { statusWords, wordsFor } from '../../../referral/words.ts';
import { asMarkdownText } from '../../failures/escape.ts';

/** Returns a short description for tooltips and hovers: name, customer, status, expiry. */
export function referralTooltip(referral: ReferralSummary, now: number, locale: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.supportThemeIcons = true;
  text.appendMarkdown(`**${safe(titleOf(referral))}**\n\n`);
  const who = [
    referral.name === undefined ? undefined : referral.customerName,
    referral.customerCity,
    referral.customerCountry,
  ].filter((part) => part !== undefined);
  if (who.length > 0) text.appendMarkdown(`$(organization) ${who.map(safe).join(', ')}\n\n`);
  const status = statusWords(referral.status, referral.substatus);
  if (status !== undefined) text.appendMarkdown(`$(milestone) ${safe(status)}${expiry(referral, now, locale)}\n\n`);
  const facts = [
    wordsFor('category', categoryOf(referral)),
    referral.direction === undefined ? undefined : wordsFor('direction', referral.direction),
    referral.dealValue === undefined ? undefined : formatMoney(referral.dealValue, referral.currency, locale),
  ].filter((part) => part !== undefined);
  text.appendMarkdown(`$(briefcase) ${facts.map(safe).join(' · ')}\n\n`);
  const updated = parseDate(referral.updatedDateTime);
  if (updated !== undefined) {
    text.appendMarkdown(`$(history) ${vscode.l10n.t('Updated {0}', safe(relativeTime(updated, now, locale)))}\n\n`);
  }
  return text;
}

function expiry(referral: ReferralSummary, now: number, locale: string): string {
  const at = expiryOf(referral);
  if (at === undefined) return '';
  const when = `${relativeTime(at, now, locale)} (${exactTime(at, locale)})`;
  return at < now ? ` · ${vscode.l10n.t('expired {0}', safe(when))}` : ` · ${vscode.l10n.t('expires {0}', safe(when))}`;
}

function safe(text: string): string {
  return asMarkdownText(cut(text, 300));
}
