import { t } from '../../base/l10n.ts';
import { redacted } from '../../base/redact.ts';
import { categoryOf } from '../../referral/category.ts';
import { expiryOf } from '../../referral/expiry.ts';
import { formatMoney } from '../../referral/money.ts';
import { titleOf, type ReferralSummary } from '../../referral/summary.ts';
import { exactTime, relativeTime } from '../../referral/when.ts';
import { statusWords, wordsFor } from '../../referral/words.ts';

/**
 * Describes a referral in a few lines, for a chat or a ticket. Contains no personal data: it has no names of people,
 * and e-mail addresses and phone numbers are removed from texts such as the deal's name. With `nameless`, it doesn't
 * name the deal and the customer either.
 */
export function clipboardSummary(record: ReferralSummary, now: number, locale: string, nameless = false): string {
  const hidden = { name: undefined, customerName: undefined, customerCity: undefined };
  const referral = nameless ? { ...record, ...hidden } : record;
  const expiry = expiryOf(referral);
  const customer = [referral.customerName, referral.customerCity, referral.customerCountry];
  const place = customer.filter((part) => part !== undefined).join(', ');
  const status = statusWords(referral.status, referral.substatus);
  const lines = [
    titleOf(referral),
    place === '' ? undefined : t('Customer: {0}', place),
    status === undefined || status === '' ? undefined : t('Status: {0}', status),
    referral.dealValue === undefined
      ? undefined
      : t('Value: {0}', formatMoney(referral.dealValue, referral.currency, locale)),
    expiry === undefined ? undefined : expiryLine(expiry, now, locale),
    t('Category: {0}', wordsFor('category', categoryOf(referral))),
    t('ID: {0}', referral.id),
  ].filter((line) => line !== undefined);
  return lines.map((line) => impersonal(line.replace(/\s+/g, ' ').trim(), referral)).join('\n');
}

function expiryLine(expiry: number, now: number, locale: string): string {
  const [exact, relative] = [exactTime(expiry, locale), relativeTime(expiry, now, locale)];
  return expiry < now ? t('Expired: {0} ({1})', exact, relative) : t('Expires: {0} ({1})', exact, relative);
}

/**
 * Removes personal data. The addresses and numbers of the referral are removed first, since patterns may not match
 * their spelling.
 */
function impersonal(line: string, { contacts, team }: ReferralSummary): string {
  const marks = [...contacts, ...team].flatMap(({ email, phone }) => [
    { found: email, instead: '<e-mail>' },
    { found: phone, instead: '<phone>' },
  ]);
  let text = line;
  for (const { found, instead } of marks) {
    const plain = found?.replace(/\s+/g, ' ').trim() ?? '';
    // A short number could also be part of values and dates.
    if (plain.length < 5) continue;
    text = text.replaceAll(new RegExp(escaped(plain), 'giu'), instead);
  }
  return redacted(text);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
