import * as vscode from 'vscode';
import { lazy, type Lazy } from '../../../base/lazy.ts';
import type { Catalog } from '../../../services/catalog/catalog.ts';
import type { ConnectionId, Connections } from '../../../services/connection/connection.ts';
import type { ServerClocks } from '../../../services/connection/serverClocks.ts';
import type { PinnedReferrals } from '../../../services/catalog/pinned.ts';
import type { RecentReferrals } from '../../../services/catalog/recent.ts';
import type { Drafts } from '../../../services/edit/drafts.ts';
import type { Category } from '../../../referral/category.ts';
import type { Failures } from '../../failures/failures.ts';
import { paneCommands, rowCommands } from '../../names.ts';
import type { Mask } from '../../panel/mask.ts';
import type { ReferralPanels } from '../../panel/panels.ts';
import type { RegisteredTree } from '../registerTree.ts';

/** The filter to apply. Members that are not set don't filter. */
export interface FilterLike {
  readonly status?: readonly string[];
  readonly category?: Category;
  readonly text?: string;
}

export interface RowActionDeps {
  readonly connections: Connections;
  readonly catalog: Catalog;
  readonly clocks: ServerClocks;
  readonly pinned: PinnedReferrals;
  readonly recent: RecentReferrals;
  readonly panels: Lazy<ReferralPanels>;
  readonly mask: Pick<Mask, 'on'>;
  readonly drafts: Lazy<Drafts>;
  readonly failures: Failures;
  /** Asks for a referral of the current connection. Undefined if the user cancels. */
  readonly choose: () => Promise<string | undefined>;
  readonly preview: (connection: ConnectionId, id: string) => Promise<void>;
  readonly filterLike: (filter: FilterLike) => void | Promise<void>;
}

/**
 * Registers the commands of rows. Their code loads when one is called. VS Code passes the clicked row and all selected
 * rows.
 */
export function registerRowActions(
  given: Omit<RowActionDeps, 'preview' | 'filterLike'>,
  { tree, view }: RegisteredTree,
): vscode.Disposable {
  const previews = lazy(async () => new (await import('./preview.ts')).Previews(given));
  const deps: RowActionDeps = {
    ...given,
    preview: async (connection, id) => (await previews()).show(connection, id),
    filterLike: async ({ text = '', status = [], category }) =>
      (await tree()).browsing.filter({ text, status, category }),
  };
  const register = (name: string, task: (row: unknown, selected: unknown) => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(name, (row?: unknown, selected?: unknown) =>
      deps.failures.guard(() => task(row, selected)),
    );
  return vscode.Disposable.from(
    ...Object.values(rowCommands).map((name) =>
      register(name, async (row, selected) => {
        const [{ rowActions }, { chooseReferrals }] = await Promise.all([
          import('./rowActions.ts'),
          import('./chosen.ts'),
        ]);
        const chosen = await chooseReferrals(deps, row, selected);
        if (chosen) await rowActions[name](deps, chosen);
      }),
    ),
    ...Object.values(paneCommands).map((name) =>
      register(name, async (row) => {
        const { paneActions } = await import('./paneActions.ts');
        await paneActions[name](deps, row, view.selection);
      }),
    ),
  );
}
