import { displayLocale } from '../../referral/locale.ts';
import { fold } from '../search/fold.ts';

/**
 * Maps names to numbers that sort in the alphabetical order of the locale. Comparing by locale is slow, so each name is
 * sorted in once. A later name gets a number between those of its neighbors, which keep theirs.
 */
export class NameOrder {
  readonly #compare: (a: string, b: string) => number;
  readonly #ranks = new Map<string, number>();
  /**
   * Increased when all names get new numbers. This happens since only about fifty numbers fit between two neighbors.
   */
  numbering = 0;
  /** All names, sorted. */
  #names: string[] = [];

  constructor(locale: string) {
    const { compare } = new Intl.Collator(displayLocale(locale), { numeric: true });
    // Names that the locale doesn't tell apart, such as "Plant 1" and "Plant 01", have one order, too.
    this.#compare = (a, b) => compare(a, b) || compareUnits(a, b);
  }

  /** Adds many names at once, which is faster than one by one. All numbers may change. */
  add(names: readonly string[]): void {
    const all = [...new Set([...this.#names, ...names])].map((name) => ({ name, folded: fold(name) }));
    // A nearly sorted array needs few comparisons by locale.
    all.sort((a, b) => compareUnits(a.folded, b.folded));
    this.#names = all.sort((a, b) => this.#compare(a.name, b.name)).map(({ name }) => name);
    this.#number();
  }

  /** The number of a name, which is added if it is new. */
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

  #rankAt(position: number): number | undefined {
    const name = this.#names[position];
    return name === undefined ? undefined : this.#ranks.get(name);
  }
}

/** Compares two texts by their UTF-16 code units. */
export function compareUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
