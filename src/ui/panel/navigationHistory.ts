/** The places that a person visited, as browsers keep them: going to a new one drops those ahead. */
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

  /** Where `back` leads. */
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

  /** Puts another place in the position of the current one. */
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

  /** Removes the place that `back` or `forward` leads to. */
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
