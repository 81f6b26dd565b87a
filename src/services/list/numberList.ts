/** Up to this many numbers are searched for one by one when they are removed. Beyond it, one pass is faster. */
const few = 16;

/**
 * Numbers, such as positions in display order, in a typed array that is changed in place. If each change made new arrays
 * of 100,000 numbers, garbage collection would take longer than the change.
 */
export class NumberList {
  #numbers: Uint32Array;
  #length: number;

  /** @param numbers are taken over and changed */
  constructor(numbers: Uint32Array = new Uint32Array()) {
    this.#numbers = numbers;
    this.#length = numbers.length;
  }

  get length(): number {
    return this.#length;
  }

  /** A view of the numbers that is valid until the next change. */
  get values(): Uint32Array {
    return this.#numbers.length === this.#length ? this.#numbers : this.#numbers.subarray(0, this.#length);
  }

  at(index: number): number {
    return this.#numbers[index] ?? 0;
  }

  /** Returns -1 if it isn't contained. */
  indexOf(number: number): number {
    const index = this.#numbers.indexOf(number);
    return index < this.#length ? index : -1;
  }

  /** Removes the numbers from one index to before another. */
  remove(from: number, to = from + 1): void {
    this.#numbers.copyWithin(from, to, this.#length);
    this.#length -= to - from;
  }

  insert(index: number, added: ArrayLike<number>): void {
    this.#makeRoom(added.length);
    this.#numbers.copyWithin(index + added.length, index, this.#length);
    this.#numbers.set(added, index);
    this.#length += added.length;
  }

  /** Adds `difference` to all numbers from an index on. */
  add(difference: number, from: number): void {
    for (let at = from; at < this.#length; at++) this.#numbers[at] = this.at(at) + difference;
  }

  /** Removes some numbers, each of which is contained once at most. */
  removeAll(numbers: ReadonlySet<number>): void {
    if (numbers.size > few) {
      let kept = 0;
      for (let at = 0; at < this.#length; at++) {
        const number = this.at(at);
        if (!numbers.has(number)) this.#numbers[kept++] = number;
      }
      this.#length = kept;
      return;
    }
    for (const number of numbers) {
      const index = this.indexOf(number);
      if (index >= 0) this.remove(index);
    }
  }

  /** Inserts numbers where they belong in the order of the others. */
  insertInOrder(added: Iterable<number>, compare: (a: number, b: number) => number): void {
    const places = [...added].sort(compare).map((number) => ({ number, index: this.indexFor(number, compare) }));
    this.#makeRoom(places.length);
    let end = this.#length;
    for (const [before, { number, index }] of [...places.entries()].reverse()) {
      this.#numbers.copyWithin(index + before + 1, index, end);
      this.#numbers[index + before] = number;
      end = index;
    }
    this.#length += places.length;
  }

  /** Binary search: the index between `from` and `to` at which a number has to be inserted. */
  indexFor(number: number, compare: (a: number, b: number) => number, from = 0, to = this.#length): number {
    while (from < to) {
      const middle = (from + to) >> 1;
      if (compare(number, this.at(middle)) < 0) to = middle;
      else from = middle + 1;
    }
    return from;
  }

  #makeRoom(count: number): void {
    if (this.#length + count <= this.#numbers.length) return;
    const larger = new Uint32Array(Math.ceil((this.#length + count) * 1.1));
    larger.set(this.values);
    this.#numbers = larger;
  }
}

/** Returns a column of another length with the same values, and zeros after them. */
export function resized<T extends Float64Array | Int32Array | Uint8Array>(column: T, length: number): T {
  if (column.length === length) return column;
  const next = new (column.constructor as new (length: number) => T)(length);
  next.set(column.length > length ? column.subarray(0, length) : column);
  return next;
}
