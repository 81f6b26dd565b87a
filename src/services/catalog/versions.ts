import type { Disposable } from '../../base/lifetime.ts';
import type { Catalog } from './catalog.ts';
import type { ConnectionId } from '../connection/connection.ts';

/** A referral's text as it was fetched. */
export interface FetchedVersion {
  /** Rises with every version that is kept; names it in addresses. */
  readonly number: number;
  /** The server's own text. */
  readonly text: string;
  /** ms since 1970. */
  readonly receivedAt: number;
}

const most = 10;
/** In UTF-16 code units, over all referrals: about 100 MB. Older versions of anything go first. */
const longestInAll = 50_000_000;

/**
 * The last texts that each referral was fetched with, in memory only: they hold customers' data. The same text again is no
 * new version. What the catalog forgets is forgotten here.
 */
export class Versions implements Disposable {
  readonly #kept = new Map<string, FetchedVersion[]>();
  readonly #listening: Disposable;
  #newest = 0;

  constructor(catalog: Pick<Catalog, 'find' | 'onDidChange' | 'of'>) {
    const keep = (connection: ConnectionId, id: string): void => {
      const entry = catalog.find(connection, id);
      if (!entry) this.#kept.delete(keyOf(connection, id));
      else if (entry.fetched) this.#add(keyOf(connection, id), entry.fetched);
    };
    for (const connection of ['sandbox', 'partner-center'] as const) {
      for (const { summary, fetched } of catalog.of(connection).all()) if (fetched) keep(connection, summary.id);
    }
    this.#listening = catalog.onDidChange(({ connection, ids }) => {
      for (const id of ids) keep(connection, id);
    });
  }

  /** Oldest first. */
  of(connection: ConnectionId, id: string): readonly FetchedVersion[] {
    return this.#kept.get(keyOf(connection, id)) ?? [];
  }

  find(connection: ConnectionId, id: string, number: number): FetchedVersion | undefined {
    return this.of(connection, id).find((version) => version.number === number);
  }

  dispose(): void {
    this.#listening.dispose();
    this.#kept.clear();
  }

  #add(key: string, { text, receivedAt }: { readonly text: string; readonly receivedAt: number }): void {
    const kept = this.#kept.get(key) ?? [];
    if (kept.at(-1)?.text === text) return;
    this.#kept.set(key, [...kept, { number: ++this.#newest, text, receivedAt }].slice(-most));
    this.#makeRoom(key);
  }

  /** The newest two of the referral at hand stay: they are what a person compares. */
  #makeRoom(current: string): void {
    const all = [...this.#kept].flatMap(([key, versions]) => versions.map((version) => ({ key, version })));
    let length = all.reduce((sum, { version }) => sum + version.text.length, 0);
    if (length <= longestInAll) return;
    const spared = new Set(this.#kept.get(current)?.slice(-2));
    for (const { key, version } of all.sort((a, b) => a.version.number - b.version.number)) {
      if (length <= longestInAll) return;
      if (spared.has(version)) continue;
      length -= version.text.length;
      const left = this.#kept.get(key)?.filter((other) => other !== version) ?? [];
      if (left.length > 0) this.#kept.set(key, left);
      else this.#kept.delete(key);
    }
  }
}

function keyOf(connection: ConnectionId, id: string): string {
  return `${connection}/${id.toLowerCase()}`;
}
