import { instantKey } from './instant.ts';
import { isObject, member, parseJson, text, type Json, type JsonObject } from './json.ts';

/**
 * One referral. Its text is the truth: it is what GET serves, character by character. What queries need often is kept
 * beside it; everything else is parsed when asked for, so that 100,000 referrals fit in memory.
 */
export interface StoredReferral {
  /** The id in lower case; ids match whatever their case. */
  readonly key: string;
  /** Order of arrival, the order of lists that ask for none. */
  readonly order: number;
  /**
   * `seed`: from the user's seed, served as it is and left alone. `sandbox`: made here, so the sandbox plays the service
   * for it: adds `@odata.context` on GET, moves Microsoft's side.
   */
  readonly origin: Origin;
  readonly text: string;
  /** The `eTag` of the text, or one of the store's own when it has none. Compared as text. */
  readonly eTag: string;
  /** Sort keys, '' when absent. See instantKey. */
  readonly created: string;
  readonly updated: string;
  /** Lower-case e-mails of `team`. */
  readonly emails: readonly string[];
}

export type Origin = 'seed' | 'sandbox';

export interface Incoming {
  readonly id: string;
  readonly text: string;
  readonly origin: Origin;
}

/** Paths with an index: an equality on one of them is looked up, not searched. */
export const indexedPaths = [
  'id',
  'engagementId',
  'organizationId',
  'status',
  'substatus',
  'type',
  'qualification',
  'direction',
  'customerProfile/address/country',
] as const;

type Writable = { -readonly [K in keyof StoredReferral]: StoredReferral[K] };

/** The referrals, in memory, with indexes. Knows nothing of HTTP, rights or the life cycle. */
export class ReferralStore {
  private readonly byKey = new Map<string, Writable>();
  private readonly index = new Map<string, Set<StoredReferral>>();
  private writes = 0;

  constructor(incoming: Iterable<Incoming>) {
    for (const item of incoming) this.insert(item, readObject(item.text));
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

  /** The referrals whose value at an indexed path is this string. */
  withValue(path: string, value: string): ReadonlySet<StoredReferral> {
    return this.index.get(indexKey(path, value)) ?? nothing;
  }

  withEmail(email: string): ReadonlySet<StoredReferral> {
    return this.index.get(indexKey('team', email)) ?? nothing;
  }

  /** Adds a new referral; the id must be free. */
  add(value: JsonObject): StoredReferral {
    this.writes++;
    const id = text(value.id) ?? '';
    if (this.byKey.has(id.toLowerCase())) throw new Error(`There is a referral ${id} already`);
    return this.insert({ id, text: JSON.stringify(value), origin: 'sandbox' }, value);
  }

  /** Puts other content in a referral's place. The id stays. */
  change(referral: StoredReferral, value: JsonObject): StoredReferral {
    const record = this.byKey.get(referral.key);
    if (!record) throw new Error(`There is no referral ${referral.key}`);
    this.writes++;
    for (const key of indexKeys(record, contentOf(record))) this.index.get(key)?.delete(record);
    Object.assign(record, derive(JSON.stringify(value), value, this.writes));
    this.addToIndex(record, value);
    return record;
  }

  private insert({ id, text, origin }: Incoming, value: JsonObject): StoredReferral {
    const order = this.byKey.size;
    const record: Writable = { key: id.toLowerCase(), order, origin, ...derive(text, value, order) };
    this.byKey.set(record.key, record);
    this.addToIndex(record, value);
    return record;
  }

  private addToIndex(record: StoredReferral, value: JsonObject): void {
    for (const key of indexKeys(record, value)) {
      const entry = this.index.get(key);
      if (entry) entry.add(record);
      else this.index.set(key, new Set([record]));
    }
  }
}

/** The referral as a value of its own, to read or to change. */
export function contentOf(referral: StoredReferral): JsonObject {
  return readObject(referral.text);
}

const nothing: ReadonlySet<StoredReferral> = new Set();

function readObject(text: string): JsonObject {
  const value = parseJson(text);
  if (!isObject(value)) throw new Error('A referral must be an object');
  return value;
}

function derive(content: string, value: JsonObject, stamp: number) {
  const eTag = text(value.eTag);
  return {
    text: content,
    // A header can carry printable ASCII only; other tags get a stand-in.
    eTag:
      eTag && /^[\x21-\x7e]+$/.test(eTag) ? eTag : `"00000000-0000-0000-0000-${stamp.toString(16).padStart(12, '0')}"`,
    created: instantKey(text(value.createdDateTime) ?? '') ?? '',
    updated: instantKey(text(value.updatedDateTime) ?? '') ?? '',
    emails: emailsOf(value.team),
  };
}

function emailsOf(team: Json | undefined): string[] {
  const members = Array.isArray(team) ? team : [team];
  return members.flatMap((person) => text(member(person, 'email'))?.toLowerCase() ?? []);
}

function* indexKeys(record: StoredReferral, value: JsonObject): Generator<string> {
  for (const path of indexedPaths) {
    const indexed = path.split('/').reduce<Json | undefined>(member, value);
    if (typeof indexed === 'string') yield indexKey(path, indexed);
  }
  for (const email of record.emails) yield indexKey('team', email);
}

/** Ids and e-mails are equal whatever their case, all other values as they are. */
function indexKey(path: string, value: string): string {
  return `${path}\n${path === 'id' || path.endsWith('Id') || path === 'team' ? value.toLowerCase() : value}`;
}
