import type { Delivery } from '../webhooks/delivery.ts';

/** How a receiver of webhooks answered so far. */
export class ReceiverHistory {
  #unanswered = 0;

  /** Number of attempts in a row that the receiver did not answer at all. */
  get unanswered(): number {
    return this.#unanswered;
  }

  add({ status }: Delivery): void {
    this.#unanswered = status === null ? this.#unanswered + 1 : 0;
  }
}
