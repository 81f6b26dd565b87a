import { foldsCase, readerOf, type ReadPath } from '../filter/evaluateFilter.ts';
import { isObject, member, parseJson, text, type Json, type JsonObject } from '../json/json.ts';
import { rewriteJson } from '../json/rewriteJson.ts';
import { ValueIndex } from './valueIndex.ts';

/**
 * One referral. Its text is the truth: it is what GET serves, character by character. What queries need often is kept
 * beside it; everything else is parsed when asked for, so that 100,000 referrals fit in memory.
 */
export interface StoredReferral {
  /** The id in lower case; ids match whatever their case. */
  readonly key: string;
  /** Order of arrival, the order of lists that ask for none. */
  readonly order: number;
  readonly origin: Origin;
  readonly text: string;
  /** The `eTag` of the text, or one of the store's own when it has none. Compared as text. */
  readonly eTag: string;
  /** Lower-case e-mails of `team`. */
  readonly emails: readonly string[];
  /** The values at `columns`, in their order. */
  readonly row: readonly (Json | undefined)[];
}

/**
 * `seed`: from the user's seed, served as it is and left alone. `sandbox`: made here, so the sandbox plays the service
 * for it: adds `@odata.context` on GET, moves Microsoft's side.
 */
export type Origin = 'seed' | 'sandbox';

export interface Incoming {
  readonly id: string;
  readonly text: string;
  readonly origin: Origin;
}

/** With the parsed text, where that is at hand already. */
export type Parsed = Incoming & { readonly value?: JsonObject };

/** Told of every write, before the store itself changes; a throw refuses the write. */
export type WriteListener = (written: Incoming) => void;

/** Paths with an index: an equality on one of them is looked up, not searched. */
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

/** Paths whose values are kept beside the text, so that a filter need not parse it for them. */
const columns = [...indexedPaths, 'createdDateTime', 'updatedDateTime'].map((path) => ({
  path,
  steps: path.split('/'),
  folds: foldsCase(path.split('/')),
}));
const columnNumbers = new Map(columns.map(({ path }, index) => [path, index]));
const emailIndex = 'team/email';

type Column = 'createdDateTime' | 'updatedDateTime';

type Writable = { -readonly [K in keyof StoredReferral]: StoredReferral[K] };

/** The referrals, in memory, with indexes. Knows nothing of HTTP, rights or the life cycle. */
export class ReferralStore {
  private readonly byKey = new Map<string, Writable>();
  /** By path, made when a query first asks for it: a start with 100,000 referrals need not wait for them. */
  private readonly indexes = new Map<string, ValueIndex<StoredReferral>>();
  private readonly words = new Map<string, string>();
  private readonly onWrite: WriteListener;
  private writes = 0;

  constructor(incoming: Iterable<Parsed>, onWrite: WriteListener = () => undefined) {
    this.onWrite = onWrite;
    for (const item of incoming) this.insert(item, item.value ?? readObject(item.text));
  }

  get size(): number {
    return this.byKey.size;
  }

  /** Grows with every write; equal versions mean equal content. */
  get version(): number {
    return this.writes;
  }

  find(id: string): StoredReferral | undefined {
    return this.byKey.get(id.toLowerCase());
  }

  /** All, in order of arrival. */
  all(): IterableIterator<StoredReferral> {
    return this.byKey.values();
  }

  /**
   * The referrals whose value at a path is this string, or undefined when the path has no index. Where case does not count
   * (foldsCase) the value must be in lower case.
   */
  withValue(path: string, value: string): ReadonlySet<StoredReferral> | undefined {
    if (path !== 'id') return indexedPaths.includes(path) ? this.indexOf(path).get(value) : undefined;
    const found = this.byKey.get(value);
    return new Set(found ? [found] : []);
  }

  /** @param email in lower case */
  withEmail(email: string): ReadonlySet<StoredReferral> {
    return this.indexOf(emailIndex).get(email);
  }

  /** Reads paths of a referral, its text only when a path has no column. */
  reader(referral: StoredReferral): ReadPath {
    let readText: ReadPath | undefined;
    return (path) => {
      const column = columnNumbers.get(path.join('/'));
      if (column !== undefined) return referral.row[column];
      readText ??= readerOf(contentOf(referral));
      return readText(path);
    };
  }

  /** Adds a new referral; the id must be free. */
  add(value: JsonObject): StoredReferral {
    const id = text(value.id) ?? '';
    if (this.byKey.has(id.toLowerCase())) throw new Error(`There is a referral ${id} already`);
    const item: Incoming = { id, text: JSON.stringify(value), origin: 'sandbox' };
    this.onWrite(item);
    this.writes++;
    return this.insert(item, value);
  }

  /** Puts other content in a referral's place. The id stays. */
  change(referral: StoredReferral, value: JsonObject): StoredReferral {
    const record = this.byKey.get(referral.key);
    if (!record) throw new Error(`There is no referral ${referral.key}`);
    const content = rewriteJson(record.text, contentOf(record), value);
    this.onWrite({ id: record.key, text: content, origin: record.origin });
    this.writes++;
    for (const [path, index] of this.indexes)
      for (const entry of indexEntries(record, path)) index.delete(entry, record);
    Object.assign(record, this.derive(content, value, `w${this.writes}`));
    this.addToIndexes(record);
    return record;
  }

  private insert({ id, text: content, origin }: Incoming, value: JsonObject): StoredReferral {
    const order = this.byKey.size;
    const key = id.toLowerCase();
    const record: Writable = { key, order, origin, ...this.derive(content, value, String(order)) };
    this.byKey.set(key, record);
    this.addToIndexes(record);
    return record;
  }

  private derive(content: string, value: JsonObject, stamp: string) {
    const eTag = text(value.eTag);
    return {
      text: content,
      // A header can carry printable ASCII only, and no space at its ends; other tags get a stand-in.
      eTag: eTag && /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(eTag) ? eTag : `"sandbox-${stamp}"`,
      emails: emailsOf(value.team).map((email) => this.shared(email)),
      row: columns.map(({ steps }) => {
        const cell = steps.reduce<Json | undefined>(member, value);
        return typeof cell === 'string' ? this.shared(cell) : cell;
      }),
    };
  }

  /** One string for all equal ones: of a million cells a few hundred differ. */
  private shared(word: string): string {
    const known = this.words.get(word);
    if (known !== undefined) return known;
    if (this.words.size < 10_000) this.words.set(word, word);
    return word;
  }

  private addToIndexes(record: StoredReferral): void {
    for (const [path, index] of this.indexes) for (const entry of indexEntries(record, path)) index.add(entry, record);
  }

  private indexOf(path: string): ValueIndex<StoredReferral> {
    let index = this.indexes.get(path);
    if (!index) {
      index = new ValueIndex();
      for (const record of this.byKey.values())
        for (const entry of indexEntries(record, path)) index.add(entry, record);
      this.indexes.set(path, index);
    }
    return index;
  }
}

/** The value at a path that is kept beside the text. */
export function columnOf({ row }: StoredReferral, path: Column): Json | undefined {
  return row[columnNumbers.get(path) ?? -1];
}

/** Under which values an index has a referral. */
function indexEntries(record: StoredReferral, path: string): readonly string[] {
  if (path === emailIndex) return record.emails;
  const column = columnNumbers.get(path) ?? -1;
  const cell = record.row[column];
  return typeof cell === 'string' ? [columns[column]?.folds ? cell.toLowerCase() : cell] : [];
}

/** The referral as a value of its own, to read or to change. */
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
