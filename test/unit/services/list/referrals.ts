import { readSummary, type ReferralSummary } from '../../../../src/referral/summary.ts';
import { generateReferrals } from '../../../../src/sandbox/sample/sample.ts';

/** A referral with these properties, named as in the API. */
export function referral(id: string, value: object = {}): ReferralSummary {
  return readSummary({ id, ...value })!;
}

/** The sandbox's sample data. */
export function sample(count: number, now = Date.parse('2026-06-15T12:00:00Z')): ReferralSummary[] {
  return [...generateReferrals(count, now, true)].map(({ value }) => readSummary(value)!);
}
