/** Selects the items with the greatest keys. The heap has the smallest of them on top. */
export class TopFew<T> {
  readonly #limit: number;
  readonly #heap: { readonly key: number; readonly item: T; readonly offered: number }[] = [];
  #offered = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  offer(key: number, item: T): void {
    const offered = this.#offered++;
    if (this.#heap.length < this.#limit) {
      this.#heap.push({ key, item, offered });
      this.#up(this.#heap.length - 1);
    } else if (this.#limit > 0 && key > this.#key(0)) {
      this.#heap[0] = { key, item, offered };
      this.#down(0);
    }
  }

  /** The items, greatest key first. Items with equal keys keep their order. */
  items(): T[] {
    return this.#heap.toSorted((a, b) => b.key - a.key || a.offered - b.offered).map(({ item }) => item);
  }

  #key(at: number): number {
    return this.#heap[at]?.key ?? Infinity;
  }

  #up(at: number): void {
    for (let parent = (at - 1) >> 1; at > 0 && this.#key(at) < this.#key(parent); parent = (at - 1) >> 1) {
      this.#swap(at, parent);
      at = parent;
    }
  }

  #down(at: number): void {
    for (;;) {
      const left = 2 * at + 1;
      const smallest = this.#key(left + 1) < this.#key(left) ? left + 1 : left;
      if (this.#key(smallest) >= this.#key(at)) return;
      this.#swap(at, smallest);
      at = smallest;
    }
  }

  #swap(a: number, b: number): void {
    const [one, other] = [this.#heap[a], this.#heap[b]];
    if (one && other) [this.#heap[a], this.#heap[b]] = [other, one];
  }
}
