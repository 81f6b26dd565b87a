import { existsSync } from 'node:fs';
import { Emitter } from '../../base/event.ts';
import type { SandboxClock } from '../time/clock.ts';
import type { SandboxOptions } from '../http/createSandbox.ts';
import type { Writer } from '../history/writer.ts';
import { DataFile } from './dataFile.ts';
import { DataFileError } from './dataFileError.ts';
import { ListEndpoint } from '../list/listEndpoint.ts';
import { moveMicrosoftSide } from '../time/microsoftSide.ts';
import { expireUnanswered } from '../time/passingTime.ts';
import { generateReferrals } from '../sample/sample.ts';
import { readSeed } from '../seed/seed.ts';
import { ReferralStore, type Change, type Incoming, type Parsed } from './store.ts';

/** The state that calls change and a reset restores: referrals and clock. */
export class SandboxState {
  readonly clock: SandboxClock;
  readonly settings: {
    readonly quirks: boolean;
    readonly pageSize: number;
    readonly strict: boolean;
    readonly lenient: boolean;
  };
  /** What the process was started with. */
  readonly #seed: readonly Incoming[];
  /** What the present content began with, by `replaceAll` or the start. */
  #beginning: readonly Incoming[];
  readonly #dataFile: DataFile | undefined;
  readonly #changes = new Emitter<readonly Change[]>();
  readonly #advanced = new Emitter<{ readonly from: number; readonly to: number }>();
  readonly #report: (text: string) => void;
  #current: Content;
  #writer: Writer | undefined;

  /**
   * Writes of calls, arrivals and the clock, in their order, once they are saved. Those that change together, such as
   * referrals that expire, are one event. The start and a reset are none. Listeners must read the referrals at once,
   * since later writes change the same objects.
   */
  readonly onDidChange = this.#changes.event;

  /** The clock was advanced, after the changes that came with it. Times are in ms since 1970. */
  readonly onDidAdvance = this.#advanced.event;

  /**
   * @param report tells the user about the data file
   * @param initial the referrals of another state, in place of those of the options
   * @throws SeedError or DataFileError if the file cannot be used
   */
  constructor(
    clock: SandboxClock,
    options: SandboxOptions,
    report: (text: string) => void = () => undefined,
    initial?: readonly Incoming[],
  ) {
    const { quirks = true, pageSize = 100, strict = false, lenient = false, dataFile } = options;
    this.clock = clock;
    this.#report = report;
    this.settings = { quirks, pageSize, strict, lenient };
    this.#dataFile = dataFile === undefined ? undefined : new DataFile(dataFile, report);
    const seed: Incoming[] = [];
    const incoming = keepTexts(initial ?? readIncoming(options, clock.now(), quirks), seed);
    // Parsed values of the seed are indexed but not kept. If the file probably has a state, only the texts are kept.
    const begun = dataFile === undefined || !existsSync(dataFile) ? this.#fresh(incoming) : exhaust(incoming);
    this.#seed = seed;
    this.#beginning = seed;
    // Last, since it creates the file: an invalid seed must not leave one behind.
    const saved = this.#restore(dataFile);
    if (saved && (options.seed !== undefined || options.count !== undefined)) {
      const flag = options.seed === undefined ? '--count' : '--seed';
      const { size } = saved.store;
      report(
        `${dataFile} holds ${size === 1 ? '1 referral, which is' : `${size} referrals, which are`} served. ${flag} counts only for a new file and for a reset: to start afresh, remove the file or call POST /_sandbox/reset.`,
      );
    }
    if (!saved) this.#dataFile?.begin(seed);
    this.#current = saved ?? begun ?? this.#fresh(seed);
  }

  get store(): ReferralStore {
    return this.#current.store;
  }

  get list(): ListEndpoint {
    return this.#current.list;
  }

  /** On whose behalf the present write happens. Without `writeAs` it is the sandbox, which plays Microsoft. */
  get writer(): Writer {
    return this.#writer ?? { by: 'microsoft' };
  }

  /** Carries out a write on somebody's behalf. */
  writeAs<T>(writer: Writer, write: () => T): T {
    const outer = this.#writer;
    this.#writer = writer;
    try {
      return write();
    } finally {
      this.#writer = outer;
    }
  }

  /**
   * Advances the clock and applies what depends on time, all or nothing. Returns the number of changed referrals.
   * @throws NotStoredError
   */
  advance(days: number): { expired: number; moved: number } {
    const from = this.clock.now();
    const changes = this.writeAs({ by: 'clock' }, () => this.#advance(days));
    this.#advanced.fire({ from, to: this.clock.now() });
    return changes;
  }

  /** What the sandbox was started with. */
  get initial(): readonly Incoming[] {
    return this.#seed;
  }

  /** Restores the exact seed, or takes another one, and the real time. */
  reset(seed: readonly Incoming[] = this.#seed): void {
    this.replaceAll(seed);
  }

  /**
   * Replaces all referrals and sets the real time. On failure nothing changes.
   * @throws NotStoredError
   */
  replaceAll(referrals: Iterable<Parsed>): void {
    const beginning: Incoming[] = [];
    const fresh = this.#fresh(keepTexts(referrals, beginning));
    this.#dataFile?.replaceAll({ referrals: beginning, clockOffset: 0 });
    this.clock.offset = 0;
    this.#beginning = beginning;
    this.#current = fresh;
  }

  close(): void {
    this.#dataFile?.close();
  }

  #advance(days: number): { expired: number; moved: number } {
    const turnBack = this.clock.mark();
    try {
      return this.store.atomically(
        () => {
          this.clock.advance(days);
          // Microsoft's side first, since a referral that was answered in time doesn't expire.
          const moved = moveMicrosoftSide(this.store, this.clock, this.#textsOfBeginning());
          return { moved, expired: expireUnanswered(this.store, this.clock) };
        },
        (written) => this.#dataFile?.commit({ written, clockOffset: this.clock.offset }),
      );
    } catch (error) {
      turnBack();
      throw error;
    }
  }

  /** The state of the data file, if it has one. */
  #restore(path: string | undefined): Content | undefined {
    const saved = this.#dataFile?.load();
    if (!saved) return undefined;
    if (!this.clock.canShow(saved.clockOffset)) {
      this.#dataFile?.close();
      throw new DataFileError(`The clock in ${path} is out of range. Move the file away to start anew.`);
    }
    const content = this.#fresh(saved.referrals);
    this.clock.offset = saved.clockOffset;
    return content;
  }

  /** Finds texts of the beginning by lower-case id. The index is created on first use, since it is rarely needed. */
  #textsOfBeginning(): (id: string) => string | undefined {
    let texts: Map<string, string> | undefined;
    return (id) => {
      texts ??= new Map(this.#beginning.map((item) => [item.id.toLowerCase(), item.text]));
      return texts.get(id);
    };
  }

  /** The write is saved, so a listener that fails must not let it seem to have failed. */
  #tell(changes: readonly Change[]): void {
    try {
      this.#changes.fire(changes);
    } catch (error) {
      this.#report(`Internal error of the sandbox: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }

  #fresh(referrals: Iterable<Parsed>): Content {
    const store = new ReferralStore(
      referrals,
      (written) => this.#dataFile?.commit({ written }),
      (changes) => this.#tell(changes),
    );
    return { store, list: new ListEndpoint(store, this.settings) };
  }
}

interface Content {
  readonly store: ReferralStore;
  readonly list: ListEndpoint;
}

function* readIncoming({ seed, seedName, count }: SandboxOptions, now: number, quirks: boolean): Generator<Parsed> {
  if (seed !== undefined) {
    for (const item of readSeed(seed, seedName)) yield { ...item, origin: 'seed' };
  } else {
    // Rounded to the hour, so that two starts in a row give the same dates.
    const hour = now - (now % 3_600_000);
    for (const { id, value } of generateReferrals(count ?? 60, hour, quirks)) {
      yield { id, text: JSON.stringify(value), origin: 'sandbox', value };
    }
  }
}

function* keepTexts(incoming: Iterable<Parsed>, kept: Incoming[]): Generator<Parsed> {
  for (const item of incoming) {
    kept.push({ id: item.id, text: item.text, origin: item.origin });
    yield item;
  }
}

function exhaust(items: Iterator<unknown>): undefined {
  while (!items.next().done) continue;
}
