import type * as vscode from 'vscode';
import { Catalog } from './services/catalog/catalog.ts';
import { Connections } from './services/connection/connection.ts';
import { partnerCenter } from './services/connection/partnerCenter.ts';
import { PinnedReferrals } from './services/catalog/pinned.ts';
import { RecentReferrals } from './services/catalog/recent.ts';
import { SandboxConnection } from './services/connection/sandboxConnection.ts';
import { WriteAllowance } from './services/connection/writeAllowance.ts';
import { ConfiguredTokens } from './ui/auth/configuredTokens.ts';
import { registerCommands, type ReferralCommands } from './ui/commands/registerCommands.ts';
import { refreshAll } from './ui/commands/refresh.ts';
import { registerConnection, useConnection } from './ui/connection/registerConnection.ts';
import { Session } from './ui/connection/session.ts';
import { closeDocuments, registerDocuments } from './ui/documents/documents.ts';
import { registerEditor } from './ui/editor/registerEditor.ts';
import { Failures } from './ui/failures/failures.ts';
import { registerDeepLinks } from './ui/commands/registerDeepLinks.ts';
import { Log } from './ui/log/log.ts';
import { registerPanels } from './ui/panel/registerPanels.ts';
import { readSettings } from './ui/settings.ts';
import { registerSandbox } from './ui/sandbox/registerSandbox.ts';
import { registerTree } from './ui/tree/registerTree.ts';

/** Builds everything and wires it. Does no I/O and starts no timer: the heavy parts load on first use. */
export function activate(context: vscode.ExtensionContext): void {
  const own = <T extends vscode.Disposable>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };

  const log = own(new Log());
  const auth = own(new ConfiguredTokens({ everywhere: context.globalState, workspace: context.workspaceState }));
  const session = own(new Session(auth));
  const onCall = log.call.bind(log);
  const sandbox = own(new SandboxConnection(readSettings.sandbox, onCall));
  const writing = new WriteAllowance(async () => (await import('./ui/connection/askToWrite.ts')).askToWrite());
  const live = partnerCenter(session, () => writing.mayWrite(), onCall);
  const connections = own(new Connections({ sandbox, 'partner-center': live }, readSettings.connection()));
  const catalog = own(new Catalog(connections));
  const recent = new RecentReferrals(context.workspaceState);
  const pinned = new PinnedReferrals(context.workspaceState);
  const failures = own(
    new Failures(log, {
      connection: () => connections.current.id,
      signIn: (options) => session.signIn(options),
      useSandbox: () => useConnection({ connections }, 'sandbox'),
    }),
  );
  const panels = own(
    registerPanels({
      extension: context.extensionUri,
      memory: context.workspaceState,
      catalog,
      failures,
      open: async (connection, id, layout, into) => {
        const { showReferral } = await import('./ui/commands/opener.ts');
        await showReferral({ catalog, panels, recent }, connection, id, layout, { into });
      },
    }),
  );

  const refreshPanels = (): void => void failures.guard(async () => panels.loaded?.refreshAll());

  own(
    registerConnection({
      connections,
      session,
      failures,
      version: String((context.extension.packageJSON as { version?: unknown }).version),
      restartSandbox: () => {
        void sandbox.restart();
        catalog.forget('sandbox');
        if (connections.current.id === 'sandbox') tree.loaded?.list.reset();
        refreshPanels();
      },
    }),
  );
  own(
    session.onDidChange(({ left, entered }) => {
      // Customers' data goes with the account it came through.
      if (left) {
        writing.withdraw();
        catalog.forget('partner-center');
        void failures.guard(() => closeDocuments('partner-center'));
      }
      if (left || entered) refreshPanels();
    }),
  );
  const tree = own(
    registerTree({
      connections,
      catalog,
      session,
      failures,
      panels,
      recent,
      pinned,
      choose: () => referrals.choose(),
      memory: context.workspaceState,
      storage: context.globalStorageUri,
    }),
  );
  const referrals: ReferralCommands = own(
    registerCommands({ connections, catalog, panels, tree, recent, pinned, failures, log }),
  );
  own(
    registerSandbox({
      sandbox,
      failures,
      refresh: async () => {
        if (connections.current.id === 'sandbox') await refreshAll({ catalog, panels, tree });
      },
    }),
  );
  own(registerDocuments(catalog));
  own(registerEditor({ connections, catalog }));
  own(registerDeepLinks());
}
