import type { Person, ReferralSummary } from './summary.ts';

/** True if two summaries are equal, so that no view needs an update. */
export function sameSummary(a: ReferralSummary, b: ReferralSummary): boolean {
  if (a === b) return true;
  for (const key of Object.keys(a) as (keyof ReferralSummary)[]) {
    if (key === 'contacts' || key === 'team') {
      if (!samePeople(a[key], b[key])) return false;
    } else if (a[key] !== b[key]) return false;
  }
  return true;
}

function samePeople(a: readonly Person[], b: readonly Person[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, index) => {
      const other = b[index];
      return one.name === other?.name && one.email === other?.email && one.phone === other?.phone;
    })
  );
}
