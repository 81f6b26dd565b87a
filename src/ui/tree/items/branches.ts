import { ApiError } from '../../../api/failure.ts';
import { Lifetime, type Disposable } from '../../../base/lifetime.ts';
import type { CatalogChange } from '../../../services/catalog/catalog.ts';
import { relatedTo } from '../../../services/catalog/engagement.ts';
import { EngagementLookups, type Lookup } from '../../../services/catalog/engagementLookups.ts';
import { explain } from '../../../services/connection/explain/explanation.ts';
import type { ListState } from '../../../services/list/listState.ts';
import { treeIdOf, type NoteRow, type ReferralRow, type Row, type SectionRow } from './rows.ts';
import type { BranchDeps } from './lazyBranches.ts';

/** Requests at a time for referrals of which only the id is known. */
const atATime = 2;

/** What hangs below rows: made when a row is expanded, and drawn again, row by row, when what it shows has changed. */
export class Branches implements Disposable {
  readonly #deps: BranchDeps;
  readonly #redraw: (row: Row) => void;
  readonly #lifetime = new Lifetime();
  readonly #lookups: EngagementLookups;
  /** The newest row of each referral that was expanded, by its id in the tree. */
  readonly #expanded = new Map<string, ReferralRow>();
  /** Sections that were looked into, by their id in the tree. */
  readonly #open = new Map<string, SectionRow>();
  /** Asked for by their id alone, and not found or not there yet. */
  readonly #asked = new Map<string, 'waiting' | 'missing'>();
  #asking = 0;
  /** The server asks for patience, or can't be reached: nothing is asked for until the list is asked anew. */
  #paused = false;
  #requests = new AbortController();
  #phase: ListState['phase'];

  constructor(deps: BranchDeps, redraw: (row: Row) => void) {
    this.#deps = deps;
    this.#redraw = redraw;
    this.#phase = deps.list.state.phase;
    this.#lookups = this.#lifetime.add(new EngagementLookups(deps.catalog));
    this.#lifetime.add(deps.catalog.onDidChange((change) => this.#catalogChanged(change)));
    this.#lifetime.add(deps.list.onDidChange((state) => this.#listChanged(state)));
    this.#lifetime.add(
      this.#lookups.onDidSettle(({ engagementId }) => {
        for (const row of this.#expanded.values()) if (row.summary.engagementId === engagementId) this.#redraw(row);
      }),
    );
  }

  childrenOf(row: Row): Row[] {
    switch (row.kind) {
      case 'referral':
        return this.#below(row);
      case 'section':
        return this.#inside(row);
      default:
        return [];
    }
  }

  lookAgain({ parent }: NoteRow): void {
    const { engagementId } = parent.summary;
    if (engagementId === undefined) return;
    this.#lookups.look({ connection: parent.connection, engagementId }, true);
    this.#redraw(this.#expanded.get(treeIdOf(parent)) ?? parent);
  }

  dispose(): void {
    this.#lifetime.dispose();
    this.#requests.abort();
  }

  #below(row: ReferralRow): Row[] {
    this.#expanded.set(treeIdOf(row), row);
    const { connection, summary } = row;
    const contacts = summary.contacts.map((person, nth): Row => ({ kind: 'contact', person, nth, parent: row }));
    const { engagementId } = summary;
    if (engagementId === undefined) return contacts;
    const lookup = this.#lookups.look({ connection, engagementId });
    const others = relatedTo(summary, this.#deps.catalog.of(connection)).flatMap(({ id }): ReferralRow[] => {
      const known = this.#deps.catalog.find(connection, id)?.summary;
      return known ? [{ kind: 'referral', id, connection, summary: known, parent: row }] : [];
    });
    const note = noteOn(lookup, row, others.length);
    return [...others, ...(note ? [note] : []), ...contacts];
  }

  #inside(section: SectionRow): Row[] {
    this.#open.set(treeIdOf(section), section);
    const { connection } = section;
    const ids = this.#deps.idsOf(section);
    this.#fill(section, ids);
    const others = this.#deps.othersOf(section).map(({ key, draft }, nth): Row => {
      const summary = this.#deps.catalog.find(connection, draft.id)?.summary;
      return { kind: 'otherDraft', key, referral: draft.id, summary, nth, parent: section };
    });
    const rows = ids.map((id): Row => {
      const summary = this.#deps.catalog.find(connection, id)?.summary;
      return summary
        ? { kind: 'referral', id, connection, summary, parent: section }
        : {
            kind: 'unknown',
            id,
            connection,
            parent: section,
            missing: this.#asked.get(`${connection}/${id}`) === 'missing',
          };
    });
    return [...rows, ...others];
  }

  /** Fetches what is known by its id alone; not before the list is there, which most often brings it anyway. */
  #fill(section: SectionRow, ids: readonly string[]): void {
    const { catalog, list } = this.#deps;
    const { connection } = section;
    if (this.#paused || list.state.phase !== 'ready' || list.state.connection !== connection) return;
    const waiting = ids.filter((id) => !catalog.find(connection, id) && !this.#asked.has(`${connection}/${id}`));
    for (const id of waiting.slice(0, atATime - this.#asking)) {
      const key = `${connection}/${id}`;
      this.#asked.set(key, 'waiting');
      this.#asking++;
      const ended = (): void => {
        this.#asking--;
        if (!this.#lifetime.ended) this.#redraw(section);
      };
      const { signal } = this.#requests;
      catalog.open(connection, id, { signal }).then(ended, (error: unknown) => {
        if (!signal.aborted) {
          this.#asked.set(key, 'missing');
          const kind = error instanceof ApiError ? error.failure.kind : undefined;
          if (kind !== 'notFound' && kind !== 'forbidden') this.#paused = true;
        }
        ended();
      });
    }
  }

  #stopAsking(): void {
    this.#requests.abort();
    this.#requests = new AbortController();
  }

  #catalogChanged({ connection, ids }: CatalogChange): void {
    for (const section of this.#open.values()) {
      if (section.connection === connection && this.#deps.idsOf(section).some((id) => ids.has(id))) {
        this.#redraw(section);
      }
    }
    if (this.#expanded.size === 0) return;
    const engagements = new Set(Array.from(ids, (id) => this.#deps.catalog.find(connection, id)?.summary.engagementId));
    for (const row of this.#expanded.values()) {
      if (row.connection !== connection) continue;
      if (ids.has(row.id) || (row.summary.engagementId && engagements.has(row.summary.engagementId))) {
        this.#redraw(row);
      }
    }
  }

  #listChanged({ phase, connection }: ListState): void {
    const before = this.#phase;
    this.#phase = phase;
    if (phase === 'new') {
      this.#expanded.clear();
      this.#lookups.forget(connection);
    }
    // Asking the list anew is asking for all that is shown anew.
    if (phase === 'loading' || phase === 'new') {
      this.#asked.clear();
      this.#paused = false;
    }
    if (phase === 'new') this.#stopAsking();
    if (phase === 'ready' && before !== 'ready') for (const section of this.#open.values()) this.#redraw(section);
  }
}

function noteOn(lookup: Lookup, parent: ReferralRow, others: number): NoteRow | undefined {
  switch (lookup.kind) {
    case 'asking':
      return { kind: 'note', note: 'asking', parent };
    case 'done':
      return others === 0 ? { kind: 'note', note: 'alone', parent } : undefined;
    case 'notSearchable':
      return { kind: 'note', note: 'notSearchable', parent };
    case 'failed':
      return {
        kind: 'note',
        note: 'failed',
        parent,
        ...(lookup.failure ? { reason: explain(lookup.failure, parent.connection).title } : {}),
      };
  }
}
