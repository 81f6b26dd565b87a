import * as vscode from 'vscode';
import { AccountMemory } from './auth/accountMemory.ts';
import { Session } from './auth/session.ts';
import type { CallRecord } from './api/policies/callLog.ts';
import { useTranslations } from './base/l10n.ts';
import { lazy } from './base/lazy.ts';
import { WindowCalls } from './services/calls/windowCalls.ts';
import { Catalog } from './services/catalog/catalog.ts';
import { Connections, type ConnectionId } from './services/connection/connection.ts';
import { partnerCenter } from './services/connection/partnerCenter.ts';
import { ServerClocks } from './services/connection/serverClocks.ts';
import { PinnedReferrals } from './services/catalog/pinned.ts';
import { RecentReferrals } from './services/catalog/recent.ts';
import { SandboxConnection } from './services/connection/sandboxConnection.ts';
import { WriteAllowance } from './services/connection/writeAllowance.ts';
import { ConfiguredTokens } from './ui/auth/configuredTokens.ts';
import { registerCalls } from './ui/calls/registerCalls.ts';
import { registerCommands } from './ui/commands/registerCommands.ts';
import { registerConnection, useConnection } from './ui/connection/registerConnection.ts';
import { registerDocuments } from './ui/documents/registerDocuments.ts';
import { registerEdit } from './ui/edit/registerEdit.ts';
import { registerExport } from './ui/export/registerExport.ts';
import { registerEditor } from './ui/editor/registerEditor.ts';
import { Failures } from './ui/failures/failures.ts';
import { registerDeepLinks } from './ui/commands/registerDeepLinks.ts';
import { Log } from './ui/log/log.ts';
import { Mask } from './ui/panel/mask.ts';
import { registerPanels } from './ui/panel/registerPanels.ts';
import { readSettings } from './ui/settings.ts';
import { registerSandbox } from './ui/sandbox/registerSandbox.ts';
import { registerTesting } from './ui/testing/registerTesting.ts';
import { registerTimelines } from './ui/timeline/registerTimelines.ts';
import { registerRowActions } from './ui/tree/commands/registerRowCommands.ts';
import { registerTree } from './ui/tree/registerTree.ts';

/** Creates all parts and connects them. Does no I/O and starts no timer. The large parts load at their first use. */
export function activate(context: vscode.ExtensionContext): void {
  const own = <T extends vscode.Disposable>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };

  useTranslations(vscode.l10n.bundle);
  const log = own(new Log());
  const tokens = own(new ConfiguredTokens());
  const session = own(new Session(tokens, new AccountMemory(context.globalState, context.workspaceState)));
  const version = String((context.extension.packageJSON as { version?: unknown }).version);
  const userAgent = `partner-referrals/${version}`;
  const windowCalls = new WindowCalls();
  const clocks = new ServerClocks();
  const onCall =
    (connection: ConnectionId) =>
    (call: CallRecord): void => {
      log.call(call);
      clocks.note(connection, call);
      windowCalls.add(connection, call);
    };
  const sandbox = own(new SandboxConnection(readSettings.sandbox, onCall('sandbox'), userAgent));
  const writing = new WriteAllowance(async () => (await import('./ui/connection/askToWrite.ts')).askToWrite());
  const live = partnerCenter(session, () => writing.mayWrite(), onCall('partner-center'), userAgent);
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
  const mask = own(new Mask(context.workspaceState));
  const { panels } = own(registerPanels({ extension: context.extensionUri, catalog, clocks, recent, mask, failures }));
  const refreshPanels = (): void => void failures.guard(async () => panels.loaded?.refreshAll());
  const draftStore = lazy(async () => (await import('./ui/documents/draftStore.ts')).createDraftStore(context));
  const drafts = lazy(async () => {
    const { Drafts } = await import('./services/edit/drafts.ts');
    const { windowId } = await import('./ui/documents/draftStore.ts');
    const accountOf = (connection: ConnectionId): string | undefined =>
      connection === 'sandbox' ? '' : session.accountId;
    return own(new Drafts(await draftStore(), accountOf, windowId(context)));
  });
  const { documents } = own(registerDocuments({ catalog, drafts, failures, log }));
  own(
    session.onDidChange(({ removed, added }) => {
      // Customers' data is removed together with the account it was loaded through.
      if (removed) {
        writing.withdraw();
        catalog.forget('partner-center');
        void failures.guard(async () => {
          const { closeDocuments } = await import('./ui/documents/openDocuments.ts');
          const close = (changed: readonly vscode.TextDocument[] = []): Promise<void> =>
            closeDocuments('partner-center', changed);
          await (documents.loaded?.release('partner-center', close) ?? close());
          await (await draftStore()).deleteCopies('partner-center');
        });
      }
      if (removed || added) refreshPanels();
    }),
  );
  const registeredTree = own(
    registerTree({
      connections,
      catalog,
      clocks,
      session,
      failures,
      recent,
      pinned,
      drafts,
      memory: context.workspaceState,
      storage: context.globalStorageUri,
    }),
  );
  const { tree, view } = registeredTree;
  const { choose } = own(registerCommands({ connections, catalog, panels, tree, view, recent, pinned, failures, log }));
  const rowDeps = { connections, catalog, clocks, panels, mask, recent, pinned, drafts, failures, choose };
  own(registerRowActions(rowDeps, registeredTree));
  own(
    registerEdit({
      connections,
      catalog,
      clocks,
      documents,
      failures,
      mask,
      session,
      sandbox,
      memory: context.workspaceState,
      choose,
    }),
  );
  own(registerExport({ connections, catalog, failures, panels, drafts, documents, tree, choose }));
  const forgetSandbox = (): void => {
    sandbox.noteForgotten();
    catalog.forget('sandbox');
    if (connections.current.id === 'sandbox') tree.loaded?.browsing.list.reset();
    refreshPanels();
  };
  own(sandbox.onWillStartAgain(forgetSandbox));
  const refresh = async (): Promise<void> => {
    if (connections.current.id !== 'sandbox') return;
    const { refreshAll } = await import('./ui/commands/refresh.ts');
    await refreshAll({ catalog, panels, tree, view });
  };
  own(
    registerConnection({
      connections,
      session,
      failures,
      version,
      restartSandbox: () => {
        if (sandbox.settingsChanged()) forgetSandbox();
      },
    }),
  );
  own(
    registerSandbox({
      sandbox,
      failures,
      forgetCapabilities: () => catalog.of('sandbox').capabilities.forget(),
      refresh,
      forgetSandbox,
      memory: context.workspaceState,
    }),
  );
  own(
    registerTimelines({
      extension: context.extensionUri,
      connections,
      sandbox,
      windowCalls,
      catalog,
      panels,
      recent,
      mask,
      failures,
      log,
      choose,
    }),
  );
  own(registerCalls({ sandbox, windowCalls, catalog, panels, recent, pinned, failures, userAgent, refresh }));
  own(registerEditor({ connections, catalog, clocks, documents }));
  own(registerDeepLinks());
  own(registerTesting(context.extensionUri));
}
