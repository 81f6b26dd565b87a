import type { ConnectionId } from '../../../protocol/panel.ts';
import { engagementTitle, type ReferralSummary } from '../../../referral/summary.ts';
import type { ArrangementChange } from '../../../services/list/arrangedReferrals.ts';
import type { Browsing } from '../../../services/list/browsing.ts';
import type { Group } from '../../../services/list/arrangement.ts';
import type { GroupRow } from './groupItems.ts';
import type { ReferralRow, Row } from './rows.ts';

/**
 * Number of rows that are initially shown in a group, and added by "Show more". VS Code draws a few thousand rows
 * without a noticeable delay.
 */
const rowsAtOnce = 2_000;
/** Prefix of the keys of customers' groups. */
const customerKeys = 'customer/';

/** Objects that are updated in place: VS Code identifies the row to redraw by its object. */
type Mutable<T> = { -readonly [key in keyof T]: T[key] };

/** The rows of the list: groups and their referrals. */
export class ListRows {
  readonly #browsing: Pick<Browsing, 'groups'>;
  readonly #find: (connection: ConnectionId, id: string) => ReferralSummary | undefined;
  #connection: ConnectionId;
  readonly #referrals = new Map<string, Mutable<ReferralRow>>();
  readonly #groups = new Map<string, Mutable<GroupRow>>();
  /** The titles of engagement groups, as last drawn. */
  readonly #titles = new Map<string, string | undefined>();
  #parents = new WeakMap<Row, GroupRow>();
  readonly #collapsed = new Set<string>();
  /** Number of objects from which on those of referrals that are gone are looked for. */
  #most = rowsAtOnce;
  /** Number of rows that are shown, by key of the group; for the groups themselves, the key is empty. */
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

  /** Discards the rows if the connection has changed. */
  use(connection: ConnectionId): void {
    if (connection === this.#connection) return;
    this.#connection = connection;
    this.clear();
  }

  /** Discards the rows. Call this when the list is empty, so that customers' data is not kept after a sign-out. */
  clear(): void {
    this.#referrals.clear();
    this.#groups.clear();
    this.#titles.clear();
    // The keys of these groups are names. What is known of states, months and the like stays.
    for (const key of [...this.#collapsed, ...this.#limits.keys()]) {
      if (!key.startsWith(customerKeys)) continue;
      this.#collapsed.delete(key);
      this.#limits.delete(key);
    }
  }

  top(): Row[] {
    const { groups } = this.#browsing;
    const [only] = groups;
    if (only?.by === 'none') return this.#cut(only.key, only.members, (member) => this.#rowOf(member, undefined));
    return this.#cut('', groups, (group) => this.#groupRowOf(group));
  }

  below(row: GroupRow): Row[] {
    return this.#cut(row.group.key, row.group.members, (member) => this.#rowOf(member, row));
  }

  parentOf(row: Row): GroupRow | undefined {
    return this.#parents.get(row);
  }

  /** The heading of the engagement that a row is in. Undefined in other groups, and for what has no engagement. */
  headingOf(row: Row): string | undefined {
    const group = this.#parents.get(row)?.group;
    return group?.by === 'engagement' ? this.#titles.get(group.key) : undefined;
  }

  /** Returns the rows to redraw; undefined for all. Rows that were never drawn are omitted. */
  changed(change: ArrangementChange): Row[] | undefined {
    const rows = this.#toRedraw(change);
    if (!rows) this.#dropGone();
    return rows;
  }

  #toRedraw(change: ArrangementChange): Row[] | undefined {
    if (change.kind === 'nothing') return [];
    if (change.kind === 'all') return undefined;
    const keys = new Set(change.groups);
    for (const key of this.#groupsWithNewTitle(change.rows)) keys.add(key);
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
      // Redrawing the group redraws its rows.
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

  /** Returns the row to redraw; undefined for all. */
  showMore(key: string): GroupRow | undefined {
    this.#limits.set(key, (this.#limits.get(key) ?? rowsAtOnce) + rowsAtOnce);
    return this.#groups.get(key);
  }

  /** Drops the rows of referrals and groups that are gone when there are many rows. */
  #dropGone(): void {
    if (this.#referrals.size + this.#groups.size <= this.#most) return;
    for (const id of this.#referrals.keys()) if (!this.#find(this.#connection, id)) this.#referrals.delete(id);
    const keys = new Set(this.#browsing.groups.map(({ key }) => key));
    for (const key of this.#groups.keys()) {
      if (keys.has(key)) continue;
      this.#groups.delete(key);
      this.#titles.delete(key);
    }
    // So that looking stays cheap, however many there are.
    this.#most = 2 * (this.#referrals.size + this.#groups.size) + rowsAtOnce;
  }

  /**
   * Returns the groups whose title has changed. The title of an engagement's group is the name of one of its referrals,
   * which may change although no row moves.
   */
  *#groupsWithNewTitle(ids: readonly string[]): Generator<string> {
    for (const id of ids) {
      const engagementId = this.#find(this.#connection, id)?.engagementId?.toLowerCase();
      const groupRow = engagementId === undefined ? undefined : this.#groups.get(`engagement/${engagementId}`);
      if (groupRow?.group.by === 'engagement' && titleOf(groupRow.group) !== this.#titles.get(groupRow.group.key)) {
        this.#titles.set(groupRow.group.key, titleOf(groupRow.group));
        yield groupRow.group.key;
      }
    }
  }

  #cut<T>(key: string, all: readonly T[], rowOf: (item: T) => Row): Row[] {
    const limit = this.#limits.get(key) ?? rowsAtOnce;
    const rows = all.slice(0, limit).map(rowOf);
    if (all.length > limit) rows.push({ kind: 'moreRows', key, left: all.length - limit });
    return rows;
  }

  #groupRowOf(group: Group): GroupRow {
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

  #rowOf(summary: ReferralSummary, groupRow: GroupRow | undefined): ReferralRow {
    let row = this.#referrals.get(summary.id);
    if (row) row.summary = summary;
    else {
      row = { kind: 'referral', id: summary.id, connection: this.#connection, summary };
      this.#referrals.set(summary.id, row);
    }
    if (groupRow) this.#parents.set(row, groupRow);
    else this.#parents.delete(row);
    return row;
  }
}

function titleOf({ value, members }: Group): string | undefined {
  return value === undefined ? undefined : engagementTitle(members);
}
