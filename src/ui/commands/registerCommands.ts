import * as vscode from 'vscode';
import { lazy, type Lazy } from '../../base/lazy.ts';
import type { Catalog } from '../../services/catalog/catalog.ts';
import type { ConnectionId, Connections } from '../../services/connection/connection.ts';
import type { PinnedReferrals } from '../../services/catalog/pinned.ts';
import type { RecentReferrals } from '../../services/catalog/recent.ts';
import type { RegisteredTree } from '../tree/registerTree.ts';
import { offerRemoval } from './offerRemoval.ts';
import type { Failures } from '../failures/failures.ts';
import { HumanError } from '../failures/humanError.ts';
import { readReferralUri } from '../documents/referralUri.ts';
import type { Log } from '../log/log.ts';
import { commands, innerCommands } from '../names.ts';
import type { ReferralPanels } from '../panel/panels.ts';
import { readSettings, type OpenLayout } from '../settings.ts';
import type { Picked, Purpose } from '../picker/pickReferral.ts';

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
  /** Asks the person for a referral. Undefined when they cancelled. */
  readonly choose: () => Promise<string | undefined>;
}

/** The commands for referrals. They never reject: failures are shown, not thrown. */
export function registerCommands(deps: CommandDeps): ReferralCommands {
  const { connections, failures } = deps;
  const register = (name: string, task: (argument: unknown, selected: unknown) => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(name, (argument?: unknown, selected?: unknown) =>
      failures.guard(() => task(argument, selected)),
    );

  // A guard of its own: a retry opens this referral and doesn't ask for one again.
  const show = (connection: ConnectionId, id: string, layout: OpenLayout): Promise<void> =>
    failures.guard(
      async () => {
        const { showReferral } = await import('./opener.ts');
        await showReferral(deps, connection, id, layout);
      },
      connection,
      { referral: id, remedy: offerRemoval(deps, connection, id) },
    );

  const finder = lazy(async () => {
    const [{ Finder }, { browsing }] = await Promise.all([import('../picker/finder.ts'), deps.tree()]);
    return new Finder({
      ...deps,
      list: browsing.list,
      onMistake: (error) => deps.log.error('Unexpected error', error),
      open: (connection, id) => show(connection, id, readSettings.openLayout()),
      guard: (task) => failures.guard(task),
    });
  });

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
      // The side panel passes all selected rows. Otherwise the argument names one referral.
      const ids = Array.isArray(selected) ? selectedIds(argument, selected) : [];
      const copied = ids.length > 0 ? ids.join('\n') : (await choose(argument, 'copyId'))?.id;
      if (copied !== undefined) await vscode.env.clipboard.writeText(copied);
    }),
    register(commands.findByCrmReference, async (argument) => (await finder()).findByReference(argument)),
    register(commands.refresh, async () => {
      const { refreshAll } = await import('./refresh.ts');
      await refreshAll(deps);
    }),
    register(commands.showLog, () => {
      deps.log.show();
      return Promise.resolve();
    }),
    // The list's failure may contain a claims challenge for the sign-in.
    register(innerCommands.signInAgain, async () => {
      const retry = async (): Promise<void> => {
        await vscode.commands.executeCommand(commands.refresh);
      };
      const failure = deps.tree.loaded?.browsing.list.state.failure;
      await failures.act('signIn', failure, { connection: connections.current.id, retry });
    }),
    register(innerCommands.showListAnswer, async () => {
      const state = deps.tree.loaded?.browsing.list.state;
      if (state?.failure) await failures.act('showAnswer', state.failure, state);
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

/** The id in a command's argument. Undefined without an argument. */
async function givenId(deps: CommandDeps, argument: unknown): Promise<string | undefined> {
  if (argument instanceof vscode.Uri) {
    const named = readReferralUri(argument);
    if (named) return named.id;
  }
  const known = knownId(deps, argument);
  if (known !== undefined) return known;
  return argument === undefined || argument === null ? undefined : readId(argument);
}

/** Servers may use ids that aren't GUIDs. Ids that the catalog has are accepted as they are. */
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
