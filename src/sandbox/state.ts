import type { SandboxClock } from './clock.ts';
import type { SandboxOptions } from './createSandbox.ts';
import { ReferralList } from './list.ts';
import { generateReferrals } from './sample.ts';
import { readSeed } from './seed.ts';
import { ReferralStore, type Incoming } from './store.ts';

/** What calls change and a reset brings back: referrals and clock. */
export class SandboxState {
  readonly clock: SandboxClock;
  readonly settings: { readonly quirks: boolean; readonly pageSize: number; readonly strict: boolean };
  private readonly seed: readonly Incoming[];
  private current: { store: ReferralStore; list: ReferralList };

  /** @throws SeedError when the seed cannot be used */
  constructor(clock: SandboxClock, options: SandboxOptions) {
    this.clock = clock;
    const { quirks = true, pageSize = 100, strict = false } = options;
    this.settings = { quirks, pageSize, strict };
    this.seed = readIncoming(options, clock.now(), this.settings.quirks);
    this.current = this.fresh();
  }

  get store(): ReferralStore {
    return this.current.store;
  }

  get list(): ReferralList {
    return this.current.list;
  }

  /** Back to the seed, character by character, and to the real time. */
  reset(): void {
    this.clock.reset();
    this.current = this.fresh();
  }

  private fresh(): { store: ReferralStore; list: ReferralList } {
    const store = new ReferralStore(this.seed);
    return { store, list: new ReferralList(store, this.settings) };
  }
}

function readIncoming({ seed, seedName, count }: SandboxOptions, now: number, quirks: boolean): Incoming[] {
  if (seed !== undefined) return readSeed(seed, seedName).map((item): Incoming => ({ ...item, origin: 'seed' }));
  const incoming: Incoming[] = [];
  for (const { id, value } of generateReferrals(count ?? 60, now, quirks)) {
    incoming.push({ id, text: JSON.stringify(value), origin: 'sandbox' });
  }
  return incoming;
}
