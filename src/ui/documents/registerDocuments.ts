import * as vscode from 'vscode';
import { lazy, type Lazy } from '../../base/lazy.ts';
import { Lifetime } from '../../base/lifetime.ts';
import type { Catalog } from '../../services/catalog/catalog.ts';
import type { Drafts } from '../../services/edit/drafts.ts';
import type { Failures } from '../failures/failures.ts';
import type { Log } from '../log/log.ts';
import { innerCommands, schemes } from '../names.ts';
import type { OtherDraftRow } from '../tree/items/rows.ts';
import type { ReferralDocuments } from './documents.ts';

export interface DocumentDeps {
  readonly catalog: Catalog;
  readonly drafts: () => Promise<Drafts>;
  readonly failures: Failures;
  readonly log: Log;
}

export interface RegisteredDocuments extends vscode.Disposable {
  readonly documents: Lazy<ReferralDocuments>;
}

/** Registers the scheme of the referrals' documents, a file system. Its code loads with the first document. */
export function registerDocuments({ catalog, drafts, failures, log }: DocumentDeps): RegisteredDocuments {
  const lifetime = new Lifetime();
  const changed = lifetime.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  const documents = lazy(async () => {
    const { ReferralDocuments } = await import('./documents.ts');
    const loaded = lifetime.add(new ReferralDocuments(catalog, await drafts(), failures, log));
    loaded.onDidChangeFile((events) => changed.fire(events));
    return loaded;
  });
  const refuse = (uri: vscode.Uri): never => {
    throw vscode.FileSystemError.NoPermissions(uri);
  };
  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: changed.event,
    stat: async (uri) => (await documents()).stat(uri),
    readFile: async (uri) => (await documents()).readFile(uri),
    writeFile: async (uri, content) => (await documents()).writeFile(uri, content),
    watch: () => ({ dispose: () => undefined }),
    readDirectory: () => [],
    createDirectory: refuse,
    delete: refuse,
    rename: refuse,
  };
  lifetime.add(vscode.workspace.registerFileSystemProvider(schemes.referral, provider, { isCaseSensitive: true }));
  const compare = async ({ key }: OtherDraftRow): Promise<void> => {
    const draft = (await drafts()).at(key);
    if (draft) await (await documents()).compareWithOther(draft);
  };
  lifetime.add(
    vscode.commands.registerCommand(innerCommands.compareOtherDraft, (row: OtherDraftRow) =>
      failures.guard(() => compare(row)),
    ),
  );
  // Documents that were open before the extension host restarted change with the catalog, too, without being read first.
  if (vscode.workspace.textDocuments.some(({ uri }) => uri.scheme === schemes.referral)) void documents();
  return { documents, dispose: () => lifetime.dispose() };
}
