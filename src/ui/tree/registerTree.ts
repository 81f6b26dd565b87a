import * as vscode from 'vscode';
import { ApiError } from '../../api/failure.ts';
import { lazy, type Lazy } from '../../base/lazy.ts';
import { Emitter } from '../../base/event.ts';
import { Lifetime } from '../../base/lifetime.ts';
import type { Browsing } from '../../services/list/browsing.ts';
import type { Catalog } from '../../services/catalog/catalog.ts';
import type { PinnedReferrals } from '../../services/catalog/pinned.ts';
import type { Memory, RecentReferrals } from '../../services/catalog/recent.ts';
import type { Drafts } from '../../services/edit/drafts.ts';
import type { Connections } from '../../services/connection/connection.ts';
import type { ServerClocks } from '../../services/connection/serverClocks.ts';
import { browseCommands, settings, views } from '../names.ts';
import { readSettings } from '../settings.ts';
import type { Session } from '../../auth/session.ts';
import type { Failures } from '../failures/failures.ts';
import type * as arrangeActions from './commands/arrange.ts';
import type { Row } from './items/rows.ts';
import { deleteStoredLists } from './view/storedLists.ts';
import type { Tree } from './view/tree.ts';

export interface TreeDeps {
  readonly connections: Connections;
  readonly catalog: Catalog;
  readonly clocks: ServerClocks;
  readonly session: Session;
  readonly failures: Failures;
  readonly recent: RecentReferrals;
  readonly pinned: PinnedReferrals;
  readonly drafts: Lazy<Drafts>;
  /** State of the workspace. */
  readonly memory: Memory;
  /** Folder for the list on disk, if that is enabled. */
  readonly storage: vscode.Uri;
}

export interface RegisteredTree extends vscode.Disposable {
  /** The side panel's content. It loads when the view becomes visible or when it is needed. */
  readonly tree: Lazy<Tree>;
  readonly view: vscode.TreeView<Row>;
}

export function registerTree(deps: TreeDeps): RegisteredTree {
  const lifetime = new Lifetime();
  const changed = lifetime.add(new vscode.EventEmitter<Row[] | undefined>());
  const tree: Lazy<Tree> = lazy(async () => {
    const { createTree } = await import('./view/tree.ts');
    return lifetime.add(createTree(deps, view, (rows) => changed.fire(rows)));
  });
  const view: vscode.TreeView<Row> = lifetime.add(
    vscode.window.createTreeView(views.referrals, {
      treeDataProvider: {
        onDidChangeTreeData: changed.event,
        getTreeItem: async (row: Row) => (await tree()).provider.getTreeItem(row),
        resolveTreeItem: async (item: vscode.TreeItem, row: Row) => (await tree()).provider.resolveTreeItem(item, row),
        getChildren: async (row?: Row) => (await tree()).provider.getChildren(row),
        getParent: async (row: Row) => (await tree()).provider.getParent(row),
      },
      canSelectMany: true,
      showCollapseAll: true,
    }),
  );
  const arrange = (
    name: string,
    task: (actions: typeof arrangeActions, given: arrangeActions.ArrangeDeps) => unknown,
  ): void => {
    const run = async (): Promise<void> => {
      const [{ browsing }, actions] = await Promise.all([tree(), import('./commands/arrange.ts')]);
      await task(actions, { browsing, session: deps.session });
    };
    lifetime.add(vscode.commands.registerCommand(name, () => deps.failures.guard(run, undefined, { action: name })));
  };
  arrange(browseCommands.groupBy, (actions, given) => actions.groupBy(given));
  arrange(browseCommands.sortBy, (actions, given) => actions.sortBy(given));
  arrange(browseCommands.filter, async (_, given) => (await import('./commands/filterPick.ts')).filter(given));
  arrange(browseCommands.clearFilter, (_, { browsing }) => browsing.clearFilter());
  arrange(browseCommands.showMine, (actions, given) => actions.toggleMine(given));
  arrange(browseCommands.showAttention, (actions, given) => actions.toggleAttention(given));
  arrange(browseCommands.loadMore, async (_, { browsing }) => throwIfHidden(browsing, () => browsing.list.loadMore()));
  arrange(browseCommands.loadAll, (actions, given) => throwIfHidden(given.browsing, () => actions.loadAll(given)));
  /** The view shows failures. If it is hidden, they are thrown, so that a message appears. */
  const throwIfHidden = async ({ list }: Browsing, task: () => Promise<void>): Promise<void> => {
    await task();
    const { failure } = list.state;
    if (failure && !view.visible) throw new ApiError(failure);
  };
  const settingChanged = lifetime.add(new Emitter<void>());
  lifetime.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(settings.cacheOnDisk)) settingChanged.fire();
    }),
  );
  lifetime.add(
    deleteStoredLists({
      session: deps.session,
      folder: deps.storage.fsPath,
      loaded: () => tree.loaded?.persistence,
      onDidChangeSetting: settingChanged.event,
      wanted: readSettings.cacheOnDisk,
      guard: (task) => deps.failures.guard(task),
    }),
  );
  return { tree, view, dispose: () => lifetime.dispose() };
}
