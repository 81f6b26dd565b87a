import type { SandboxClock } from '../time/clock.ts';
import type { SandboxOptions } from '../http/createSandbox.ts';
import { DataFile, DataFileError } from './dataFile.ts';
import { ReferralList } from '../list/list.ts';
import { moveMicrosoftSide } from '../time/microsoftSide.ts';
import { expireUnanswered } from '../time/passingTime.ts';
import { generateReferrals } from '../sample/sample.ts';
import { readSeed } from '../seed/seed.ts';
import { ReferralStore, type Incoming, type Parsed } from './store.ts';

/** What calls change and a reset brings back: referrals and clock. */
export class SandboxState {
  readonly clock: SandboxClock;
  readonly settings: { readonly quirks: boolean; readonly pageSize: number; readonly strict: boolean };
  private readonly seed: readonly Incoming[];
  private readonly dataFile: DataFile | undefined;
  private current: { store: ReferralStore; list: ReferralList };

  /** @throws SeedError or DataFileError when that file cannot be used */
  constructor(clock: SandboxClock, options: SandboxOptions) {
    const { quirks = true, pageSize = 100, strict = false } = options;
    this.clock = clock;
    this.settings = { quirks, pageSize, strict };
    this.dataFile = options.dataFile === undefined ? undefined : new DataFile(options.dataFile);
    const seed: Incoming[] = [];
    // The values of the seed are indexed as they come and not kept.
    const fromSeed = this.fresh(keepTexts(readIncoming(options, clock.now(), quirks), seed));
    this.seed = seed;
    // Last, as it takes the file's lock: a bad seed must not leave that behind.
    const saved = this.dataFile?.load();
    if (saved && !clock.canShow(saved.clockOffset)) {
      this.dataFile?.close();
      throw new DataFileError(
        `The clock in ${options.dataFile} is out of range. Remove its last line with "clockOffset", or move the file away to start anew.`,
      );
    }
    if (saved) clock.offset = saved.clockOffset;
    else this.dataFile?.begin(seed);
    this.current = saved ? this.fresh(saved.referrals) : fromSeed;
  }

  get store(): ReferralStore {
    return this.current.store;
  }

  get list(): ReferralList {
    return this.current.list;
  }

  /** Moves time forward, and with it what time changes; tells how many referrals. */
  advance(days: number): { expired: number; moved: number } {
    // First to the file: when that fails, time has not moved.
    this.dataFile?.appendClock(this.clock.offsetAfter(days));
    this.clock.advance(days);
    // Microsoft's answers first: what it answered in time does not expire.
    const moved = moveMicrosoftSide(this.store, this.clock, this.seedTexts());
    return { moved, expired: expireUnanswered(this.store, this.clock) };
  }

  /** Back to the seed, character by character, and to the real time. */
  reset(): void {
    this.dataFile?.replaceAll({ referrals: this.seed, clockOffset: 0 });
    this.clock.offset = 0;
    this.current = this.fresh(this.seed);
  }

  close(): void {
    this.dataFile?.close();
  }

  /** Finds texts of the seed by id in lower case; indexed when first asked, as few seeds have a registration due. */
  private seedTexts(): (id: string) => string | undefined {
    let texts: Map<string, string> | undefined;
    return (id) => {
      texts ??= new Map(this.seed.map((item) => [item.id.toLowerCase(), item.text]));
      return texts.get(id);
    };
  }

  private fresh(referrals: Iterable<Parsed>): { store: ReferralStore; list: ReferralList } {
    const store = new ReferralStore(referrals, (written) => this.dataFile?.appendReferral(written));
    return { store, list: new ReferralList(store, this.settings) };
  }
}

function* readIncoming({ seed, seedName, count }: SandboxOptions, now: number, quirks: boolean): Generator<Parsed> {
  if (seed !== undefined) {
    for (const item of readSeed(seed, seedName)) yield { ...item, origin: 'seed' };
  } else {
    // To the hour: two starts in a row make the same dates too.
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
