import * as vscode from 'vscode';
import { lazy, type Lazy } from '../../base/lazy.ts';
import { Lifetime } from '../../base/lifetime.ts';
import type { Catalog } from '../../services/catalog/catalog.ts';
import type { Connections } from '../../services/connection/connection.ts';
import type { ServerClocks } from '../../services/connection/serverClocks.ts';
import { findReferralIds } from '../../referral/referralId.ts';
import type { ReferralDocuments } from '../documents/documents.ts';
import { schemes } from '../names.ts';
import { readSettings } from '../settings.ts';

export interface EditorDeps {
  readonly connections: Connections;
  readonly catalog: Catalog;
  readonly clocks: ServerClocks;
  readonly documents: Lazy<ReferralDocuments>;
}

/** How many characters on each side of the pointer are searched: lines can be megabytes long. */
const maxDistance = 60;

/**
 * Hovers over referral ids in any language, and diagnostics for referrals in JSON. Hovers load and request nothing until
 * the pointer rests on an id, diagnostics nothing until there is such a document.
 */
export function registerEditor(deps: EditorDeps): vscode.Disposable {
  const lifetime = new Lifetime();
  const loaded = lazy(async () => lifetime.add((await import('./diagnostics.ts')).check(deps)));
  // The loaded code registers its own listeners and checks the documents that are already open.
  const loadFor = ({ uri }: vscode.TextDocument): void => {
    if (uri.path.endsWith('.referral.json')) void loaded();
  };
  vscode.workspace.textDocuments.forEach(loadFor);
  lifetime.add(vscode.workspace.onDidOpenTextDocument(loadFor));
  lifetime.add(
    vscode.languages.registerHoverProvider('*', {
      async provideHover(document, position, cancellation) {
        if (!isInFileSystem(document.uri.scheme) || readSettings.hoverLookup() === 'off') return undefined;
        const { line, character } = position;
        const from = Math.max(0, character - maxDistance);
        const text = document.getText(new vscode.Range(line, from, line, character + maxDistance));
        const at = character - from;
        const found = findReferralIds(text).find(({ start, end }) => start <= at && at <= end);
        if (!found) return undefined;
        const range = new vscode.Range(line, from + found.start, line, from + found.end);
        const { hoverFor } = await import('./hover.ts');
        if (cancellation.isCancellationRequested) return undefined;
        const contents = await hoverFor(deps, found.id, new vscode.Location(document.uri, range), cancellation);
        return contents && new vscode.Hover(contents, range);
      },
    }),
  );
  return lifetime;
}

/**
 * True if the scheme is that of a file system. Source files may be in any file system that an extension registers, e.g.
 * that of a virtual workspace. Output, comments and chat are not in a file system. Documents of this extension contain
 * ids everywhere, where hovers would be a nuisance.
 */
function isInFileSystem(scheme: string): boolean {
  if (Object.values<string>(schemes).includes(scheme)) return false;
  return (
    // In a remote extension host, this scheme has another name in the window.
    scheme === 'file' ||
    scheme === 'untitled' ||
    scheme === 'vscode-notebook-cell' ||
    vscode.workspace.fs.isWritableFileSystem(scheme) !== undefined
  );
}
