import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChunkedList } from '../../base/chunkedList.ts';
import { isRecord, readSummary, type Person, type ReferralSummary } from '../../referral/summary.ts';
import type { ConnectionId } from '../connection/connection.ts';

/** The connection and account that a stored list belongs to. */
export interface ListOwner {
  readonly connection: ConnectionId;
  /** Account and tenant, or the address of the sandbox. */
  readonly account: string;
}

export interface Kept {
  readonly items: readonly ReferralSummary[];
  /** ms since 1970 */
  readonly asOf: number;
}

/** Increase this when the stored format changes. */
const version = 1;
/** Limits the number of stored referrals: more would noticeably slow down reading and writing. */
const maxItems = 5_000;

/**
 * Stores lists on disk if the user turned the setting on, in one file for each connection and account. A file that
 * can't be read counts as missing and is deleted. Operations run one after another, so that `clear` also deletes what
 * earlier calls of `write` store.
 */
export class KeptLists {
  readonly #folder: string;
  #last: Promise<unknown> = Promise.resolve();

  constructor(folder: string) {
    this.#folder = folder;
  }

  read(owner: ListOwner): Promise<Kept | undefined> {
    return this.#next(async () => {
      const path = this.#pathOf(owner);
      try {
        return readKept(JSON.parse(await readFile(path, 'utf8')), owner);
      } catch (error) {
        if (!isMissing(error)) await discard(path);
        return undefined;
      }
    });
  }

  /** Replaces the file atomically. Failures, such as a full disk, are ignored, since the list is only a cache. */
  write(owner: ListOwner, items: ChunkedList<ReferralSummary>, asOf: number): Promise<void> {
    return this.#next(async () => {
      const path = this.#pathOf(owner);
      const temporary = `${path}.${randomUUID()}.tmp`;
      try {
        await mkdir(this.#folder, { recursive: true });
        const stored = { version, owner: fileNameOf(owner), asOf, items: items.first(maxItems) };
        await writeFile(temporary, JSON.stringify(stored), { mode: 0o600 });
        await rename(temporary, path);
      } catch {
        await discard(temporary);
      }
    });
  }

  /**
   * Deletes the lists of all accounts of a connection, or of all connections if none is given. One that can't be deleted
   * keeps no other. Rejects with the error of the first, or if the folder can't be read.
   */
  clear(connection?: ConnectionId): Promise<void> {
    return this.#next(async () => {
      const names = await readdir(this.#folder).catch((error: unknown) => {
        if (isMissing(error)) return [];
        throw error;
      });
      const prefix = connection === undefined ? 'list-' : `list-${connection}-`;
      const lists = names.filter((name) => name.startsWith(prefix));
      const deleted = await Promise.allSettled(lists.map((name) => rm(join(this.#folder, name), patiently)));
      for (const each of deleted) if (each.status === 'rejected') throw each.reason;
    });
  }

  #pathOf(owner: ListOwner): string {
    return join(this.#folder, `${fileNameOf(owner)}.json`);
  }

  #next<T>(task: () => Promise<T>): Promise<T> {
    const run = this.#last.then(task);
    this.#last = run.catch(() => undefined);
    return run;
  }
}

/** On Windows, a file that another program reads, such as a virus scanner, can't be deleted for a moment. */
const patiently = { force: true, recursive: true, maxRetries: 5 } as const;

/** Ignores failures: a file that can't be deleted can't be read either. */
async function discard(path: string): Promise<void> {
  await rm(path, { force: true }).catch(() => undefined);
}

/** The file name has a hash of the account, so that it doesn't reveal the account. */
function fileNameOf({ connection, account }: ListOwner): string {
  return `list-${connection}-${createHash('sha256').update(account).digest('hex').slice(0, 40)}`;
}

function readKept(value: unknown, owner: ListOwner): Kept {
  if (!isRecord(value) || value['version'] !== version || value['owner'] !== fileNameOf(owner))
    throw new Error('not ours');
  const { asOf, items } = value;
  if (typeof asOf !== 'number' || !Array.isArray(items)) throw new Error('not ours');
  return { asOf, items: items.map(readItem) };
}

const emptySummary = readSummary({ id: 'x' });

function readItem(value: unknown): ReferralSummary {
  if (!isRecord(value) || emptySummary === undefined) throw new Error('not ours');
  const { id, contacts, team, dealValue, ...texts } = value;
  if (typeof id !== 'string' || (dealValue !== undefined && typeof dealValue !== 'number')) throw new Error('not ours');
  const known = Object.entries(texts).filter(([name, text]) => {
    if (typeof text !== 'string') throw new Error('not ours');
    return name in emptySummary;
  });
  return {
    // JSON omits undefined properties, but `sameSummary` compares every property.
    ...emptySummary,
    ...(Object.fromEntries(known) as Partial<ReferralSummary>),
    id,
    dealValue,
    contacts: readPeople(contacts),
    team: readPeople(team),
  };
}

function readPeople(value: unknown): readonly Person[] {
  if (!Array.isArray(value)) throw new Error('not ours');
  return value.map((one: unknown) => {
    if (!isRecord(one)) throw new Error('not ours');
    const text = (name: string): string | undefined => {
      const found = one[name];
      return typeof found === 'string' ? found : undefined;
    };
    return { name: text('name'), email: text('email'), phone: text('phone') };
  });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
