import { displayLocale } from '../../referral/locale.ts';
import { fold } from '../search/fold.ts';

/**
 * Names in the locale's alphabetical order, as numbers. Comparing by locale is slow: each name takes part once, and one
 * that comes later gets a number between those of its neighbours, so that theirs stay.
 */
export class NameOrder {
  readonly #compare: (a: string, b: string) => number;
  readonly #ranks = new Map<string, number>();
  /** Counts how often all names got new numbers: between two neighbours there is room for some fifty only. */
  numbering = 0;
  /** All names, in order. */
  #names: string[] = [];

  constructor(locale: string) {
    const { compare } = new Intl.Collator(displayLocale(locale), { numeric: true });
    this.#compare = compare;
  }

  /** Takes many names at once, which is quicker than one by one. All numbers may change. */
  add(names: readonly string[]): void {
    const all = [...new Set([...this.#names, ...names])].map((name) => ({ name, folded: fold(name) }));
    // What is nearly in order already needs few comparisons by locale.
    all.sort((a, b) => (a.folded < b.folded ? -1 : a.folded > b.folded ? 1 : 0));
    this.#names = all.sort((a, b) => this.#compare(a.name, b.name)).map(({ name }) => name);
    this.#number();
  }

  /** Numbers compare as the names do. */
  rankOf(name: string): number {
    const known = this.#ranks.get(name);
    if (known !== undefined) return known;
    let [from, to] = [0, this.#names.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.#compare(this.#names[middle] ?? '', name) <= 0) from = middle + 1;
      else to = middle;
    }
    const before = this.#rankAt(from - 1);
    const after = this.#rankAt(from);
    const rank = before === undefined ? (after ?? 1) - 1 : after === undefined ? before + 1 : (before + after) / 2;
    this.#names.splice(from, 0, name);
    this.#ranks.set(name, rank);
    if (rank === before || rank === after) this.#number();
    return this.#ranks.get(name) ?? rank;
  }

  #number(): void {
    this.numbering++;
    for (const [rank, name] of this.#names.entries()) this.#ranks.set(name, rank);
  }

  #rankAt(place: number): number | undefined {
    const name = this.#names[place];
    return name === undefined ? undefined : this.#ranks.get(name);
  }
}
