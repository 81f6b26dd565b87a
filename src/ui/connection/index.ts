import * as vscode from 'vscode';
import type { Connections } from '../../services/connection.ts';
import type { Failures } from '../failures/failures.ts';
import { commands, innerCommands, settings } from '../names.ts';
import { readSettings, writeConnection } from '../settings.ts';
import type { Session } from './session.ts';
import { createStatus } from './status.ts';

export interface ConnectionDeps {
  readonly connections: Connections;
  readonly session: Session;
  readonly failures: Failures;
  /** Ends a running sandbox; the next call starts it with the settings of then. */
  readonly restartSandbox: () => void;
}

/** Which connection is in use: its setting, its commands, its mark in the status bar. */
export function registerConnection(deps: ConnectionDeps): vscode.Disposable {
  const { connections, session, failures } = deps;
  const register = (name: string, task: () => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(name, () => failures.guard(task));
  return vscode.Disposable.from(
    createStatus(connections, session),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('partnerReferrals.sandbox')) deps.restartSandbox();
      if (event.affectsConfiguration(settings.connection)) connections.use(readSettings.connection());
    }),
    register(commands.signIn, async () => {
      if (await session.signIn({ again: false })) await useConnection(deps, 'partner-center');
    }),
    register(innerCommands.signInAgain, async () => {
      if (await session.signIn({ again: true })) await vscode.commands.executeCommand(commands.refresh);
    }),
    register(commands.signOut, () => session.signOut()),
    register(commands.useSandbox, () => useConnection(deps, 'sandbox')),
    register(commands.switchConnection, async () => {
      const id = await askForConnection(connections.current.id);
      if (id) await useConnection(deps, id);
    }),
  );
}

/** Switches at once; the setting's own change event then finds nothing left to do. */
export async function useConnection(
  deps: { connections: Connections },
  id: 'sandbox' | 'partner-center',
): Promise<void> {
  await writeConnection(id);
  deps.connections.use(readSettings.connection());
}

async function askForConnection(current: string): Promise<'sandbox' | 'partner-center' | undefined> {
  const choices = [
    {
      id: 'sandbox' as const,
      label: `$(beaker) ${vscode.l10n.t('Sandbox')}`,
      detail: vscode.l10n.t('The Partner API in small, on this machine, with fictional data. Needs no account.'),
    },
    {
      id: 'partner-center' as const,
      label: `$(cloud) ${vscode.l10n.t('Partner Center')}`,
      detail: vscode.l10n.t('The live API, with your own referrals. Needs a work account.'),
    },
  ].map((choice) => ({ ...choice, description: choice.id === current ? vscode.l10n.t('in use') : '' }));
  const title = vscode.l10n.t('Switch Connection');
  return (
    await vscode.window.showQuickPick(choices, { title, placeHolder: vscode.l10n.t('Where do referrals come from?') })
  )?.id;
}
