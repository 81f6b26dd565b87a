import type { ReferralSummary } from '../../referral/summary.ts';
import { fold } from '../search/fold.ts';

/** All that a person may remember of a referral, folded, but its ids: those stand in the summary as they are. */
export function searchTextOf(referral: ReferralSummary): string {
  const { name, customerName, customerCity, customerCountry, organizationName, externalReferenceId } = referral;
  const parts = [name, customerName, customerCity, customerCountry, organizationName, externalReferenceId];
  for (const person of referral.contacts) parts.push(person.name, person.email);
  for (const person of referral.team) parts.push(person.name, person.email);
  // A line break holds the parts apart: no typed word has one.
  return parts.flatMap((part) => (part === undefined ? [] : [fold(part)])).join('\n');
}

/** @param search the referral's own, of `searchTextOf` */
export function meetsWords(words: readonly string[], search: string, referral: ReferralSummary): boolean {
  return words.every((word) => search.includes(word) || (looksLikeId(word) && isInId(word, referral)));
}

/** Shorter ones would be found in every id. */
function looksLikeId(word: string): boolean {
  return word.length >= 4 && /^[0-9a-f-]+$/.test(word);
}

function isInId(word: string, { id, engagementId }: ReferralSummary): boolean {
  return id.includes(word) || engagementId?.toLowerCase().includes(word) === true;
}
