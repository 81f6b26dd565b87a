import { foldsCase, readerOf, type ReadPath } from '../filter/evaluateFilter.ts';
import { isObject, member, parseJson, text, type Json, type JsonObject } from '../../base/json.ts';
import { rewriteJson } from '../json/rewriteJson.ts';
import { ValueIndex } from './valueIndex.ts';

/**
 * A referral. GET serves exactly its text. Values that queries often need are stored with it; others are parsed on
 * demand, so that 100,000 referrals fit in memory.
 */
export interface StoredReferral {
  /** The id in lower case. */
  readonly key: string;
  /** Order of creation, the default order of lists. */
  readonly order: number;
  readonly origin: Origin;
  readonly text: string;
  /** The `eTag` of the text, or a generated one. Compared as text. */
  readonly eTag: string;
  /** Lower-case e-mails of `team`. */
  readonly emails: readonly string[];
  /** The values at `columns`, in their order. */
  readonly row: readonly (Json | undefined)[];
}

/**
 * `seed`: from the user's seed, served unchanged. `sandbox`: created by the sandbox, which adds `@odata.context` on GET
 * and simulates Microsoft's side.
 */
export type Origin = 'seed' | 'sandbox';

export interface Incoming {
  readonly id: string;
  readonly text: string;
  readonly origin: Origin;
}

/** With the parsed text, if available. */
export type Parsed = Incoming & { readonly value?: JsonObject };

/** A written referral, as it is saved. */
export interface Written {
  readonly order: number;
  readonly origin: Origin;
  readonly text: string;
}

/** Saves writes, all or none. If it throws, the store doesn't change. */
export type Save = (written: readonly Written[]) => void;

/** A referral that was written. Its content is that of the moment in which the change is told. */
export interface Change {
  readonly kind: 'created' | 'updated';
  readonly referral: StoredReferral;
  /** The text before; undefined if it was created. */
  readonly before: string | undefined;
}

/** Receives changes once they are saved, in the order of the writes. */
export type Tell = (changes: readonly Change[]) => void;

/** Paths with an index. */
const indexedPaths = [
  'engagementId',
  'organizationId',
  'status',
  'substatus',
  'type',
  'qualification',
  'direction',
  'customerProfile/address/country',
];

/** Paths whose values are stored with the text, so that filters needn't parse it. */
const columns = [...indexedPaths, 'createdDateTime', 'updatedDateTime'].map((path) => ({
  path,
  steps: path.split('/'),
  folds: foldsCase(path.split('/')),
}));
const columnNumbers = new Map(columns.map(({ path }, index) => [path, index]));
const emailIndex = 'team/email';

type Column = 'createdDateTime' | 'updatedDateTime' | 'status' | 'engagementId' | 'organizationId';

type Writable = { -readonly [K in keyof StoredReferral]: StoredReferral[K] };

/** The referrals in memory, with indexes. Independent of HTTP, permissions and the life cycle. */
export class ReferralStore {
  readonly #byKey = new Map<string, Writable>();
  /** By path, created on first use, so that they don't delay a start with 100,000 referrals. */
  readonly #indexes = new Map<string, ValueIndex<StoredReferral>>();
  readonly #words = new Map<string, string>();
  readonly #save: Save;
  readonly #tell: Tell;
  #writes = 0;
  /**
   * During `atomically`: the written referrals as they were before, or undefined for new ones, in the order in which
   * they were written last.
   */
  #undo: Map<Writable, StoredReferral | undefined> | undefined;

  constructor(incoming: Iterable<Parsed>, save: Save = () => undefined, tell: Tell = () => undefined) {
    this.#save = save;
    this.#tell = tell;
    for (const item of incoming) this.#insert(item, item.value ?? readObject(item.text));
  }

  get size(): number {
    return this.#byKey.size;
  }

  /** Increases with each write; equal versions mean equal content. */
  get version(): number {
    return this.#writes;
  }

  find(id: string): StoredReferral | undefined {
    return this.#byKey.get(id.toLowerCase());
  }

  /** All referrals in order of creation. */
  all(): IterableIterator<StoredReferral> {
    return this.#byKey.values();
  }

  /**
   * The referrals whose value at a path is this string, or undefined if the path has no index. If case is ignored
   * (foldsCase), the value must be in lower case.
   */
  withValue(path: string, value: string): ReadonlySet<StoredReferral> | undefined {
    if (path !== 'id') return indexedPaths.includes(path) ? this.#indexOf(path).get(value) : undefined;
    const found = this.#byKey.get(value);
    return new Set(found ? [found] : []);
  }

  /** @param email in lower case */
  withEmail(email: string): ReadonlySet<StoredReferral> {
    return this.#indexOf(emailIndex).get(email);
  }

  /** Reads paths of a referral; parses the text only for a path without a column. */
  reader(referral: StoredReferral): ReadPath {
    let readText: ReadPath | undefined;
    return (path) => {
      const column = columnNumbers.get(path.join('/'));
      if (column !== undefined) return referral.row[column];
      readText ??= readerOf(contentOf(referral));
      return readText(path);
    };
  }

  /**
   * Saves all writes of an action together when it is done. If it or saving them throws, the referrals are as before.
   * A referral that was written several times is told as one change.
   * @param save used instead of the constructor's
   */
  atomically<T>(action: () => T, save: Save = this.#save): T {
    if (this.#undo) throw new Error('Groups of writes cannot be nested');
    const group = new Map<Writable, StoredReferral | undefined>();
    this.#undo = group;
    let result: T;
    try {
      result = action();
      save([...group.keys()]);
    } catch (error) {
      for (const [record, before] of group) this.#restore(record, before);
      throw error;
    } finally {
      this.#undo = undefined;
    }
    this.#tell(
      [...group].map(([referral, before]) => ({
        kind: before ? 'updated' : 'created',
        referral,
        before: before?.text,
      })),
    );
    return result;
  }

  /** Adds a new referral; the id must be free. */
  add(value: JsonObject): StoredReferral {
    const id = text(value.id) ?? '';
    if (this.#byKey.has(id.toLowerCase())) throw new Error(`There is a referral ${id} already`);
    const item: Incoming = { id, text: JSON.stringify(value), origin: 'sandbox' };
    if (!this.#undo) this.#save([{ order: this.#byKey.size, origin: item.origin, text: item.text }]);
    this.#writes++;
    const record = this.#insert(item, value);
    if (this.#undo) this.#undo.set(record, undefined);
    else this.#tell([{ kind: 'created', referral: record, before: undefined }]);
    return record;
  }

  /** Replaces the content of a referral. The id doesn't change. */
  change(referral: StoredReferral, value: JsonObject): StoredReferral {
    const record = this.#byKey.get(referral.key);
    if (!record) throw new Error(`There is no referral ${referral.key}`);
    const before = record.text;
    const content = rewriteJson(before, contentOf(record), value);
    if (!this.#undo) this.#save([{ order: record.order, origin: record.origin, text: content }]);
    else noteForUndo(record, this.#undo);
    this.#writes++;
    this.#removeFromIndexes(record);
    Object.assign(record, this.#derive(content, value, `w${this.#writes}`));
    this.#addToIndexes(record);
    if (!this.#undo) this.#tell([{ kind: 'updated', referral: record, before }]);
    return record;
  }

  #restore(record: Writable, before: StoredReferral | undefined): void {
    this.#writes++;
    this.#removeFromIndexes(record);
    if (before) {
      Object.assign(record, before);
      this.#addToIndexes(record);
    } else {
      this.#byKey.delete(record.key);
    }
  }

  #insert({ id, text: content, origin }: Incoming, value: JsonObject): Writable {
    const order = this.#byKey.size;
    const key = id.toLowerCase();
    const record: Writable = { key, order, origin, ...this.#derive(content, value, String(order)) };
    this.#byKey.set(key, record);
    this.#addToIndexes(record);
    return record;
  }

  #derive(content: string, value: JsonObject, stamp: string) {
    const eTag = text(value.eTag);
    return {
      text: content,
      // A header can contain only printable ASCII without spaces at the ends; other tags are replaced.
      eTag: eTag && /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(eTag) ? eTag : `"sandbox-${stamp}"`,
      emails: emailsOf(value.team).map((email) => this.#shared(email)),
      row: columns.map(({ steps }) => {
        const cell = steps.reduce<Json | undefined>(member, value);
        return typeof cell === 'string' ? this.#shared(cell) : cell;
      }),
    };
  }

  /** Shares equal strings: of a million values only a few hundred differ. */
  #shared(word: string): string {
    const known = this.#words.get(word);
    if (known !== undefined) return known;
    if (this.#words.size < 10_000) this.#words.set(word, word);
    return word;
  }

  #addToIndexes(record: StoredReferral): void {
    for (const [path, index] of this.#indexes) for (const entry of indexEntries(record, path)) index.add(entry, record);
  }

  #removeFromIndexes(record: StoredReferral): void {
    for (const [path, index] of this.#indexes)
      for (const entry of indexEntries(record, path)) index.delete(entry, record);
  }

  #indexOf(path: string): ValueIndex<StoredReferral> {
    let index = this.#indexes.get(path);
    if (!index) {
      index = new ValueIndex();
      for (const record of this.#byKey.values())
        for (const entry of indexEntries(record, path)) index.add(entry, record);
      this.#indexes.set(path, index);
    }
    return index;
  }
}

function noteForUndo(record: Writable, undo: Map<Writable, StoredReferral | undefined>): void {
  const before = undo.has(record) ? undo.get(record) : { ...record };
  // Moves it to the end.
  undo.delete(record);
  undo.set(record, before);
}

/** The stored value at a path. */
export function columnOf({ row }: StoredReferral, path: Column): Json | undefined {
  return row[columnNumbers.get(path) ?? -1];
}

/** The keys of a referral in an index. */
function indexEntries(record: StoredReferral, path: string): readonly string[] {
  if (path === emailIndex) return record.emails;
  const column = columnNumbers.get(path) ?? -1;
  const cell = record.row[column];
  return typeof cell === 'string' ? [columns[column]?.folds ? cell.toLowerCase() : cell] : [];
}

/** A parsed copy of the referral, which may be changed. */
export function contentOf(referral: StoredReferral): JsonObject {
  return readObject(referral.text);
}

function readObject(content: string): JsonObject {
  const value = parseJson(content);
  if (!isObject(value)) throw new Error('A referral must be an object');
  return value;
}

function emailsOf(team: Json | undefined): string[] {
  const members = Array.isArray(team) ? team : [team];
  return members.flatMap((person) => text(member(person, 'email'))?.toLowerCase() ?? []);
}
