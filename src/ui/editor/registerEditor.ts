import * as vscode from 'vscode';
import type { Catalog } from '../../services/catalog/catalog.ts';
import type { Connections } from '../../services/connection/connection.ts';
import { findReferralIds } from '../../referral/referralId.ts';
import { readSettings } from '../settings.ts';

export interface EditorDeps {
  readonly connections: Connections;
  readonly catalog: Catalog;
}

/** Lines can be megabytes long; an id touches the pointer within this many characters. */
const reach = 60;
const documents: vscode.DocumentSelector = [
  { scheme: 'file' },
  { scheme: 'untitled' },
  { scheme: 'vscode-notebook-cell' },
  { scheme: 'git' },
];

/** Hovers over referral ids in any language. Nothing is loaded or asked until the pointer rests on an id. */
export function registerEditor(deps: EditorDeps): vscode.Disposable {
  return vscode.languages.registerHoverProvider(documents, {
    async provideHover(document, position, cancellation) {
      if (readSettings.hoverLookup() === 'off') return undefined;
      const { line, character } = position;
      const from = Math.max(0, character - reach);
      const text = document.getText(new vscode.Range(line, from, line, character + reach));
      const at = character - from;
      const found = findReferralIds(text).find(({ start, end }) => start <= at && at <= end);
      if (!found) return undefined;
      const range = new vscode.Range(line, from + found.start, line, from + found.end);
      const { hoverFor } = await import('./hover.ts');
      if (cancellation.isCancellationRequested) return undefined;
      const contents = await hoverFor(
        deps,
        found.id,
        { uri: document.uri.toString(), line, character: from + found.start },
        cancellation,
      );
      return contents && new vscode.Hover(contents, range);
    },
  });
}
