import { ApiError } from '../../../api/failure.ts';
import { Lifetime, type Disposable } from '../../../base/lifetime.ts';
import type { CatalogChange } from '../../../services/catalog/catalog.ts';
import { relatedTo } from '../../../services/catalog/engagement.ts';
import { EngagementLookups, type Lookup } from '../../../services/catalog/engagementLookups.ts';
import type { ConnectionId } from '../../../services/connection/connection.ts';
import { explain } from '../../../services/connection/explain/explanation.ts';
import type { ListState } from '../../../services/list/listState.ts';
import { treeIdOf, type NoteRow, type ReferralRow, type Row, type SectionRow } from './rows.ts';
import type { BranchDeps } from './lazyBranches.ts';

/** Maximum number of simultaneous requests for unknown referrals. */
const maxRequests = 2;

/** The children of rows. They are created when a row is expanded. A row is redrawn when its children change. */
export class Branches implements Disposable {
  readonly #deps: BranchDeps;
  readonly #redraw: (row: Row) => void;
  readonly #lifetime = new Lifetime();
  readonly #lookups: EngagementLookups;
  /** The latest row of each expanded referral, by its id in the tree. */
  readonly #expanded = new Map<string, ReferralRow>();
  /** Sections that have been expanded, by their id in the tree. */
  readonly #open = new Map<string, SectionRow>();
  /** Unknown referrals that have been requested: not yet received, or failed. */
  readonly #requested = new Map<string, 'waiting' | 'missing'>();
  #activeRequests = 0;
  /**
   * True after a failure such as throttling or a lost connection. No further requests are sent until the list is loaded
   * again.
   */
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
      this.#lookups.onDidSettle(({ connection, engagementId }) =>
        this.#redrawEngagements(connection, new Set([engagementId.toLowerCase()])),
      ),
    );
  }

  childrenOf(row: Row): Row[] {
    switch (row.kind) {
      case 'referral':
        return this.#childrenOfReferral(row);
      case 'section':
        return this.#childrenOfSection(row);
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

  #childrenOfReferral(row: ReferralRow): Row[] {
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

  #childrenOfSection(section: SectionRow): Row[] {
    this.#open.set(treeIdOf(section), section);
    const { connection } = section;
    const ids = this.#deps.idsOf(section);
    this.#loadMissing(section, ids);
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
            missing: this.#requested.get(`${connection}/${id}`) === 'missing',
          };
    });
    return [...rows, ...others];
  }

  /**
   * Fetches referrals of which only the id is known. Waits until the list is loaded, since it usually contains them.
   */
  #loadMissing(section: SectionRow, ids: readonly string[]): void {
    const { catalog, list } = this.#deps;
    const { connection } = section;
    if (this.#paused || list.state.phase !== 'ready' || list.state.connection !== connection) return;
    const waiting = ids.filter((id) => !catalog.find(connection, id) && !this.#requested.has(`${connection}/${id}`));
    for (const id of waiting.slice(0, maxRequests - this.#activeRequests)) {
      const key = `${connection}/${id}`;
      this.#requested.set(key, 'waiting');
      this.#activeRequests++;
      const ended = (): void => {
        this.#activeRequests--;
        if (!this.#lifetime.ended) this.#redraw(section);
      };
      const { signal } = this.#requests;
      catalog.open(connection, id, { signal }).then(ended, (error: unknown) => {
        if (!signal.aborted) {
          this.#requested.set(key, 'missing');
          const kind = error instanceof ApiError ? error.failure.kind : undefined;
          if (kind !== 'notFound' && kind !== 'forbidden') this.#paused = true;
        }
        ended();
      });
    }
  }

  #cancelRequests(): void {
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
    const engagements = new Set<string>();
    for (const id of ids) {
      const engagementId = this.#deps.catalog.find(connection, id)?.summary.engagementId;
      if (engagementId !== undefined) engagements.add(engagementId.toLowerCase());
    }
    this.#redrawEngagements(connection, engagements, ids);
  }

  /** @param engagements lower case, as `ids` */
  #redrawEngagements(
    connection: ConnectionId,
    engagements: ReadonlySet<string>,
    ids: ReadonlySet<string> = new Set(),
  ): void {
    for (const row of this.#expanded.values()) {
      const engagementId = row.summary.engagementId?.toLowerCase();
      const isOne = ids.has(row.id) || (engagementId !== undefined && engagements.has(engagementId));
      if (row.connection === connection && isOne) this.#redraw(row);
    }
  }

  #listChanged({ phase, connection, failure }: ListState): void {
    const before = this.#phase;
    this.#phase = phase;
    if (phase === 'new') {
      this.#expanded.clear();
      this.#lookups.forget(connection);
    }
    // Reloading the list retries failed requests.
    if (phase === 'loading' || phase === 'new') {
      this.#requested.clear();
      this.#paused = false;
    }
    // Not before the list was loaded, since the server may still throttle or be down.
    if (phase === 'ready' && before === 'loading' && !failure) {
      this.#redrawEngagements(connection, this.#lookups.forgetFailures(connection));
    }
    if (phase === 'new') this.#cancelRequests();
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
