import { singleFlight } from '../../base/async.ts';

/**
 * The user's permission to change live data. The user is asked on the first write, once for simultaneous writes, and
 * again after a refusal. The permission ends with the window and with the account.
 */
export class WriteAllowance {
  readonly #ask: () => Promise<boolean>;
  /** The question to the account in use. The answer of a former account allows nothing. */
  #question: () => Promise<boolean>;
  #allowed = false;
  #generation = 0;

  /** @param ask asks the user */
  constructor(ask: () => Promise<boolean>) {
    this.#ask = ask;
    this.#question = singleFlight(ask);
  }

  async mayWrite(): Promise<boolean> {
    if (this.#allowed) return true;
    const generation = this.#generation;
    const allowed = await this.#question();
    // The account changed before the user decided.
    if (generation !== this.#generation) return false;
    this.#allowed = allowed;
    return allowed;
  }

  withdraw(): void {
    this.#generation++;
    this.#allowed = false;
    this.#question = singleFlight(this.#ask);
  }
}
