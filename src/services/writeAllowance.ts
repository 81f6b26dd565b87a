import { singleFlight } from '../base/async.ts';

/**
 * Whether live data may be changed: asked at the first write, once however many want to write, and again after a refusal.
 * It ends with the window, and with the account it was given for.
 */
export class WriteAllowance {
  readonly #ask: () => Promise<boolean>;
  #allowed = false;

  /** `ask` puts the question to the person. */
  constructor(ask: () => Promise<boolean>) {
    this.#ask = singleFlight(ask);
  }

  async mayWrite(): Promise<boolean> {
    if (!this.#allowed) this.#allowed = await this.#ask();
    return this.#allowed;
  }

  withdraw(): void {
    this.#allowed = false;
  }
}
