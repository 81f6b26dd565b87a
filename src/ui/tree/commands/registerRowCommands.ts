import * as vscode from 'vscode';
import { singleFlight } from '../../../base/async.ts';
import type { Catalog } from '../../../services/catalog/catalog.ts';
import type { ConnectionId, Connections } from '../../../services/connection/connection.ts';
import type { PinnedReferrals } from '../../../services/catalog/pinned.ts';
import type { RecentReferrals } from '../../../services/catalog/recent.ts';
import type { Category } from '../../../referral/category.ts';
import type { Failures } from '../../failures/failures.ts';
import { paneCommands, rowCommands } from '../../names.ts';
import type { PanelRoom } from '../../panel/registerPanels.ts';
import type { Row } from '../items/rows.ts';

/** What the filter of the side panel is asked to show; what isn't named stays open. */
export interface FilterLike {
  readonly status?: readonly string[];
  readonly category?: Category;
  readonly text?: string;
}

export interface RowActionDeps {
  readonly connections: Connections;
  readonly catalog: Catalog;
  readonly pinned: PinnedReferrals;
  readonly recent: RecentReferrals;
  readonly panels: PanelRoom;
  readonly failures: Failures;
  /** Asks which referral of the current connection is meant; undefined when the person changed their mind. */
  readonly choose: () => Promise<string | undefined>;
  readonly preview: (connection: ConnectionId, id: string) => Promise<void>;
  readonly filterLike: (filter: FilterLike) => void | Promise<void>;
}

/** The commands of rows. Their code loads when one is called. VS Code passes the row, and all that are selected. */
export function registerRowActions(
  given: Omit<RowActionDeps, 'preview'>,
  view: vscode.TreeView<Row>,
): vscode.Disposable {
  const showing = singleFlight(async () => new (await import('./preview.ts')).Previews(given), { keep: true });
  const deps: RowActionDeps = {
    ...given,
    preview: async (connection, id) => (await showing()).show(connection, id),
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
