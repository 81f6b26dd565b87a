import * as vscode from 'vscode';
import { ApiError } from '../../api/failure.ts';
import { singleFlight } from '../../base/async.ts';
import { Lifetime } from '../../base/lifetime.ts';
import type { Browsing } from '../../services/list/browsing.ts';
import type { Memory } from '../../services/catalog/recent.ts';
import { browseCommands, views } from '../names.ts';
import type { Session } from '../connection/session.ts';
import { registerRowActions, type RowActionDeps } from './commands/registerRowCommands.ts';
import type * as arrangeActions from './commands/arrange.ts';
import type { Row } from './items/rows.ts';
import type { Tree } from './view/tree.ts';

export interface TreeDeps extends Omit<RowActionDeps, 'preview' | 'filterLike'> {
  readonly session: Session;
  /** The workspace's state. */
  readonly memory: Memory;
  /** Where a list may be kept, for those who set it so. */
  readonly storage: vscode.Uri;
}

export interface TreeRoom extends vscode.Disposable {
  /** A person can see it now. */
  readonly visible: boolean;
  /** The list and how it is laid out; undefined until somebody looked at it or loaded it. */
  readonly loaded: Browsing | undefined;
  load(): Promise<Browsing>;
}

/** The side panel. Its code, and the list, load when it is first seen or asked for. */
export function registerTree(deps: TreeDeps): TreeRoom {
  const lifetime = new Lifetime();
  const changed = lifetime.add(new vscode.EventEmitter<Row[] | undefined>());
  let loaded: Tree | undefined;
  const tree = singleFlight(
    async (): Promise<Tree> => {
      const { createTree } = await import('./view/tree.ts');
      loaded = lifetime.add(createTree(deps, view, (rows) => changed.fire(rows)));
      return loaded;
    },
    { keep: true },
  );
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
  const load = async (): Promise<Browsing> => (await tree()).browsing;
  lifetime.add(
    registerRowActions(
      {
        ...deps,
        filterLike: async ({ text = '', status = [], category }) => (await load()).filter({ text, status, category }),
      },
      view,
    ),
  );
  const arrange = (
    name: string,
    task: (actions: typeof arrangeActions, given: arrangeActions.ArrangeDeps) => unknown,
  ): void => {
    const run = async (): Promise<void> => {
      const [browsing, actions] = await Promise.all([load(), import('./commands/arrange.ts')]);
      await task(actions, { browsing, session: deps.session });
    };
    lifetime.add(vscode.commands.registerCommand(name, () => deps.failures.guard(run)));
  };
  arrange(browseCommands.groupBy, (actions, given) => actions.groupBy(given));
  arrange(browseCommands.sortBy, (actions, given) => actions.sortBy(given));
  arrange(browseCommands.filter, async (_, given) => (await import('./commands/filterPick.ts')).filter(given));
  arrange(browseCommands.clearFilter, (_, { browsing }) => browsing.clearFilter());
  arrange(browseCommands.showMine, (actions, given) => actions.toggleMine(given));
  arrange(browseCommands.showAttention, (actions, given) => actions.toggleAttention(given));
  arrange(browseCommands.loadMore, async (_, { browsing }) => telling(browsing, () => browsing.list.loadMore()));
  arrange(browseCommands.loadAll, (actions, given) => telling(given.browsing, () => actions.loadAll(given)));
  /** A failure stands in the view; where that can't be seen, it is told. */
  const telling = async ({ list }: Browsing, task: () => Promise<void>): Promise<void> => {
    await task();
    const { failure } = list.state;
    if (failure && !view.visible) throw new ApiError(failure);
  };
  const forgetKept = async (): Promise<void> => {
    if (loaded) return loaded.keeping.forget('partner-center');
    const { Keeping } = await import('./view/persistence.ts');
    await Keeping.forgetIn(deps.storage.fsPath, 'partner-center');
  };
  // The account's list goes from the disk with it, whether or not anybody looked at the view.
  lifetime.add(
    deps.session.onDidChange(({ state, left, told }) => {
      if (left || (state.kind === 'signedOut' && told)) void deps.failures.guard(forgetKept);
    }),
  );
  return {
    get visible() {
      return view.visible;
    },
    get loaded() {
      return loaded?.browsing;
    },
    load,
    dispose: () => lifetime.dispose(),
  };
}
