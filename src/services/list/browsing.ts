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

/** The list as a person wants it laid out, which this workspace remembers. */
export class Browsing implements Disposable {
  readonly list: ReferralList;
  readonly #memory: Memory;
  readonly #arranged: ArrangedReferrals;
  readonly #lifetime = new Lifetime();
  readonly #changed = this.#lifetime.add(new Emitter<BrowsingChange>());
  #myEmail: string | undefined;
  #marked: ReadonlySet<string>;

  /** Fired once for each change of the list or of the arrangement, with what of the rows is other than before. */
  readonly onDidChange = this.#changed.event;

  /** @param textOf where the text of a referral is kept that it is searched by */
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
    // A list that isn't loaded yet makes no request for this; its first one is then the right one.
    void list.ask(queryOf(this.arrangement, undefined));
  }

  get arrangement(): Arrangement {
    return this.#arranged.arrangement;
  }

  get groups(): readonly Group[] {
    return this.#arranged.groups;
  }

  /** How many of what is loaded meet the filter. */
  get shown(): number {
    return this.#arranged.shown;
  }

  /** Undefined: nobody knows, and nothing is mine. */
  get myEmail(): string | undefined {
    return this.#myEmail;
  }

  /** What a person said it was, where nothing else tells. */
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

  /** Lays out anew, and asks the server for what of it is for the server. */
  arrange(change: Partial<Arrangement>): void {
    const arrangement = { ...this.arrangement, ...change };
    // What a person types to find a customer is the customer's name: that isn't written to disk.
    void this.#memory.update(arrangementKey, { ...arrangement, filter: { ...arrangement.filter, text: '' } });
    this.#arrange(arrangement);
  }

  filter(change: Partial<ReferralFilter>): void {
    this.arrange({ filter: { ...this.arrangement.filter, ...change } });
  }

  clearFilter(): void {
    this.arrange({ filter: noFilter });
  }

  /** To be called when who needs attention, or how much, may be otherwise than it was. */
  timePassed(): void {
    this.#changed.fire({ state: this.list.state, rows: this.#arranged.timePassed() });
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  #arrange(arrangement: Arrangement): void {
    this.#arranged.arrange(arrangement, this.#myEmail);
    this.#changed.fire({ state: this.list.state, rows: { kind: 'all' } });
    // What it comes to, also a failure, stands in the list's state.
    void this.list.ask(queryOf(arrangement, this.#myEmail));
  }

  #take(state: ListState): void {
    const rows = this.#arranged.setItems(state.items);
    this.#changed.fire({ state, rows: withMarks(rows, this.#marked, state.changed) });
    this.#marked = state.changed;
  }
}

/** A row whose mark came or went is drawn anew too. */
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
