import { readReferralId } from '../../referral/readReferralId.ts';
import { guid } from '../../referral/referralId.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import { fold } from '../search/fold.ts';

/** A request that a typed text can lead to. */
export type Question =
  /** The id of a referral or of an engagement, since both have the same format. */
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'engagement'; readonly id: string }
  | { readonly kind: 'reference'; readonly reference: string };

/** Returns the question for a typed text. Undefined if the server would add nothing to the best local results. */
export function questionFor(typed: string, known: readonly ReferralSummary[]): Question | undefined {
  const read = readReferralId(typed);
  if (read.ok) {
    const { id } = read;
    if (known.some((summary) => summary.id === id)) return undefined;
    const isEngagement = known.some((summary) => summary.engagementId?.toLowerCase() === id);
    return { kind: isEngagement ? 'engagement' : 'id', id };
  }
  const reference = typed.trim();
  if (!looksLikeReference(reference) || known.some((summary) => hasReference(summary, reference))) return undefined;
  return { kind: 'reference', reference };
}

/**
 * True if a text may be a CRM reference. These are free text. A request is only sent for texts with a digit, without
 * blanks, that are neither e-mail addresses nor ids.
 */
export function looksLikeReference(text: string): boolean {
  if (text.length < 3 || text.length > 100 || looksLikeId(text)) return false;
  return /^[^\s@]+$/u.test(text) && /\p{N}/u.test(text);
}

/** True if a text looks like a referral's id or a URL, also if it is incomplete. */
export function looksLikeId(text: string): boolean {
  const given = text.trim();
  return /^[{('"]*([0-9a-f]{8}-[0-9a-f-]*|[0-9a-f-]{24,})[})'"]*$/i.test(given) || given.includes('://');
}

/** Why no referral has the id of a text that looks like one or contains one. */
export function idProblem(typed: string): string | undefined {
  const read = readReferralId(typed);
  return !read.ok && (looksLikeId(typed) || new RegExp(guid).test(typed)) ? read.problem : undefined;
}

/** True if the referral has this CRM reference. Case is ignored. */
export function hasReference(summary: ReferralSummary, reference: string): boolean {
  const { externalReferenceId } = summary;
  return externalReferenceId !== undefined && fold(externalReferenceId.trim()) === fold(reference.trim());
}
