import type { Delivery } from './delivery.ts';

export interface LoggedDelivery extends Delivery {
  /** When the attempt began, by the sandbox's clock. */
  readonly time: string;
}

/** The least deliveries that are kept, unless their answers together have more characters than `keepCharacters`. */
const keep = 10_000;
/** Twice as many, three bytes each, can still be read by the extension (src/api/nodeFetchTransport.ts). */
const keepCharacters = 4 * 1024 * 1024;

/** The latest deliveries in the order in which they ended. */
export class DeliveryLog {
  #deliveries: LoggedDelivery[] = [];
  /** Characters of all answers. */
  #length = 0;
  #dropped = 0;

  add(delivery: LoggedDelivery): void {
    this.#deliveries.push(delivery);
    this.#length += delivery.response.length;
    // Removed in blocks, since shifting a long array for each delivery is slow.
    if (this.#deliveries.length >= 2 * keep || this.#length >= 2 * keepCharacters) this.#dropOldest();
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
    this.#length = 0;
    this.#dropped = 0;
  }

  #dropOldest(): void {
    let drops = 0;
    for (const { response } of this.#deliveries) {
      if (this.#deliveries.length - drops <= keep && this.#length <= keepCharacters) break;
      this.#length -= response.length;
      drops++;
    }
    this.#deliveries = this.#deliveries.slice(drops);
    this.#dropped += drops;
  }
}
