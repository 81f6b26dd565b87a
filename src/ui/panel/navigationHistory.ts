/** A navigation history as in browsers: visiting a new entry removes the entries ahead. */
export class NavigationHistory {
  readonly #back: string[] = [];
  readonly #ahead: string[] = [];
  #current: string;

  constructor(start: string) {
    this.#current = start;
  }

  get current(): string {
    return this.#current;
  }

  /** The entry that `back` leads to. */
  get previous(): string | undefined {
    return this.#back.at(-1);
  }

  get next(): string | undefined {
    return this.#ahead.at(-1);
  }

  go(to: string): void {
    if (to === this.#current) return;
    this.#back.push(this.#current);
    if (this.#back.length > longest) this.#back.shift();
    this.#ahead.length = 0;
    this.#current = to;
  }

  /** Replaces the current entry. */
  replace(to: string): void {
    this.#current = to;
  }

  /** False if there is no previous entry. */
  back(): boolean {
    return this.#step(this.#back, this.#ahead);
  }

  forward(): boolean {
    return this.#step(this.#ahead, this.#back);
  }

  /** Removes the entry that `back` or `forward` leads to. */
  skip(step: 'back' | 'forward'): void {
    (step === 'back' ? this.#back : this.#ahead).pop();
  }

  #step(from: string[], onto: string[]): boolean {
    const to = from.pop();
    if (to === undefined) return false;
    onto.push(this.#current);
    this.#current = to;
    return true;
  }
}

const longest = 50;
