import { isObject, parseJson, text, type Json, type JsonObject } from '../../base/json.ts';
import type { Disposable } from '../../base/lifetime.ts';
import type { SandboxState } from '../store/state.ts';
import { columnOf, type Change } from '../store/store.ts';
import { changedPaths } from './changedPaths.ts';
import type { Writer } from './writer.ts';

/** A change as listed by `GET /_sandbox/changes`. */
export interface ListedChange {
  /** When it was written, by the sandbox's clock. */
  readonly time: string;
  /** Id of the referral. */
  readonly referral: string;
  readonly engagement: string | null;
  readonly by: Writer['by'];
  /** The call that wrote it. */
  readonly requestId?: string;
  readonly caller?: string;
  /** null for a referral that was created. */
  readonly before: Status | null;
  readonly after: Status;
  /** JSON pointers of values that differ, at most 50; empty for a referral that was created. */
  readonly paths: readonly string[];
}

interface Status {
  readonly status: Json;
  readonly substatus: Json;
}

/** An advance of the clock. */
export interface Advance {
  /** What the clock showed then. */
  readonly time: string;
  /** What it had shown before. */
  readonly from: string;
}

/** Which changes to list; all of the given conditions hold. Ids match whatever their case. */
export interface ChangeFilter {
  readonly referral?: string;
  readonly engagement?: string;
}

interface Kept {
  readonly time: number;
  /** Lower case. */
  readonly referral: string;
  readonly engagement: string | undefined;
  readonly writer: Writer;
  readonly before: string | undefined;
  readonly after: string;
}

/** The most changes that are kept, and the most UTF-16 code units of their texts. */
const most = 2000;
const longestInAll = 16 * 1024 * 1024;

/** Who changed what when, since the start or the last reset, in memory. The oldest changes are dropped. */
export class ChangeHistory implements Disposable {
  readonly #state: SandboxState;
  readonly #listening: readonly Disposable[];
  #changes: Kept[] = [];
  #advances: Advance[] = [];
  #length = 0;
  #dropped = 0;

  constructor(state: SandboxState) {
    this.#state = state;
    this.#listening = [
      state.onDidChange((changes) => changes.forEach((change) => this.#keep(change))),
      state.onDidAdvance(({ from, to }) => {
        this.#advances = [...this.#advances, { time: iso(to), from: iso(from) }].slice(-most);
      }),
    ];
  }

  /** Number of changes that are no longer listed, since there are too many. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Oldest first. The texts are compared only here, so that writes cost next to nothing. */
  list({ referral, engagement }: ChangeFilter = {}): readonly ListedChange[] {
    const isMeant = (wanted: string | undefined, value: string | undefined): boolean =>
      wanted === undefined || wanted.toLowerCase() === value?.toLowerCase();
    return this.#changes
      .filter((kept) => isMeant(referral, kept.referral) && isMeant(engagement, kept.engagement))
      .map(listed);
  }

  /** Oldest first. */
  advances(): readonly Advance[] {
    return this.#advances;
  }

  clear(): void {
    this.#changes = [];
    this.#advances = [];
    this.#length = 0;
    this.#dropped = 0;
  }

  dispose(): void {
    for (const each of this.#listening) each.dispose();
  }

  #keep({ referral, before }: Change): void {
    const kept: Kept = {
      time: this.#state.clock.now(),
      referral: referral.key,
      engagement: text(columnOf(referral, 'engagementId')),
      writer: this.#state.writer,
      before,
      after: referral.text,
    };
    this.#changes.push(kept);
    this.#length += lengthOf(kept);
    let drops = Math.max(0, this.#changes.length - most);
    for (const oldest of this.#changes.slice(0, drops)) this.#length -= lengthOf(oldest);
    while (this.#length > longestInAll && drops < this.#changes.length - 1) {
      this.#length -= lengthOf(this.#changes[drops++]);
    }
    if (drops === 0) return;
    this.#changes = this.#changes.slice(drops);
    this.#dropped += drops;
  }
}

function lengthOf(kept: Kept | undefined): number {
  return kept === undefined ? 0 : (kept.before?.length ?? 0) + kept.after.length;
}

function listed({ time, referral, engagement, writer, before, after }: Kept): ListedChange {
  const [was, is] = [before === undefined ? undefined : readObject(before), readObject(after)];
  const change = {
    time: iso(time),
    referral: text(is.id) ?? referral,
    engagement: engagement ?? null,
    before: was ? statusOf(was) : null,
    after: statusOf(is),
    paths: was ? changedPaths(was, is) : [],
  };
  switch (writer.by) {
    case 'client':
      return { ...change, by: 'client', requestId: writer.requestId, caller: writer.caller };
    case 'clock':
      // With the clock Microsoft moves too; by itself the clock only lets referrals expire.
      return { ...change, by: is.substatus === 'Expired' ? 'clock' : 'microsoft' };
    default:
      return { ...change, by: writer.by };
  }
}

function statusOf({ status = null, substatus = null }: JsonObject): Status {
  return { status, substatus };
}

function readObject(content: string): JsonObject {
  const value = parseJson(content);
  return isObject(value) ? value : {};
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
