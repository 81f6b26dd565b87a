import type { Delivery } from './delivery.ts';

export interface LoggedDelivery extends Delivery {
  /** When the attempt began, by the sandbox's clock. */
  readonly time: string;
}

/** The latest deliveries in the order in which they ended. */
export class DeliveryLog {
  #deliveries: LoggedDelivery[] = [];
  #dropped = 0;

  add(delivery: LoggedDelivery): void {
    this.#deliveries.push(delivery);
    // Removed in blocks, since shifting a long array for each delivery is slow.
    if (this.#deliveries.length < 2 * keep) return;
    this.#dropped += keep;
    this.#deliveries = this.#deliveries.slice(keep);
  }

  /** Number of deliveries that are no longer listed, since there are too many. */
  get dropped(): number {
    return this.#dropped;
  }

  list(): readonly LoggedDelivery[] {
    return this.#deliveries;
  }

  clear(): void {
    this.#deliveries = [];
    this.#dropped = 0;
  }
}

const keep = 10_000;
