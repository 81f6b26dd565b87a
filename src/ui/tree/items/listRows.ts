import type { ConnectionId } from '../../../protocol/panel.ts';
import { engagementTitle, type ReferralSummary } from '../../../referral/summary.ts';
import type { ArrangementChange } from '../../../services/list/arrangedReferrals.ts';
import type { Browsing } from '../../../services/list/browsing.ts';
import type { Group } from '../../../services/list/arrangement.ts';
import type { GroupRow } from './groupItems.ts';
import type { ReferralRow, Row } from './rows.ts';

/** Rows under one heading at first, and more of them each time: VS Code draws some thousands before one waits for it. */
const step = 2_000;

/** Objects that stay the same: VS Code finds the row to draw anew by identity. */
type Lasting<T> = { -readonly [key in keyof T]: T[key] };

/** The rows of the list: headings, referrals below them. */
export class ListRows {
  readonly #browsing: Pick<Browsing, 'groups'>;
  readonly #find: (connection: ConnectionId, id: string) => ReferralSummary | undefined;
  #connection: ConnectionId;
  #referrals = new Map<string, Lasting<ReferralRow>>();
  #groups = new Map<string, Lasting<GroupRow>>();
  /** The titles of the headings of engagements, as they were drawn last. */
  readonly #titles = new Map<string, string | undefined>();
  #parents = new WeakMap<Row, GroupRow>();
  readonly #collapsed = new Set<string>();
  /** How many rows are shown under a heading; under none for the headings themselves. */
  readonly #limits = new Map<string, number>();

  constructor(
    browsing: Pick<Browsing, 'groups'>,
    find: (connection: ConnectionId, id: string) => ReferralSummary | undefined,
    connection: ConnectionId,
  ) {
    this.#browsing = browsing;
    this.#find = find;
    this.#connection = connection;
  }

  /** Forgets the rows of another connection. */
  use(connection: ConnectionId): void {
    if (connection === this.#connection) return;
    this.#connection = connection;
    this.#referrals = new Map();
  }

  top(): Row[] {
    const { groups } = this.#browsing;
    const [only] = groups;
    if (only?.by === 'none') return this.#cut(only.key, only.members, (member) => this.#rowOf(member, undefined));
    return this.#cut('', groups, (group) => this.#headingOf(group));
  }

  below(row: GroupRow): Row[] {
    return this.#cut(row.group.key, row.group.members, (member) => this.#rowOf(member, row));
  }

  parentOf(row: Row): GroupRow | undefined {
    return this.#parents.get(row);
  }

  /** The rows to draw anew; undefined: all. Rows that nobody has seen yet need no drawing. */
  changed(change: ArrangementChange): Row[] | undefined {
    if (change.kind === 'nothing') return [];
    if (change.kind === 'all') return undefined;
    const keys = new Set(change.groups);
    for (const key of this.#renamed(change.rows)) keys.add(key);
    const rows: Row[] = [];
    for (const key of keys) {
      const known = this.#groups.get(key);
      if (!known) return undefined;
      rows.push(known);
    }
    for (const id of change.rows) {
      const row = this.#referrals.get(id);
      const summary = this.#find(this.#connection, id);
      if (!row || !summary) continue;
      row.summary = summary;
      // The group's own drawing brings its rows.
      const parent = this.#parents.get(row);
      if (!parent || !keys.has(parent.group.key)) rows.push(row);
    }
    return rows;
  }

  setCollapsed(row: GroupRow, collapsed: boolean): void {
    const { key } = row.group;
    if (collapsed) this.#collapsed.add(key);
    else this.#collapsed.delete(key);
    const known = this.#groups.get(key);
    if (known) known.collapsed = collapsed;
  }

  /** Returns the row to draw anew; undefined: all. */
  showMore(key: string): GroupRow | undefined {
    this.#limits.set(key, (this.#limits.get(key) ?? step) + step);
    return this.#groups.get(key);
  }

  /** The heading of an engagement is the name of one of its referrals, which may change where no row moves. */
  *#renamed(ids: readonly string[]): Generator<string> {
    for (const id of ids) {
      const engagementId = this.#find(this.#connection, id)?.engagementId?.toLowerCase();
      const heading = engagementId === undefined ? undefined : this.#groups.get(`engagement/${engagementId}`);
      if (heading?.group.by === 'engagement' && titleOf(heading.group) !== this.#titles.get(heading.group.key)) {
        this.#titles.set(heading.group.key, titleOf(heading.group));
        yield heading.group.key;
      }
    }
  }

  #cut<T>(key: string, all: readonly T[], rowOf: (item: T) => Row): Row[] {
    const limit = this.#limits.get(key) ?? step;
    const rows = all.slice(0, limit).map(rowOf);
    if (all.length > limit) rows.push({ kind: 'moreRows', key, left: all.length - limit });
    return rows;
  }

  #headingOf(group: Group): GroupRow {
    if (group.by === 'engagement') this.#titles.set(group.key, titleOf(group));
    const known = this.#groups.get(group.key);
    if (known) {
      known.group = group;
      return known;
    }
    const row = { kind: 'group', group, collapsed: this.#collapsed.has(group.key) } as const;
    this.#groups.set(group.key, row);
    return row;
  }

  #rowOf(summary: ReferralSummary, heading: GroupRow | undefined): ReferralRow {
    let row = this.#referrals.get(summary.id);
    if (row) row.summary = summary;
    else {
      row = { kind: 'referral', id: summary.id, connection: this.#connection, summary };
      this.#referrals.set(summary.id, row);
    }
    if (heading) this.#parents.set(row, heading);
    else this.#parents.delete(row);
    return row;
  }
}

function titleOf({ value, members }: Group): string | undefined {
  return value === undefined ? undefined : engagementTitle(members);
}
