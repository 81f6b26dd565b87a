import * as vscode from 'vscode';
import { lazy } from '../../base/lazy.ts';
import { Lifetime } from '../../base/lifetime.ts';
import type { Connections } from '../../services/connection/connection.ts';
import type { Failures } from '../failures/failures.ts';
import { commands, settings } from '../names.ts';
import { readSettings } from '../settings.ts';
import type { Session } from '../../auth/session.ts';

export interface ConnectionDeps {
  readonly connections: Connections;
  readonly session: Session;
  readonly failures: Failures;
  /** Version of the extension. */
  readonly version: string;
  /** Stops a running sandbox that the settings change; the next call starts it with the current settings. */
  readonly restartSandbox: () => void;
}

/** Registers the connection's setting, commands and status bar item. */
export function registerConnection(deps: ConnectionDeps): vscode.Disposable {
  const { connections, session, failures } = deps;
  const register = (name: string, task: () => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(name, () => failures.guard(task, undefined, { action: name }));
  const diagnosis = lazy(async () => new (await import('./diagnose.ts')).Diagnosis(deps));
  const diagnose = async (): Promise<void> => (await diagnosis()).run();
  return vscode.Disposable.from(
    { dispose: () => diagnosis.loaded?.dispose() },
    loadStatus(deps),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('partnerReferrals.sandbox')) deps.restartSandbox();
      if (event.affectsConfiguration(settings.connection)) connections.use(readSettings.connection());
    }),
    register(commands.signIn, async () => {
      if (await session.signIn({ again: false })) await useConnection(deps, 'partner-center');
    }),
    register(commands.signOut, () => session.signOut()),
    register(commands.useSandbox, () => useConnection(deps, 'sandbox')),
    register(commands.switchConnection, () => switchConnection(deps, diagnose)),
    register(commands.diagnoseConnection, diagnose),
  );
}

/** The status bar item loads after activation, which waits for commands and views but needn't wait for this. */
function loadStatus({ connections, session }: ConnectionDeps): vscode.Disposable {
  const lifetime = new Lifetime();
  void import('./status.ts').then(({ createStatus }) => {
    if (!lifetime.ended) lifetime.add(createStatus(connections, session));
  });
  return lifetime;
}

/** Switches at once, without waiting for the setting's change event, which then has no effect. */
export async function useConnection(
  deps: { connections: Connections },
  id: 'sandbox' | 'partner-center',
): Promise<void> {
  const { writeConnection } = await import('./writeConnection.ts');
  await writeConnection(id);
  deps.connections.use(readSettings.connection());
}

async function switchConnection(deps: ConnectionDeps, diagnose: () => Promise<void>): Promise<void> {
  const { connections, session } = deps;
  const { askForConnection } = await import('./switcher.ts');
  const facts = { current: connections.current.id, session: session.state, accounts: session.accounts() };
  const choice = await askForConnection(facts);
  if (!choice) return;
  if (choice.kind === 'diagnose') return diagnose();
  const { connection, account } = choice;
  // Choosing an account means signing in with it; if the prompt is dismissed, the connection stays the same.
  if (account !== undefined && !(await session.signIn({ again: false, account }))) return;
  await useConnection(deps, connection);
}
