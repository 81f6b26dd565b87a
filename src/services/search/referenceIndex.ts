import type { Disposable } from '../../base/lifetime.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { ConnectionId } from '../connection/connection.ts';
import { fold } from './fold.ts';

export interface FoundByReference {
  /** Exact ones first, then the shorter and lower references. */
  readonly hits: readonly ReferralSummary[];
  /** How many there are in all. */
  readonly count: number;
  /** The first one has just this reference. */
  readonly exact: boolean;
}

interface Referenced {
  readonly summary: ReferralSummary;
  /** The reference as it is compared. */
  readonly text: string;
}

// `localeCompare` with options makes one of these at each call: fifteen times slower.
const collator = new Intl.Collator('en', { numeric: true });

/** The CRM references of a connection's known referrals as long as this lives, ready to be searched at each keystroke. */
export class ReferenceIndex implements Disposable {
  readonly #catalog: Pick<Catalog, 'all' | 'find' | 'onDidChange'>;
  readonly #connection: ConnectionId;
  readonly #known = new Map<string, Referenced>();
  readonly #listening: Disposable;

  constructor(catalog: Pick<Catalog, 'all' | 'find' | 'onDidChange'>, connection: ConnectionId) {
    this.#catalog = catalog;
    this.#connection = connection;
    for (const { summary } of catalog.all(connection)) this.#put(summary);
    this.#listening = catalog.onDidChange((change) => {
      if (change.connection === connection) for (const id of change.ids) this.#update(id);
    });
  }

  /** Those whose reference begins so, at most `most` of them. */
  find(begin: string, most: number): FoundByReference {
    const wanted = fold(begin.trim());
    const best = new Foremost(most, byReference);
    let count = 0;
    for (const referenced of this.#known.values()) {
      if (!referenced.text.startsWith(wanted)) continue;
      count++;
      best.offer(referenced);
    }
    const hits = best.taken();
    return { hits: hits.map(({ summary }) => summary), count, exact: hits[0]?.text === wanted };
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #update(id: string): void {
    const entry = this.#catalog.find(this.#connection, id);
    if (entry) this.#put(entry.summary);
    else this.#known.delete(id);
  }

  #put(summary: ReferralSummary): void {
    const { id, externalReferenceId } = summary;
    if (externalReferenceId === undefined) this.#known.delete(id);
    else this.#known.set(id, { summary, text: fold(externalReferenceId.trim()) });
  }
}

function byReference(a: Referenced, b: Referenced): number {
  return a.text.length - b.text.length || collator.compare(a.text, b.text);
}

/** The first few of many in an order, without sorting them all; of equals, those that came first. */
class Foremost<T> {
  readonly #most: number;
  readonly #compare: (a: T, b: T) => number;
  #kept: T[] = [];
  /** Whatever doesn't go before it is out. */
  #last: T | undefined;

  constructor(most: number, compare: (a: T, b: T) => number) {
    this.#most = most;
    this.#compare = compare;
  }

  offer(item: T): void {
    if (this.#last !== undefined && this.#compare(item, this.#last) >= 0) return;
    this.#kept.push(item);
    if (this.#kept.length >= 2 * this.#most) this.#cut();
  }

  taken(): readonly T[] {
    this.#cut();
    return this.#kept;
  }

  #cut(): void {
    this.#kept = this.#kept.sort(this.#compare).slice(0, this.#most);
    if (this.#kept.length === this.#most) this.#last = this.#kept.at(-1);
  }
}
