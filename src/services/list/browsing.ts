import { Emitter } from '../../base/event.ts';
import { Lifetime, type Disposable } from '../../base/lifetime.ts';
import type { ListState } from './listState.ts';
import type { ReferralList } from './referralList.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import type { SearchText } from '../search/searchText.ts';
import type { Memory } from '../catalog/recent.ts';
import { ArrangedReferrals, type ArrangementChange } from './arrangedReferrals.ts';
import { noFilter, readArrangement, type Arrangement, type Group, type ReferralFilter } from './arrangement.ts';
import { queryOf } from './query.ts';

export interface BrowsingChange {
  readonly state: ListState;
  readonly rows: ArrangementChange;
}

const arrangementKey = 'partnerReferrals.arrangement';
const emailKey = 'partnerReferrals.myEmail';

/** The list, filtered, sorted and grouped as the user set it. The workspace's state keeps these settings. */
export class Browsing implements Disposable {
  readonly list: ReferralList;
  readonly #memory: Memory;
  readonly #arranged: ArrangedReferrals;
  readonly #lifetime = new Lifetime();
  readonly #changed = this.#lifetime.add(new Emitter<BrowsingChange>());
  #myEmail: string | undefined;
  #marked: ReadonlySet<string>;

  /** Fired once for each change of the list or of the arrangement, with the rows to redraw. */
  readonly onDidChange = this.#changed.event;

  /** @param textOf returns the text in which a referral is searched */
  constructor(
    list: ReferralList,
    memory: Memory,
    locale: string,
    textOf?: (item: ReferralSummary) => SearchText,
    now?: () => number,
  ) {
    this.list = list;
    this.#memory = memory;
    this.#arranged = new ArrangedReferrals(locale, textOf, now);
    this.#arranged.arrange(readArrangement(memory.get(arrangementKey)), undefined);
    this.#arranged.setItems(list.state.items);
    this.#marked = list.state.changed;
    this.#lifetime.add(list.onDidChange((state) => this.#take(state)));
    // If the list isn't loaded yet, this sends no request; the first request then uses this query.
    void list.ask(queryOf(this.arrangement, undefined));
  }

  get arrangement(): Arrangement {
    return this.#arranged.arrangement;
  }

  get groups(): readonly Group[] {
    return this.#arranged.groups;
  }

  /** Number of loaded referrals that match the filter. */
  get shown(): number {
    return this.#arranged.shown;
  }

  /** Undefined if it is unknown; then no referral counts as the user's. */
  get myEmail(): string | undefined {
    return this.#myEmail;
  }

  /** The address that the user entered, used if the account has none. */
  get rememberedEmail(): string | undefined {
    const kept = this.#memory.get(emailKey);
    return typeof kept === 'string' ? kept : undefined;
  }

  rememberEmail(email: string): void {
    void this.#memory.update(emailKey, email);
  }

  setMyEmail(email: string | undefined): void {
    if (email === this.#myEmail) return;
    this.#myEmail = email;
    if (this.arrangement.filter.mine) this.#arrange(this.arrangement);
  }

  /** Filters, sorts and groups again, and requests what the server can filter or sort. */
  arrange(change: Partial<Arrangement>): void {
    const arrangement = { ...this.arrangement, ...change };
    // The text is often a customer's name, which must not be written to disk.
    void this.#memory.update(arrangementKey, { ...arrangement, filter: { ...arrangement.filter, text: '' } });
    this.#arrange(arrangement);
  }

  filter(change: Partial<ReferralFilter>): void {
    this.arrange({ filter: { ...this.arrangement.filter, ...change } });
  }

  clearFilter(): void {
    this.arrange({ filter: noFilter });
  }

  /** Call this when the passing time may have changed which referrals need attention, or in which order. */
  timePassed(): void {
    this.#changed.fire({ state: this.list.state, rows: this.#arranged.timePassed() });
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  #arrange(arrangement: Arrangement): void {
    this.#arranged.arrange(arrangement, this.#myEmail);
    this.#changed.fire({ state: this.list.state, rows: { kind: 'all' } });
    // The result, including a failure, is in the list's state.
    void this.list.ask(queryOf(arrangement, this.#myEmail));
  }

  #take(state: ListState): void {
    const rows = this.#arranged.setItems(state.items);
    this.#changed.fire({ state, rows: withMarks(rows, this.#marked, state.changed) });
    this.#marked = state.changed;
  }
}

/** Adds the rows that were marked or unmarked. */
function withMarks(
  change: ArrangementChange,
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
): ArrangementChange {
  if (change.kind === 'all' || before === after) return change;
  const rows = new Set(change.kind === 'some' ? change.rows : []);
  for (const id of before) if (!after.has(id)) rows.add(id);
  for (const id of after) if (!before.has(id)) rows.add(id);
  if (rows.size === 0) return change;
  return { kind: 'some', groups: change.kind === 'some' ? change.groups : [], rows: [...rows] };
}
