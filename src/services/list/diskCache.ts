import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRecord, readSummary, type Person, type ReferralSummary } from '../../referral/summary.ts';
import type { ConnectionId } from '../connection/connection.ts';

/** Whose list it is. */
export interface ListOwner {
  readonly connection: ConnectionId;
  /** Account and tenant, or the sandbox's address. */
  readonly account: string;
}

export interface Kept {
  readonly items: readonly ReferralSummary[];
  /** ms since 1970 */
  readonly asOf: number;
}

/** Rises when what is written changes its shape. */
const version = 1;
/** Enough to have something to look at; reading and writing more would be felt. */
const most = 5_000;

/**
 * Lists on disk, a file for each connection and account, for those who set it so. What can't be read counts as not there
 * and goes. Everything happens one after the other, so that a clearing outlives the writings before it.
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

  /** Nothing half-written is ever seen. A disk that is full is no reason to bother anybody. */
  write(owner: ListOwner, { items, asOf }: Kept): Promise<void> {
    return this.#next(async () => {
      const path = this.#pathOf(owner);
      const temporary = `${path}.${randomUUID()}.tmp`;
      try {
        await mkdir(this.#folder, { recursive: true });
        const kept = { version, owner: nameOf(owner), asOf, items: items.slice(0, most) };
        await writeFile(temporary, JSON.stringify(kept), { mode: 0o600 });
        await rename(temporary, path);
      } catch {
        await discard(temporary);
      }
    });
  }

  /** Everything of a connection, whatever the account; of all connections without one. */
  clear(connection?: ConnectionId): Promise<void> {
    return this.#next(async () => {
      const names = await readdir(this.#folder).catch(() => []);
      const prefix = connection === undefined ? 'list-' : `list-${connection}-`;
      for (const name of names) if (name.startsWith(prefix)) await rm(join(this.#folder, name), { force: true });
    });
  }

  #pathOf(owner: ListOwner): string {
    return join(this.#folder, `${nameOf(owner)}.json`);
  }

  #next<T>(task: () => Promise<T>): Promise<T> {
    const run = this.#last.then(task);
    this.#last = run.catch(() => undefined);
    return run;
  }
}

/** What can't be removed here can't be read either. */
async function discard(path: string): Promise<void> {
  await rm(path, { force: true }).catch(() => undefined);
}

/** Tells nobody who the account is. */
function nameOf({ connection, account }: ListOwner): string {
  return `list-${connection}-${createHash('sha256').update(account).digest('hex').slice(0, 40)}`;
}

function readKept(value: unknown, owner: ListOwner): Kept {
  if (!isRecord(value) || value['version'] !== version || value['owner'] !== nameOf(owner)) throw new Error('not ours');
  const { asOf, items } = value;
  if (typeof asOf !== 'number' || !Array.isArray(items)) throw new Error('not ours');
  return { asOf, items: items.map(readItem) };
}

const blank = readSummary({ id: 'x' });

function readItem(value: unknown): ReferralSummary {
  if (!isRecord(value) || blank === undefined) throw new Error('not ours');
  const { id, contacts, team, dealValue, ...texts } = value;
  if (typeof id !== 'string' || (dealValue !== undefined && typeof dealValue !== 'number')) throw new Error('not ours');
  const known = Object.entries(texts).filter(([name, text]) => {
    if (typeof text !== 'string') throw new Error('not ours');
    return name in blank;
  });
  return {
    // JSON leaves out what is undefined; comparing summaries wants every name.
    ...blank,
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
