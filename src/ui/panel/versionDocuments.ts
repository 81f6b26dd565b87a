import * as vscode from 'vscode';
import { prettyJson } from '../../referral/prettyJson.ts';
import type { FetchedVersion, Versions } from '../../services/catalog/versions.ts';
import { readReferralUri, referralUri } from '../documents/referralUri.ts';
import { HumanError } from '../failures/humanError.ts';
import { schemes } from '../names.ts';
import type { ReferralPanel } from './referralPanel.ts';

/** Serves older versions as documents, for VS Code's diff only: nothing lists them. */
export function registerVersionDocuments(versions: Versions): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(schemes.version, {
    provideTextDocumentContent(uri) {
      const named = readReferralUri(uri.with({ scheme: schemes.referral, query: '' }));
      const version = named && versions.find(named.connection, named.id, Number(uri.query));
      return version && prettyJson(version.text);
    },
  });
}

/** Opens VS Code's diff of an older version and the document as it is. */
export async function compareWith(panel: ReferralPanel, older: FetchedVersion | undefined): Promise<void> {
  const { connection, id } = panel;
  if (!older) throw new HumanError('There is no older version of this referral in this window. Refresh it first.');
  const now = referralUri(connection, id);
  const then = now.with({ scheme: schemes.version, query: String(older.number) });
  const time = new Date(older.receivedAt).toLocaleTimeString(vscode.env.language);
  // Without the deal's name: the tab would go on naming it when panels hide it.
  const title = vscode.l10n.t('Referral {0}…: {1} ↔ now', id.slice(0, 8), time);
  await vscode.commands.executeCommand('vscode.diff', then, now, title);
}
