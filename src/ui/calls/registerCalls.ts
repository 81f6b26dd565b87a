import * as vscode from 'vscode';
import { lazy } from '../../base/lazy.ts';
import { Lifetime } from '../../base/lifetime.ts';
import type { CallRow } from '../../services/calls/callRows.ts';
import type { WindowCalls } from '../../services/calls/windowCalls.ts';
import type { PinnedReferrals } from '../../services/catalog/pinned.ts';
import type { SandboxConnection } from '../../services/connection/sandboxConnection.ts';
import type { OpenerDeps } from '../commands/opener.ts';
import type { Failures } from '../failures/failures.ts';
import { callCommands, innerCallCommands, views } from '../names.ts';

export interface CallsDeps extends OpenerDeps {
  readonly sandbox: SandboxConnection;
  readonly windowCalls: WindowCalls;
  readonly pinned: PinnedReferrals;
  readonly failures: Failures;
  /** Of the extension's requests. */
  readonly userAgent: string;
  /** Fetches what views show of the sandbox. */
  readonly refresh: () => Promise<void>;
}

/** The view of calls with its commands. Its code loads when it is first seen, or a command is called. */
export function registerCalls(deps: CallsDeps): vscode.Disposable {
  const lifetime = new Lifetime();
  const changed = lifetime.add(new vscode.EventEmitter<undefined>());
  const calls = lazy(async () => {
    const { CallsView } = await import('./callsView.ts');
    return lifetime.add(new CallsView(deps, view, () => changed.fire(undefined)));
  });
  const view: vscode.TreeView<CallRow> = lifetime.add(
    vscode.window.createTreeView(views.calls, {
      treeDataProvider: {
        onDidChangeTreeData: changed.event,
        getTreeItem: async (row: CallRow) => (await calls()).item(row),
        getChildren: async (row?: CallRow) => (await calls()).children(row),
      },
      showCollapseAll: true,
    }),
  );
  for (const name of Object.values({ ...callCommands, ...innerCallCommands })) {
    lifetime.add(
      vscode.commands.registerCommand(name, (...given: unknown[]) =>
        deps.failures.guard(async () => {
          const { callActions } = await import('./callActions.ts');
          await callActions[name]({ ...deps, calls: await calls(), view }, given);
        }, 'sandbox'),
      ),
    );
  }
  return lifetime;
}
