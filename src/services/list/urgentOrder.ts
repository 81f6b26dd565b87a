import type { ChunkedList } from '../../base/chunkedList.ts';
import { expiryOf } from '../../referral/expiry.ts';
import { isMicrosoftSide, type ReferralSummary } from '../../referral/summary.ts';
import { parseDate } from '../../referral/when.ts';
import { reasonOf, reasons } from './attention.ts';
import { NumberList, resized } from './numberList.ts';

/** Value in `#reasons` of a referral that needs no attention. */
const noReason = reasons.length;

/**
 * The referrals of a list that need attention, most urgent first: sorted by reason, then by expiry, then as the list is
 * sorted. Changed referrals are judged again and moved in place, since judging 100,000 takes longer than a keystroke may
 * take. The passing time isn't taken into account: for that, create it anew.
 */
export class UrgentOrder {
  #items: ChunkedList<ReferralSummary>;
  /** For each position, the number of the referral's engagement, or 0 if it has none. */
  #engagements: Int32Array;
  readonly #numberOf = new Map<string, number>();
  /** For each engagement, when Microsoft's referrals of it were last updated, in ms since 1970, or -Infinity. */
  readonly #microsoftChanges: number[] = [-Infinity];
  /** For each position, the index of the reason in `reasons`. */
  #reasons: Uint8Array;
  /** For each position, the expiry in ms since 1970, or 0. */
  #expiries: Float64Array;
  readonly #positions: NumberList;

  /**
   * @param now in ms since 1970
   * @param compare compares two positions as the list is sorted
   */
  constructor(items: ChunkedList<ReferralSummary>, now: number, compare: (a: number, b: number) => number) {
    this.#items = items;
    this.#engagements = new Int32Array(items.length);
    this.#reasons = new Uint8Array(items.length);
    this.#expiries = new Float64Array(items.length);
    let position = 0;
    for (const item of items) {
      const engagement = (this.#engagements[position++] = this.#engagementOf(item));
      this.#noteMicrosoft(item, engagement);
    }
    const urgent: number[] = [];
    position = 0;
    for (const item of items) {
      this.#judge(item, position, now);
      if (this.has(position)) urgent.push(position);
      position++;
    }
    this.#positions = new NumberList(Uint32Array.from(urgent).sort(this.comparing(compare)));
  }

  /** True if the referral at a position needs attention. */
  has(position: number): boolean {
    return this.#reasons[position] !== noReason;
  }

  /** Positions, most urgent first. Valid until the next change. */
  get positions(): Uint32Array {
    return this.#positions.values;
  }

  /** Compares two positions by urgency. `compare` compares them as the list is sorted. */
  comparing(compare: (a: number, b: number) => number): (a: number, b: number) => number {
    return (a, b) =>
      (this.#reasons[a] ?? 0) - (this.#reasons[b] ?? 0) ||
      (this.#expiries[a] ?? 0) - (this.#expiries[b] ?? 0) ||
      compare(a, b);
  }

  /**
   * Takes another version of the list.
   * @param changed positions of the changed and added items; all others are the same as before, in the same order
   * @returns `changed`, and the positions that have another reason now, since Microsoft's side changed
   */
  update(
    items: ChunkedList<ReferralSummary>,
    changed: ReadonlySet<number>,
    now: number,
    compare: (a: number, b: number) => number,
  ): ReadonlySet<number> {
    const before = this.#items;
    this.#items = items;
    this.#engagements = resized(this.#engagements, items.length);
    this.#reasons = resized(this.#reasons, items.length);
    this.#expiries = resized(this.#expiries, items.length);
    const byMicrosoft = new Set<number>();
    for (const position of changed) {
      const [old, item] = [before.at(position), items.at(position)];
      if (!item) continue;
      if (old && isMicrosoftSide(old)) byMicrosoft.add(this.#engagements[position] ?? 0);
      const engagement = (this.#engagements[position] = this.#engagementOf(item));
      if (isMicrosoftSide(item)) byMicrosoft.add(engagement);
    }
    const affected = new Set(changed);
    for (const position of new Set([...changed, ...this.#findAgain(byMicrosoft)])) {
      const item = items.at(position);
      if (item && this.#judge(item, position, now)) affected.add(position);
    }
    this.#positions.removeAll(affected);
    this.#positions.insertInOrder(
      [...affected].filter((position) => this.has(position)),
      this.comparing(compare),
    );
    return affected;
  }

  /** Finds Microsoft's changes of these engagements again, and returns the positions of their referrals. */
  #findAgain(engagements: ReadonlySet<number>): readonly number[] {
    if (engagements.size === 0) return [];
    for (const engagement of engagements) this.#microsoftChanges[engagement] = -Infinity;
    const found: number[] = [];
    for (let position = 0; position < this.#engagements.length; position++) {
      const engagement = this.#engagements[position] ?? 0;
      if (engagement === 0 || !engagements.has(engagement)) continue;
      found.push(position);
      const item = this.#items.at(position);
      if (item) this.#noteMicrosoft(item, engagement);
    }
    return found;
  }

  #engagementOf({ engagementId }: ReferralSummary): number {
    if (engagementId === undefined) return 0;
    const key = engagementId.toLowerCase();
    const known = this.#numberOf.get(key);
    if (known !== undefined) return known;
    const number = this.#microsoftChanges.push(-Infinity) - 1;
    this.#numberOf.set(key, number);
    return number;
  }

  #noteMicrosoft(item: ReferralSummary, engagement: number): void {
    if (engagement === 0 || !isMicrosoftSide(item)) return;
    const at = parseDate(item.updatedDateTime) ?? -Infinity;
    this.#microsoftChanges[engagement] = Math.max(at, this.#microsoftChanges[engagement] ?? at);
  }

  /** Returns true if the referral has another reason than before. */
  #judge(item: ReferralSummary, position: number, now: number): boolean {
    const before = this.#reasons[position];
    const reason = reasonOf(item, now, this.#microsoftChanges[this.#engagements[position] ?? 0]);
    this.#reasons[position] = reason === undefined ? noReason : reasons.indexOf(reason);
    this.#expiries[position] = (reason && expiryOf(item)) ?? 0;
    return this.#reasons[position] !== before;
  }
}
