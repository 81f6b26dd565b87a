import * as vscode from 'vscode';
import { lazy } from '../../base/lazy.ts';
import { readReferralIdArgument, textOfArgument } from '../../referral/readReferralId.ts';
import type { ConnectionId } from '../../services/connection/connection.ts';
import { readReferralUri } from '../documents/referralUri.ts';
import { HumanError } from '../failures/humanError.ts';
import { commands, innerCommands } from '../names.ts';
import type { Picked, Purpose } from '../picker/pickReferral.ts';
import { readSettings, type OpenLayout } from '../settings.ts';
import { selectedIds } from '../tree/commands/chosen.ts';
import { lookUpReferral } from './lookUpReferral.ts';
import { offerRemoval } from './offerRemoval.ts';
import { showReferral } from './opener.ts';
import { refreshAll } from './refresh.ts';
import type { CommandActions, CommandDeps, ReferralCommands } from './registerCommands.ts';

export function createCommandActions(
  deps: CommandDeps,
): Pick<ReferralCommands, 'choose'> & { readonly actions: CommandActions } {
  const { connections, failures, log, tree } = deps;

  // Guarded separately, so that "Try Again" opens this referral instead of asking for one again.
  const show = (connection: ConnectionId, id: string, layout: OpenLayout): Promise<void> =>
    failures.guard(() => showReferral(deps, connection, id, layout), connection, {
      referral: id,
      action: `open ${layout}`,
      remedy: offerRemoval(deps, connection, id),
    });

  const finder = lazy(async () => {
    const [{ Finder }, { browsing }] = await Promise.all([import('../picker/finder.ts'), tree()]);
    return new Finder({
      ...deps,
      list: browsing.list,
      onUnexpectedError: (error) => log.error('Unexpected error', error),
      open: (connection, id) => show(connection, id, readSettings.openLayout()),
      guard: (task) => failures.guard(task),
    });
  });

  const choose = async (argument: unknown, purpose: Purpose): Promise<Picked | undefined> => {
    const id = givenId(deps, argument);
    return id === undefined ? (await finder()).pick(purpose) : { id, asJson: false };
  };

  const open = async (argument: unknown, layout: OpenLayout, purpose: Purpose): Promise<void> => {
    const connection = connections.current.id;
    const chosen = await choose(argument, purpose);
    if (chosen) await show(connection, chosen.id, chosen.asJson ? 'json' : layout);
  };

  const actions: CommandActions = {
    [commands.openReferral]: (argument) => open(argument, readSettings.openLayout(), 'open'),
    [commands.findReferral]: () => open(undefined, readSettings.openLayout(), 'open'),
    [commands.openReferralJson]: (argument) => open(argument, 'json', 'openJson'),
    [commands.copyReferralId]: async (argument, selected) => {
      // The side panel passes all selected rows. Otherwise the argument names one referral.
      const ids = Array.isArray(selected) ? selectedIds(argument, selected) : [];
      const copied = ids.length > 0 ? ids.join('\n') : (await choose(argument, 'copyId'))?.id;
      if (copied !== undefined) await vscode.env.clipboard.writeText(copied);
    },
    [commands.findByCrmReference]: async (argument) => (await finder()).findByReference(argument),
    [commands.refresh]: () => refreshAll(deps),
    [commands.showLog]: () => {
      log.show();
      return Promise.resolve();
    },
    // The list's failure may contain a claims challenge for the sign-in.
    [innerCommands.signInAgain]: async () => {
      const retry = async (): Promise<void> => {
        await vscode.commands.executeCommand(commands.refresh);
      };
      const failure = tree.loaded?.browsing.list.state.failure;
      await failures.act('signIn', failure, { connection: connections.current.id, retry });
    },
    [innerCommands.showListAnswer]: async () => {
      const state = tree.loaded?.browsing.list.state;
      if (state?.failure) await failures.act('showAnswer', state.failure, state);
    },
    [innerCommands.lookUpReferral]: async (argument) => lookUpReferral(deps, readId(argument), argument),
  };
  return { choose: async () => (await choose(undefined, 'choose'))?.id, actions };
}

/** The id in a command's argument. Undefined without an argument. */
function givenId(deps: CommandDeps, argument: unknown): string | undefined {
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
  const given = textOfArgument(argument);
  return given !== undefined ? deps.catalog.find(deps.connections.current.id, given)?.summary.id : undefined;
}

function readId(argument: unknown): string {
  const read = readReferralIdArgument(argument);
  if (read.ok) return read.id;
  throw new HumanError(read.problem);
}
