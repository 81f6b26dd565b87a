import * as vscode from 'vscode';
import type { Catalog } from '../../services/catalog/catalog.ts';
import type { Connections } from '../../services/connection/connection.ts';
import { withProgress } from '../progress.ts';

/** The position of the hover whose link was clicked. Line and character count from 0. */
export interface PlaceInFile {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
}

export interface LookUpDeps {
  readonly catalog: Catalog;
  readonly connections: Connections;
}

/** Fetches a referral without opening it, then shows the hover again, which now has its details. */
export async function lookUpReferral(deps: LookUpDeps, id: string, argument: unknown): Promise<void> {
  const title = vscode.l10n.t('Looking up referral {0}', id);
  await withProgress(title, ({ signal, onWait }) =>
    deps.catalog.open(deps.connections.current.id, id, { signal, onWait }),
  );
  const place = placeOf(argument);
  const editor = vscode.window.visibleTextEditors.find((each) => each.document.uri.toString() === place?.uri);
  if (!place || !editor) return;
  // `editor.action.showHover` shows the hover at the cursor, so move that to the id.
  const position = new vscode.Position(place.line, place.character);
  await vscode.window.showTextDocument(editor.document, {
    ...(editor.viewColumn === undefined ? {} : { viewColumn: editor.viewColumn }),
    selection: new vscode.Selection(position, position),
  });
  // An open hover would keep its old content.
  await vscode.commands.executeCommand('editor.action.hideHover');
  await vscode.commands.executeCommand('editor.action.showHover');
}

function placeOf(argument: unknown): PlaceInFile | undefined {
  if (typeof argument !== 'object' || argument === null || !('at' in argument)) return undefined;
  const { at } = argument;
  if (typeof at !== 'object' || at === null || !('uri' in at) || !('line' in at) || !('character' in at))
    return undefined;
  const { uri, line, character } = at;
  return typeof uri === 'string' && isCount(line) && isCount(character) ? { uri, line, character } : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
