import * as vscode from 'vscode';
import type { Connections } from '../../services/connection/connection.ts';
import type { Failures } from '../failures/failures.ts';
import { commands, settings } from '../names.ts';
import { readSettings, writeConnection } from '../settings.ts';
import type { Session } from './session.ts';
import { createStatus } from './status.ts';

export interface ConnectionDeps {
  readonly connections: Connections;
  readonly session: Session;
  readonly failures: Failures;
  /** Of the extension. */
  readonly version: string;
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
    register(commands.signOut, () => session.signOut()),
    register(commands.useSandbox, () => useConnection(deps, 'sandbox')),
    register(commands.switchConnection, () => switchConnection(deps)),
    register(commands.diagnoseConnection, () => diagnose(deps)),
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

async function switchConnection(deps: ConnectionDeps): Promise<void> {
  const { connections, session } = deps;
  const { askForConnection } = await import('./switcher.ts');
  const facts = { current: connections.current.id, session: session.state, accounts: session.accounts() };
  const choice = await askForConnection(facts);
  if (!choice) return;
  if (choice.kind === 'diagnose') return diagnose(deps);
  const { connection, account } = choice;
  // Choosing an account is signing in with it; the connection stays where it is when that is dismissed.
  if (account !== undefined && !(await session.signIn({ again: false, account }))) return;
  await useConnection(deps, connection);
}

async function diagnose(deps: ConnectionDeps): Promise<void> {
  const { diagnoseConnection } = await import('./diagnose.ts');
  await diagnoseConnection({ connections: deps.connections, tokens: deps.session, version: deps.version });
}
