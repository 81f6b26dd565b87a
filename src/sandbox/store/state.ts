import type { SandboxClock } from '../time/clock.ts';
import type { SandboxOptions } from '../http/createSandbox.ts';
import { DataFile, DataFileError } from './dataFile.ts';
import { ListEndpoint } from '../list/listEndpoint.ts';
import { moveMicrosoftSide } from '../time/microsoftSide.ts';
import { expireUnanswered } from '../time/passingTime.ts';
import { generateReferrals } from '../sample/sample.ts';
import { readSeed } from '../seed/seed.ts';
import { ReferralStore, type Incoming, type Parsed } from './store.ts';

/** The state that calls change and a reset restores: referrals and clock. */
export class SandboxState {
  readonly clock: SandboxClock;
  readonly settings: {
    readonly quirks: boolean;
    readonly pageSize: number;
    readonly strict: boolean;
    readonly lenient: boolean;
  };
  readonly #seed: readonly Incoming[];
  /** The seed of the last reset. */
  #latestSeed: readonly Incoming[];
  readonly #dataFile: DataFile | undefined;
  #current: { store: ReferralStore; list: ListEndpoint };

  /**
   * @param initial the referrals of another state, in place of those of the options
   * @throws SeedError or DataFileError if the file cannot be used
   */
  constructor(clock: SandboxClock, options: SandboxOptions, initial?: readonly Incoming[]) {
    const { quirks = true, pageSize = 100, strict = false, lenient = false } = options;
    this.clock = clock;
    this.settings = { quirks, pageSize, strict, lenient };
    this.#dataFile = options.dataFile === undefined ? undefined : new DataFile(options.dataFile);
    const seed: Incoming[] = [];
    // Parsed values of the seed are indexed but not kept.
    const fromSeed = this.#fresh(keepTexts(initial ?? readIncoming(options, clock.now(), quirks), seed));
    this.#seed = seed;
    this.#latestSeed = seed;
    // Last, since it locks the file: an invalid seed must not leave the lock behind.
    const saved = this.#dataFile?.load();
    if (saved && !clock.canShow(saved.clockOffset)) {
      this.#dataFile?.close();
      throw new DataFileError(
        `The clock in ${options.dataFile} is out of range. Remove its last line with "clockOffset", or move the file away to start anew.`,
      );
    }
    if (saved) clock.offset = saved.clockOffset;
    else this.#dataFile?.begin(seed);
    this.#current = saved ? this.#fresh(saved.referrals) : fromSeed;
  }

  get store(): ReferralStore {
    return this.#current.store;
  }

  get list(): ListEndpoint {
    return this.#current.list;
  }

  /** Advances the clock and applies what depends on time. Returns the number of changed referrals. */
  advance(days: number): { expired: number; moved: number } {
    // The file first: if that fails, the clock must not change.
    this.#dataFile?.appendClock(this.clock.offsetAfter(days));
    this.clock.advance(days);
    // Microsoft's side first, since a referral that was answered in time doesn't expire.
    const moved = moveMicrosoftSide(this.store, this.clock, this.#seedTexts());
    return { moved, expired: expireUnanswered(this.store, this.clock) };
  }

  /** What the sandbox was started with. */
  get initial(): readonly Incoming[] {
    return this.#seed;
  }

  /** Restores the exact seed, or takes another one, and the real time. */
  reset(seed: readonly Incoming[] = this.#seed): void {
    this.#dataFile?.replaceAll({ referrals: seed, clockOffset: 0 });
    this.clock.offset = 0;
    this.#latestSeed = seed;
    this.#current = this.#fresh(seed);
  }

  close(): void {
    this.#dataFile?.close();
  }

  /** Finds texts of the seed by lower-case id. The index is created on first use, since it is rarely needed. */
  #seedTexts(): (id: string) => string | undefined {
    let texts: Map<string, string> | undefined;
    return (id) => {
      texts ??= new Map(this.#latestSeed.map((item) => [item.id.toLowerCase(), item.text]));
      return texts.get(id);
    };
  }

  #fresh(referrals: Iterable<Parsed>): { store: ReferralStore; list: ListEndpoint } {
    const store = new ReferralStore(referrals, (written) => this.#dataFile?.appendReferral(written));
    return { store, list: new ListEndpoint(store, this.settings) };
  }
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
