import type { Disposable } from '../../base/lifetime.ts';
import type { Catalog } from './catalog.ts';
import type { ConnectionId } from '../connection/connection.ts';

/** A version of a referral's text. */
export interface FetchedVersion {
  /** Increases with each stored version. Used in URIs. */
  readonly number: number;
  /** The text as the server sent it. */
  readonly text: string;
  /** ms since 1970. */
  readonly receivedAt: number;
}

const maxVersions = 10;
/** Maximum length of all texts together, in UTF-16 code units; about 100 MB. The oldest versions are removed first. */
const maxTotalLength = 50_000_000;

/**
 * The last fetched versions of each referral. They are kept only in memory, since they are data of customers. An
 * unchanged text isn't a new version. Versions of referrals that the catalog removes are removed too.
 */
export class Versions implements Disposable {
  readonly #versions = new Map<string, FetchedVersion[]>();
  readonly #listening: Disposable;
  #lastNumber = 0;

  constructor(catalog: Pick<Catalog, 'find' | 'onDidChange' | 'of'>) {
    const update = (connection: ConnectionId, id: string): void => {
      const entry = catalog.find(connection, id);
      if (!entry) this.#versions.delete(keyOf(connection, id));
      else if (entry.fetched) this.#add(keyOf(connection, id), entry.fetched);
    };
    for (const connection of ['sandbox', 'partner-center'] as const) {
      for (const { summary, fetched } of catalog.of(connection).all()) if (fetched) update(connection, summary.id);
    }
    this.#listening = catalog.onDidChange(({ connection, ids }) => {
      for (const id of ids) update(connection, id);
    });
  }

  /** The versions of a referral, oldest first. */
  of(connection: ConnectionId, id: string): readonly FetchedVersion[] {
    return this.#versions.get(keyOf(connection, id)) ?? [];
  }

  find(connection: ConnectionId, id: string, number: number): FetchedVersion | undefined {
    return this.of(connection, id).find((version) => version.number === number);
  }

  dispose(): void {
    this.#listening.dispose();
    this.#versions.clear();
  }

  #add(key: string, { text, receivedAt }: { readonly text: string; readonly receivedAt: number }): void {
    const versions = this.#versions.get(key) ?? [];
    if (versions.at(-1)?.text === text) return;
    this.#versions.set(key, [...versions, { number: ++this.#lastNumber, text, receivedAt }].slice(-maxVersions));
    this.#removeOld(key);
  }

  /** Removes old versions. The newest two of the current referral are kept, since the user compares these. */
  #removeOld(current: string): void {
    const all = [...this.#versions].flatMap(([key, versions]) => versions.map((version) => ({ key, version })));
    let length = all.reduce((sum, { version }) => sum + version.text.length, 0);
    if (length <= maxTotalLength) return;
    const protectedVersions = new Set(this.#versions.get(current)?.slice(-2));
    for (const { key, version } of all.sort((a, b) => a.version.number - b.version.number)) {
      if (length <= maxTotalLength) return;
      if (protectedVersions.has(version)) continue;
      length -= version.text.length;
      const left = this.#versions.get(key)?.filter((other) => other !== version) ?? [];
      if (left.length > 0) this.#versions.set(key, left);
      else this.#versions.delete(key);
    }
  }
}

function keyOf(connection: ConnectionId, id: string): string {
  return `${connection}/${id.toLowerCase()}`;
}
