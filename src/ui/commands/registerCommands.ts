import * as vscode from 'vscode';
import type { Catalog } from '../../services/catalog/catalog.ts';
import type { ConnectionId, Connections } from '../../services/connection/connection.ts';
import type { RecentReferrals } from '../../services/catalog/recent.ts';
import type { TreeRoom } from '../tree/registerTree.ts';
import { refreshAll } from './refresh.ts';
import type { Failures } from '../failures/failures.ts';
import { HumanError } from '../failures/humanError.ts';
import { readReferralUri } from '../documents/referralUri.ts';
import type { Log } from '../log/log.ts';
import { commands, innerCommands } from '../names.ts';
import type { PanelRoom } from '../panel/registerPanels.ts';
import { readSettings, type OpenLayout } from '../settings.ts';
import type { Pins } from '../picker/finder.ts';
import type { Picked, Purpose } from '../picker/pickReferral.ts';
import { singleFlight } from '../../base/async.ts';

export interface CommandDeps {
  readonly connections: Connections;
  readonly catalog: Catalog;
  readonly panels: PanelRoom;
  readonly tree: TreeRoom;
  readonly recent: RecentReferrals;
  readonly pinned?: Pins;
  readonly failures: Failures;
  readonly log: Log;
}

export interface ReferralCommands extends vscode.Disposable {
  /** Asks which referral is meant; undefined when the person changed their mind. */
  choose(): Promise<string | undefined>;
}

/** The commands about referrals. None ever rejects: failures are shown, not thrown. */
export function registerCommands(deps: CommandDeps): ReferralCommands {
  const { connections, failures } = deps;
  const register = (name: string, task: (argument: unknown, selected: unknown) => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(name, (argument?: unknown, selected?: unknown) =>
      failures.guard(() => task(argument, selected)),
    );

  // Trying again means this referral: it must not ask which one once more.
  const show = (connection: ConnectionId, id: string, layout: OpenLayout): Promise<void> =>
    failures.guard(async () => {
      const { showReferral } = await import('./opener.ts');
      await showReferral(deps, connection, id, layout);
    }, connection);

  const finder = singleFlight(
    async () => {
      const [{ Finder }, { list }] = await Promise.all([import('../picker/finder.ts'), deps.tree.load()]);
      return new Finder({
        ...deps,
        list,
        onMistake: (error) => deps.log.error('Unexpected error', error),
        open: (connection, id) => show(connection, id, readSettings.openLayout()),
        guard: (task) => failures.guard(task),
      });
    },
    { keep: true },
  );

  const choose = async (argument: unknown, purpose: Purpose): Promise<Picked | undefined> => {
    const id = await givenId(deps, argument);
    return id === undefined ? (await finder()).pick(purpose) : { id, asJson: false };
  };

  const open = async (argument: unknown, layout: OpenLayout, purpose: Purpose): Promise<void> => {
    const connection = connections.current.id;
    const chosen = await choose(argument, purpose);
    if (chosen) await show(connection, chosen.id, chosen.asJson ? 'json' : layout);
  };

  const registered = vscode.Disposable.from(
    register(commands.openReferral, (argument) => open(argument, readSettings.openLayout(), 'open')),
    register(commands.findReferral, () => open(undefined, readSettings.openLayout(), 'open')),
    register(commands.openReferralJson, (argument) => open(argument, 'json', 'openJson')),
    register(commands.copyReferralId, async (argument, selected) => {
      const { selectedIds } = await import('../tree/commands/chosen.ts');
      // Of several rows the side panel passes all; else it is one, in whatever form.
      const ids = Array.isArray(selected) ? selectedIds(argument, selected) : [];
      const copied = ids.length > 0 ? ids.join('\n') : (await choose(argument, 'copyId'))?.id;
      if (copied !== undefined) await vscode.env.clipboard.writeText(copied);
    }),
    register(commands.findByCrmReference, async (argument) => (await finder()).findByReference(argument)),
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
  return {
    choose: async () => (await choose(undefined, 'choose'))?.id,
    dispose: () => void registered.dispose(),
  };
}

/** The id that a caller gave; undefined when they gave nothing. */
async function givenId(deps: CommandDeps, argument: unknown): Promise<string | undefined> {
  if (argument instanceof vscode.Uri) {
    const named = readReferralUri(argument);
    if (named) return named.id;
  }
  const known = knownId(deps, argument);
  if (known !== undefined) return known;
  return argument === undefined || argument === null ? undefined : readId(argument);
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
