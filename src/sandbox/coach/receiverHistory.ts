import type { Delivery } from '../webhooks/delivery.ts';

/** How a receiver of webhooks answered so far. */
export class ReceiverHistory {
  /** By the event's id. */
  readonly #unanswered = new Map<string, number>();

  /** Number of the latest attempts in a row to deliver an event that the receiver did not answer at all. */
  unanswered(event: string): number {
    return this.#unanswered.get(event) ?? 0;
  }

  add({ id, status }: Delivery): void {
    if (status === null) this.#unanswered.set(id, this.unanswered(id) + 1);
    else this.#unanswered.delete(id);
  }
}
