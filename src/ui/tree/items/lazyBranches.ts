import * as vscode from 'vscode';
import { lazy, type Lazy } from '../../../base/lazy.ts';
import { Lifetime } from '../../../base/lifetime.ts';
import type { Catalog } from '../../../services/catalog/catalog.ts';
import type { ConnectionId } from '../../../services/connection/connection.ts';
import type { PinnedReferrals } from '../../../services/catalog/pinned.ts';
import type { RecentReferrals } from '../../../services/catalog/recent.ts';
import type { Drafts, KeptDraft } from '../../../services/edit/drafts.ts';
import type { ReferralList } from '../../../services/list/referralList.ts';
import { innerCommands } from '../../names.ts';
import type { NoteRow, Row, RowFacts, SectionRow } from './rows.ts';

export interface BranchDeps {
  readonly catalog: Catalog;
  readonly list: Pick<ReferralList, 'state' | 'onDidChange'>;
  readonly pinned: PinnedReferrals;
  /** The ids of a section's referrals, in order. */
  readonly idsOf: (section: SectionRow) => string[];
  /** Unsaved changes of other windows of the same referrals. */
  readonly othersOf: (section: SectionRow) => readonly KeptDraft[];
}

/** The children of rows and the sections above the list. The code of the children loads when a row is expanded. */
export interface LazyBranches extends vscode.Disposable {
  /** Those of the sections "Unsaved Changes", "Pinned" and "Recent" that aren't empty. */
  sections(connection: ConnectionId): SectionRow[];
  childrenOf(row: Row): Promise<Row[]>;
  factsOf(row: Row): Pick<RowFacts, 'pinned' | 'count'>;
}

const mostRecent = 10;

/** `redraw` redraws a row and its children, or the whole tree. */
export function registerBranches(
  deps: Omit<BranchDeps, 'idsOf' | 'othersOf'> & { readonly recent: RecentReferrals; readonly drafts: Lazy<Drafts> },
  redraw: (row?: Row) => void,
): LazyBranches {
  const { pinned, recent } = deps;
  const unsaved = (connection: ConnectionId): string[] =>
    (deps.drafts.loaded?.all() ?? []).filter((draft) => draft.connection === connection).map(({ id }) => id);
  const idsOf = ({ section, connection }: SectionRow): string[] => {
    if (section === 'unsaved') return unsaved(connection);
    return section === 'pinned' ? pinned.list(connection) : recent.list(connection).slice(0, mostRecent);
  };
  const othersOf = ({ section, connection }: SectionRow): readonly KeptDraft[] =>
    section === 'unsaved' ? (deps.drafts.loaded?.others(connection) ?? []) : [];
  const lifetime = new Lifetime();
  const branches = lazy(async () =>
    lifetime.add(new (await import('./branches.ts')).Branches({ ...deps, idsOf, othersOf }, redraw)),
  );
  const sections = (['unsaved', 'pinned', 'recent'] as const).flatMap((section) =>
    (['sandbox', 'partner-center'] as const).map((connection) => ({ kind: 'section', section, connection }) as const),
  );
  const drawn = new Set<SectionRow>();
  for (const listening of [
    // Each row of a referral depends on whether it is pinned.
    pinned.onDidChange(() => redraw()),
    recent.onDidChange((connection) => {
      const section = sections.find((row) => row.section === 'recent' && row.connection === connection);
      redraw(section && drawn.has(section) ? section : undefined);
    }),
    vscode.commands.registerCommand(innerCommands.lookAgain, async (row: NoteRow) => (await branches()).lookAgain(row)),
  ]) {
    lifetime.add(listening);
  }
  void deps.drafts().then((drafts) => {
    let shown = '';
    lifetime.add(
      // Typing changes a draft, but not the set of drafts.
      drafts.onDidChange(() => {
        const now = JSON.stringify(
          (['sandbox', 'partner-center'] as const).map((connection) => [
            unsaved(connection).sort(),
            drafts.others(connection).map(({ key }) => key),
          ]),
        );
        if (now !== shown) redraw();
        shown = now;
      }),
    );
    return drafts.load();
  });
  return {
    sections: (connection) => {
      const filled = sections.filter((row) => row.connection === connection && idsOf(row).length > 0);
      for (const row of filled) drawn.add(row);
      return filled;
    },
    childrenOf: async (row) => (await branches()).childrenOf(row),
    factsOf: (row) => ({
      pinned: 'id' in row && pinned.has(row.connection, row.id),
      count: row.kind === 'section' ? idsOf(row).length + othersOf(row).length : 0,
    }),
    dispose: () => lifetime.dispose(),
  };
}
