import { ApiError } from './failure.ts';

/** The path of the list (docs/api.md, Endpoints). */
export const collection = '/v1.0/engagements/referrals';

/** The path of a referral. Throws an ApiError for an id that can't be in a path. */
export function pathOf(id: string): string {
  // These would address another resource in a path, or can't be encoded.
  if (/^\.{0,2}$/.test(id) || /\p{Surrogate}/u.test(id)) throw new ApiError({ kind: 'impossibleId' });
  return `${collection}/${encodeURIComponent(id)}`;
}
