import * as vscode from 'vscode';
import type { Catalog } from '../../services/catalog.ts';
import type { Connections } from '../../services/connection.ts';
import type { RecentReferrals } from '../../services/recent.ts';
import type { TreeRoom } from '../tree/index.ts';
import { refreshAll } from './refresh.ts';
import type { Failures } from '../failures/failures.ts';
import { HumanError } from '../failures/humanError.ts';
import { readReferralUri } from '../documents/referralUri.ts';
import type { Log } from '../log/log.ts';
import { commands, innerCommands } from '../names.ts';
import type { PanelRoom } from '../panel/index.ts';
import { readSettings, type OpenLayout } from '../settings.ts';

export interface CommandDeps {
  readonly connections: Connections;
  readonly catalog: Catalog;
  readonly panels: PanelRoom;
  readonly tree: TreeRoom;
  readonly recent: RecentReferrals;
  readonly failures: Failures;
  readonly log: Log;
}

/** The commands about referrals. None ever rejects: failures are shown, not thrown. */
export function registerCommands(deps: CommandDeps): vscode.Disposable {
  const { connections, failures } = deps;
  const register = (name: string, task: (argument: unknown, selected: unknown) => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(name, (argument?: unknown, selected?: unknown) =>
      failures.guard(() => task(argument, selected)),
    );

  const open = async (argument: unknown, layout: OpenLayout): Promise<void> => {
    const id = await chooseId(deps, argument);
    if (id === undefined) return;
    const connection = connections.current.id;
    // Trying again means this referral: it must not ask which one once more.
    await failures.guard(async () => {
      const { showReferral } = await import('./opener.ts');
      await showReferral(deps, connection, id, layout);
    }, connection);
  };

  return vscode.Disposable.from(
    register(commands.openReferral, (argument) => open(argument, readSettings.openLayout())),
    register(commands.findReferral, () => open(undefined, readSettings.openLayout())),
    register(commands.openReferralJson, (argument) => open(argument, 'json')),
    register(commands.copyReferralId, async (argument, selected) => {
      const { selectedIds } = await import('../tree/actions/chosen.ts');
      // Of several rows the side panel passes all; else it is one, in whatever form.
      const ids = Array.isArray(selected) ? selectedIds(argument, selected) : [];
      const copied = ids.length > 0 ? ids.join('\n') : await chooseId(deps, argument);
      if (copied !== undefined) await vscode.env.clipboard.writeText(copied);
    }),
    register(commands.refresh, () => refreshAll(deps)),
    register(commands.showLog, () => {
      deps.log.show();
      return Promise.resolve();
    }),
    // With the list's failure: what it asks the next sign-in for stands in it.
    register(innerCommands.signInAgain, async () => {
      await failures.act('signIn', deps.tree.loaded?.list.state.failure, async () => {
        await vscode.commands.executeCommand(commands.refresh);
      });
    }),
    register(innerCommands.showListAnswer, async () => {
      const failure = deps.tree.loaded?.list.state.failure;
      if (failure) await failures.act('showAnswer', failure);
    }),
    register(innerCommands.lookUpReferral, async (argument) => {
      const { lookUpReferral } = await import('./lookUpReferral.ts');
      await lookUpReferral(deps, await readId(argument), argument);
    }),
  );
}

/** The id that a caller gave, or that the person chooses; undefined when they changed their mind. */
async function chooseId(deps: CommandDeps, argument: unknown): Promise<string | undefined> {
  if (argument instanceof vscode.Uri) {
    const named = readReferralUri(argument);
    if (named) return named.id;
  }
  const known = knownId(deps, argument);
  if (known !== undefined) return known;
  if (argument !== undefined && argument !== null) return readId(argument);
  const { pickReferral } = await import('./pickReferral.ts');
  return pickReferral(deps, deps.connections.current.id);
}

/** A server may use ids that are no GUIDs; those that came from it are taken as they are. */
function knownId(deps: CommandDeps, argument: unknown): string | undefined {
  const given = typeof argument === 'object' && argument !== null && 'id' in argument ? argument.id : argument;
  return typeof given === 'string' ? deps.catalog.find(deps.connections.current.id, given)?.summary.id : undefined;
}

async function readId(argument: unknown): Promise<string> {
  const { readReferralIdArgument } = await import('../../referral/readReferralId.ts');
  const read = readReferralIdArgument(argument);
  if (read.ok) return read.id;
  throw new HumanError(read.problem);
}
