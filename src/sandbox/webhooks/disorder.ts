import { Alarm, type Clock } from '../../base/alarm.ts';
import type { Disposable } from '../../base/lifetime.ts';
import { Random } from '../sample/random.ts';

const most = 8;
const quietMs = 1000;

/**
 * Collects items and releases them in another order: eight at a time, or what there is after a second without more. Of
 * two or more the second always comes before the first; the rest of the order depends on the seed. The time decides only
 * which items are released together.
 */
export class Disorder<T> implements Disposable {
  readonly #random: Random;
  readonly #clock: Clock;
  readonly #release: (items: readonly T[]) => void;
  readonly #alarm: Alarm;
  #held: T[] = [];

  constructor(seed: number, clock: Clock, release: (items: readonly T[]) => void) {
    this.#random = new Random(seed);
    this.#clock = clock;
    this.#release = release;
    this.#alarm = new Alarm(clock, () => this.#flush());
  }

  add(item: T): void {
    this.#held.push(item);
    if (this.#held.length < most) this.#alarm.set(this.#clock.now() + quietMs);
    else this.#flush();
  }

  dispose(): void {
    this.#alarm.dispose();
  }

  #flush(): void {
    this.#alarm.set(undefined);
    const held = this.#held;
    this.#held = [];
    this.#release(this.#shuffled(held));
  }

  #shuffled(items: readonly T[]): T[] {
    const rest = items.map((item, index) => ({ item, index }));
    const order: typeof rest = [];
    while (rest.length > 0) order.push(...rest.splice(this.#random.below(rest.length), 1));
    const [first, second] = [0, 1].map((wanted) => order.findIndex(({ index }) => index === wanted));
    if (first !== undefined && second !== undefined && first < second) {
      [order[first], order[second]] = [order[second], order[first]] as [(typeof order)[0], (typeof order)[0]];
    }
    return order.map(({ item }) => item);
  }
}
