/** The few items with the greatest keys of many, by a heap with the least of them on top. */
export class TopFew<T> {
  readonly #most: number;
  readonly #heap: { readonly key: number; readonly item: T; readonly offered: number }[] = [];
  #offered = 0;

  constructor(most: number) {
    this.#most = most;
  }

  offer(key: number, item: T): void {
    const offered = this.#offered++;
    if (this.#heap.length < this.#most) {
      this.#heap.push({ key, item, offered });
      this.#up(this.#heap.length - 1);
    } else if (this.#most > 0 && key > this.#key(0)) {
      this.#heap[0] = { key, item, offered };
      this.#down(0);
    }
  }

  /** Greatest first; of equals, the one that was offered first. */
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
      const least = this.#key(left + 1) < this.#key(left) ? left + 1 : left;
      if (this.#key(least) >= this.#key(at)) return;
      this.#swap(at, least);
      at = least;
    }
  }

  #swap(a: number, b: number): void {
    const [one, other] = [this.#heap[a], this.#heap[b]];
    if (one && other) [this.#heap[a], this.#heap[b]] = [other, one];
  }
}
