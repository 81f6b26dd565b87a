import type { ConnectionId } from '../../../protocol/panel.ts';
import type { Person, ReferralSummary } from '../../../referral/summary.ts';
import type { GroupRow } from './groupItems.ts';

/** A row of the side panel. The `id` of a referral's row is the referral's, so that rows can be passed to commands. */
export type Row =
  | ReferralRow
  | GroupRow
  | BranchRow
  | { readonly kind: 'more'; readonly loaded: number }
  /** Stands for rows under a heading (by its key) that are loaded but not drawn yet. */
  | { readonly kind: 'moreRows'; readonly key: string; readonly left: number }
  /** What helps when there is nothing but a failure to show. */
  | { readonly kind: 'help'; readonly label: string; readonly icon: string; readonly command: string };

export interface ReferralRow {
  readonly kind: 'referral';
  readonly id: string;
  readonly connection: ConnectionId;
  readonly summary: ReferralSummary;
  /** What it hangs below when it isn't a row of the list: the same referral may stand in several places. */
  readonly parent?: SectionRow | ReferralRow;
}

/** Rows above the list, and below referrals: made when somebody looks at them. */
export type BranchRow = SectionRow | OtherDraftRow | UnknownRow | ContactRow | NoteRow;

export interface SectionRow {
  readonly kind: 'section';
  readonly section: 'unsaved' | 'pinned' | 'recent';
  readonly connection: ConnectionId;
}
/** Unsaved changes of another window, beside those of this one. Without `id`: commands of referrals don't mean it. */
export interface OtherDraftRow {
  readonly kind: 'otherDraft';
  /** Of the draft. */
  readonly key: string;
  readonly referral: string;
  readonly summary: ReferralSummary | undefined;
  readonly nth: number;
  readonly parent: SectionRow;
}
/** A referral of which only the id is known. */
export interface UnknownRow {
  readonly kind: 'unknown';
  readonly id: string;
  readonly connection: ConnectionId;
  readonly parent: SectionRow;
  readonly missing: boolean;
}
export interface ContactRow {
  readonly kind: 'contact';
  readonly person: Person;
  readonly nth: number;
  readonly parent: ReferralRow;
}
/** Says how far asking for an engagement's other referrals got. */
export interface NoteRow {
  readonly kind: 'note';
  readonly note: 'asking' | 'alone' | 'notSearchable' | 'failed';
  /** Why, for a note that something failed. */
  readonly reason?: string;
  readonly parent: ReferralRow;
}

/** What drawing a row takes beside the row. */
export interface RowFacts {
  readonly pinned: boolean;
  /** Came or changed since a person looked. */
  readonly changed: boolean;
  /** How many rows a section has. */
  readonly count: number;
  /** ms since 1970 */
  readonly now: number;
}

/** Unique in the tree, and the same after a refresh: VS Code keeps selection and expansion by it. */
export function treeIdOf(row: ReferralRow | SectionRow): string {
  if (row.kind === 'section') return `${row.connection}/${row.section}`;
  return `${row.parent ? `${treeIdOf(row.parent)} ` : ''}${row.connection}/${row.id}`;
}
