/** Where a person has been, as browsers keep it: going anywhere new drops what lay ahead. */
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

  /** The one before, the newest first to return to. */
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

  /** Goes there as if the current place had never been visited. */
  replace(to: string): void {
    this.#current = to;
  }

  /** False when there is nowhere to go back to. */
  back(): boolean {
    return this.#step(this.#back, this.#ahead);
  }

  forward(): boolean {
    return this.#step(this.#ahead, this.#back);
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
