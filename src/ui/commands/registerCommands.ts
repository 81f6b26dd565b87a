import * as vscode from 'vscode';
import { lazy, type Lazy } from '../../base/lazy.ts';
import type { Catalog } from '../../services/catalog/catalog.ts';
import type { PinnedReferrals } from '../../services/catalog/pinned.ts';
import type { RecentReferrals } from '../../services/catalog/recent.ts';
import type { Connections } from '../../services/connection/connection.ts';
import type { Failures } from '../failures/failures.ts';
import type { Log } from '../log/log.ts';
import { commands, innerCommands } from '../names.ts';
import type { ReferralPanels } from '../panel/panels.ts';
import type { RegisteredTree } from '../tree/registerTree.ts';

export interface CommandDeps {
  readonly connections: Connections;
  readonly catalog: Catalog;
  readonly panels: Lazy<ReferralPanels>;
  readonly tree: RegisteredTree['tree'];
  readonly view: RegisteredTree['view'];
  readonly recent: RecentReferrals;
  readonly pinned: PinnedReferrals;
  readonly failures: Failures;
  readonly log: Log;
}

export interface ReferralCommands extends vscode.Disposable {
  /** Asks the user for a referral. Undefined if the user cancels. */
  readonly choose: () => Promise<string | undefined>;
}

const names = [
  commands.openReferral,
  commands.findReferral,
  commands.openReferralJson,
  commands.copyReferralId,
  commands.findByCrmReference,
  commands.refresh,
  commands.showLog,
  innerCommands.signInAgain,
  innerCommands.showListAnswer,
  innerCommands.lookUpReferral,
] as const;

/** What each command does with its argument and the selected rows. */
export type CommandActions = Readonly<
  Record<(typeof names)[number], (argument: unknown, selected: unknown) => Promise<void>>
>;

/**
 * The commands for referrals. They never reject: failures are shown, not thrown. Their code loads when one is called.
 */
export function registerCommands(deps: CommandDeps): ReferralCommands {
  const loaded = lazy(async () => (await import('./commandActions.ts')).createCommandActions(deps));
  const registered = names.map((name) =>
    vscode.commands.registerCommand(name, (argument?: unknown, selected?: unknown) =>
      deps.failures.guard(
        async () => (await loaded()).actions[name](argument, selected),
        undefined,
        // With an argument, the same command does something else.
        argument === undefined ? { action: name } : {},
      ),
    ),
  );
  return {
    choose: async () => (await loaded()).choose(),
    dispose: () => void vscode.Disposable.from(...registered).dispose(),
  };
}
