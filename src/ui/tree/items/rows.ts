import type { ConnectionId } from '../../../protocol/panel.ts';
import type { Person, ReferralSummary } from '../../../referral/summary.ts';
import type { GroupRow } from './groupItems.ts';

/** A row of the side panel. The `id` of a referral's row is that of the referral, so that commands accept the row. */
export type Row =
  | ReferralRow
  | GroupRow
  | BranchRow
  | { readonly kind: 'more'; readonly loaded: number }
  /** The rows of a group (by its key) that are loaded but not shown yet. */
  | { readonly kind: 'moreRows'; readonly key: string; readonly left: number }
  /** A command that helps after a failure or if no referral matches. */
  | {
      readonly kind: 'help';
      readonly label: string;
      readonly icon: string;
      readonly command: string;
      /** The command's arguments. */
      readonly given: readonly string[];
    };

export interface ReferralRow {
  readonly kind: 'referral';
  readonly id: string;
  readonly connection: ConnectionId;
  readonly summary: ReferralSummary;
  /** The parent, unless it is a row of the list. A referral may have several rows. */
  readonly parent?: SectionRow | ReferralRow;
}

/** Rows above the list and below referrals. They are created when they are expanded. */
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
/** The state of the search for an engagement's other referrals. */
export interface NoteRow {
  readonly kind: 'note';
  readonly note: 'asking' | 'alone' | 'notSearchable' | 'failed';
  /** The reason of a failed search. */
  readonly reason?: string;
  readonly parent: ReferralRow;
}

/** Further facts that are needed to draw a row. */
export interface RowFacts {
  readonly pinned: boolean;
  /** True if the referral was added or changed since the user last looked. */
  readonly changed: boolean;
  /** The heading of the engagement that a row of the list is in. Undefined in other groups. */
  readonly heading: string | undefined;
  /** Number of referrals in a section. */
  readonly count: number;
  /** Current time, in ms since 1970. */
  readonly now: number;
}

/**
 * Returns an id that is unique in the tree and stays the same after a refresh: VS Code keeps selection and expansion by
 * it.
 */
export function treeIdOf(row: ReferralRow | SectionRow): string {
  if (row.kind === 'section') return `${row.connection}/${row.section}`;
  return `${row.parent ? `${treeIdOf(row.parent)} ` : ''}${row.connection}/${row.id}`;
}
