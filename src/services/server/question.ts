import { readReferralId } from '../../referral/readReferralId.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import { fold } from '../search/fold.ts';

/** What a server can be asked about a typed text. */
export type Question =
  /** A referral's id or an engagement's: they look alike. */
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'engagement'; readonly id: string }
  | { readonly kind: 'reference'; readonly reference: string };

/** What to ask about a typed text, in view of the best that is known locally; undefined when that would add nothing. */
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

/** CRM references are free text; what is worth a request has a digit and no blanks, and is neither address nor id. */
export function looksLikeReference(text: string): boolean {
  if (text.length < 3 || text.length > 100 || looksLikeId(text)) return false;
  return /^[^\s@]+$/u.test(text) && /\p{N}/u.test(text);
}

/** An attempt at a referral's id or at a URL with one, whether or not it is whole. */
export function looksLikeId(text: string): boolean {
  const given = text.trim();
  return /^[{('"]*([0-9a-f]{8}-[0-9a-f-]*|[0-9a-f-]{24,})[})'"]*$/i.test(given) || given.includes('://');
}

/** True for the CRM reference as somebody would write it: case doesn't count. */
export function hasReference(summary: ReferralSummary, reference: string): boolean {
  const { externalReferenceId } = summary;
  return externalReferenceId !== undefined && fold(externalReferenceId.trim()) === fold(reference.trim());
}
