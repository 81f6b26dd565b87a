import { singleFlight } from '../../base/async.ts';

/**
 * Whether live data may be changed: asked at the first write, once however many want to write, and again after a refusal.
 * It ends with the window, and with the account it was given for.
 */
export class WriteAllowance {
  readonly #ask: () => Promise<boolean>;
  #allowed = false;
  #era = 0;

  /** `ask` puts the question to the person. */
  constructor(ask: () => Promise<boolean>) {
    this.#ask = singleFlight(ask);
  }

  async mayWrite(): Promise<boolean> {
    if (this.#allowed) return true;
    const era = this.#era;
    const allowed = await this.#ask();
    // Given for an account that has left meanwhile, it counts for nothing.
    if (era !== this.#era) return false;
    this.#allowed = allowed;
    return allowed;
  }

  withdraw(): void {
    this.#era++;
    this.#allowed = false;
  }
}
