/**
 * An index of items by value. Most ids have one item, and 100,000 sets with one element would take 20 MB, so a single
 * item is stored without a set.
 */
export class ValueIndex<T extends object> {
  readonly #entries = new Map<string, T | Set<T>>();

  get(value: string): ReadonlySet<T> {
    const entry = this.#entries.get(value);
    return entry === undefined ? new Set() : entry instanceof Set ? entry : new Set([entry]);
  }

  add(value: string, item: T): void {
    const entry = this.#entries.get(value);
    if (entry === undefined) this.#entries.set(value, item);
    else if (entry instanceof Set) entry.add(item);
    else if (entry !== item) this.#entries.set(value, new Set([entry, item]));
  }

  delete(value: string, item: T): void {
    const entry = this.#entries.get(value);
    if (entry === item) this.#entries.delete(value);
    else if (entry instanceof Set && entry.delete(item) && entry.size === 0) this.#entries.delete(value);
  }
}
