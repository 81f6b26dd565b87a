import { Emitter } from '../../base/event.ts';
import { Lifetime, type Disposable } from '../../base/lifetime.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { ConnectionId } from '../connection/connection.ts';
import { SearchIndex, type Found } from './searchIndex.ts';

/** For how long indexing keeps the thread, in ms: others must get their turn while somebody types. */
const slice = 12;
const betweenLooks = 64;

/**
 * What is known of a connection, searchable, as long as this lives. A big catalog is taken in slice by slice, so that
 * nobody waits for it; what isn't in yet is found a moment later.
 */
export class CatalogSearch implements Disposable {
  readonly #catalog: Pick<Catalog, 'all' | 'find' | 'onDidChange'>;
  readonly #connection: ConnectionId;
  readonly #now: () => number;
  readonly #index = new SearchIndex();
  readonly #own = new Lifetime();
  readonly #changed = this.#own.add(new Emitter<void>());
  #waiting: readonly ReferralSummary[];
  #taken = 0;

  /** More can be found than before, or other things. */
  readonly onDidChange = this.#changed.event;

  constructor(
    catalog: Pick<Catalog, 'all' | 'find' | 'onDidChange'>,
    connection: ConnectionId,
    pause: () => Promise<void> = nextTurn,
    now: () => number = () => performance.now(),
  ) {
    this.#catalog = catalog;
    this.#connection = connection;
    this.#now = now;
    this.#waiting = catalog.all(connection).map(({ summary }) => summary);
    this.#own.add(
      catalog.onDidChange((change) => {
        if (change.connection !== connection) return;
        for (const id of change.ids) this.#update(id);
        this.#changed.fire();
      }),
    );
    this.#takeSlice();
    void this.#takeRest(pause);
  }

  /** False while a part of the catalog is not searched yet. */
  get complete(): boolean {
    return this.#taken >= this.#waiting.length;
  }

  get size(): number {
    return this.#index.size;
  }

  search(typed: string, most: number, boosts?: ReadonlyMap<string, number>): Found {
    return this.#index.search(typed, most, boosts);
  }

  dispose(): void {
    this.#own.dispose();
  }

  #update(id: string): void {
    const entry = this.#catalog.find(this.#connection, id);
    if (entry) this.#index.put(entry.summary);
    else this.#index.remove(id);
  }

  async #takeRest(pause: () => Promise<void>): Promise<void> {
    while (!this.complete) {
      await pause();
      if (this.#own.ended) return;
      this.#takeSlice();
      this.#changed.fire();
    }
  }

  #takeSlice(): void {
    const until = this.#now() + slice;
    while (!this.complete) {
      // What was waiting may have changed or gone meanwhile.
      for (const { id } of this.#waiting.slice(this.#taken, this.#taken + betweenLooks)) this.#update(id);
      this.#taken += betweenLooks;
      if (this.#now() > until) return;
    }
    this.#waiting = [];
    this.#taken = 0;
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
