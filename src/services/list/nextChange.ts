import type { ChunkedList } from '../../base/chunkedList.ts';
import type { ReferralSummary } from '../../referral/summary.ts';

type Part = readonly ReferralSummary[];

/**
 * The next time at which something about the referrals of a list changes, although none of them does. It is kept for
 * each chunk of the list, since reading the dates of 100,000 referrals takes longer than a keystroke may take.
 */
export class NextChange {
  readonly #nextOf: (part: Part, now: number) => number | undefined;
  /** `next` is the result for each time from `since` until `next`. */
  readonly #known = new WeakMap<Part, { readonly since: number; readonly next: number }>();

  /** @param nextOf returns the next time after `now`, in ms since 1970; undefined if there is none */
  constructor(nextOf: (part: Part, now: number) => number | undefined) {
    this.#nextOf = nextOf;
  }

  /** In ms since 1970; undefined if there is none. */
  after(now: number, referrals: ChunkedList<ReferralSummary>): number | undefined {
    let earliest = Infinity;
    for (const part of referrals.chunks) {
      let known = this.#known.get(part);
      if (!known || now < known.since || now >= known.next) {
        known = { since: now, next: this.#nextOf(part, now) ?? Infinity };
        this.#known.set(part, known);
      }
      earliest = Math.min(earliest, known.next);
    }
    return earliest === Infinity ? undefined : earliest;
  }
}
