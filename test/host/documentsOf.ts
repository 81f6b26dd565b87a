import type * as vscode from 'vscode';
import { Catalog } from '../../src/services/catalog/catalog.ts';
import { Connections } from '../../src/services/connection/connection.ts';
import { SandboxConnection } from '../../src/services/connection/sandboxConnection.ts';
import { Drafts, type SecretStore } from '../../src/services/edit/drafts.ts';
import { ReferralDocuments } from '../../src/ui/documents/documents.ts';
import { Failures } from '../../src/ui/failures/failures.ts';
import { Log } from '../../src/ui/log/log.ts';

const none: SecretStore = {
  get: async () => undefined,
  store: async () => undefined,
  delete: async () => undefined,
  keys: async () => [],
};

/** As a new extension host has them: without drafts. The account is empty where there are none. */
export const documentsOf = (catalog: Catalog, secrets = none, account = ''): ReferralDocuments => {
  const tools = { connection: () => 'sandbox' as const, signIn: async () => false, useSandbox: async () => undefined };
  const log = new Log();
  return new ReferralDocuments(catalog, new Drafts(secrets, () => account, 'window'), new Failures(log, tools), log);
};

/** Nothing is loaded yet. */
export const catalogOf = (url: () => string): { readonly catalog: Catalog; readonly connection: SandboxConnection } => {
  const connection = new SandboxConnection(
    () => ({ url: url(), port: 0, seedFile: '' }),
    () => undefined,
  );
  return {
    catalog: new Catalog(new Connections({ sandbox: connection, 'partner-center': connection }, 'sandbox')),
    connection,
  };
};

/** Writes the document's text to its file, as VS Code does when it is saved. */
export const saveTo = (documents: ReferralDocuments, document: vscode.TextDocument): Promise<void> =>
  documents.writeFile(document.uri, new TextEncoder().encode(document.getText()));
