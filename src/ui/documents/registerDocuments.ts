import * as vscode from 'vscode';
import { lazy } from '../../base/lazy.ts';
import { Lifetime } from '../../base/lifetime.ts';
import type { Catalog } from '../../services/catalog/catalog.ts';
import { schemes } from '../names.ts';

/** Registers the scheme of the referrals' documents, a read-only file system. Its code loads with the first document. */
export function registerDocuments(catalog: Catalog): vscode.Disposable {
  const lifetime = new Lifetime();
  const changed = lifetime.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  const documents = lazy(async () => {
    const { ReferralDocuments } = await import('./documents.ts');
    const loaded = lifetime.add(new ReferralDocuments(catalog));
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
    watch: () => ({ dispose: () => undefined }),
    readDirectory: () => [],
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
  const options = { isReadonly: true, isCaseSensitive: true };
  lifetime.add(vscode.workspace.registerFileSystemProvider(schemes.referral, provider, options));
  // Documents that were open before the extension host restarted change with the catalog, too, without being read first.
  if (vscode.workspace.textDocuments.some(({ uri }) => uri.scheme === schemes.referral)) void documents();
  return lifetime;
}
