import { BoundedMap } from '../../base/boundedMap.ts';
import type { Delivery } from '../webhooks/delivery.ts';
import { mostAttempts } from '../webhooks/receiver.ts';

/** How a receiver of webhooks answered so far. */
export class ReceiverHistory {
  /** By the id of an event that is neither answered nor given up. */
  readonly #unanswered = new BoundedMap<string, number>(5000);

  /** Number of the latest attempts in a row to deliver an event that the receiver did not answer at all. */
  unanswered(event: string): number {
    return this.#unanswered.get(event) ?? 0;
  }

  add({ id, status, attempt }: Delivery): void {
    if (status === null && attempt < mostAttempts) this.#unanswered.set(id, this.unanswered(id) + 1);
    else this.#unanswered.delete(id);
  }
}
