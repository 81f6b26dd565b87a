import * as vscode from 'vscode';
import { prettyJson } from '../../referral/prettyJson.ts';
import type { FetchedVersion, Versions } from '../../services/catalog/versions.ts';
import { readReferralUri, referralUri } from '../documents/referralUri.ts';
import { HumanError } from '../failures/humanError.ts';
import { locale } from '../locale.ts';
import { schemes } from '../names.ts';
import type { ReferralPanel } from './referralPanel.ts';

/** Provides older versions as documents for VS Code's diff editor. */
export function registerVersionDocuments(versions: Versions): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(schemes.version, {
    provideTextDocumentContent(uri) {
      const named = readReferralUri(uri.with({ scheme: schemes.referral, query: '' }));
      const version = named && versions.find(named.connection, named.id, Number(uri.query));
      return version && prettyJson(version.text);
    },
  });
}

/** Opens the diff editor with an older version and the current document. */
export async function compareWith(panel: ReferralPanel, older: FetchedVersion | undefined): Promise<void> {
  const { connection, id } = panel;
  if (!older)
    throw new HumanError(vscode.l10n.t('There is no older version of this referral in this window. Refresh it first.'));
  const now = referralUri(connection, id);
  const then = now.with({ scheme: schemes.version, query: String(older.number) });
  const time = new Date(older.receivedAt).toLocaleTimeString(locale());
  // The title doesn't contain the deal's name, since the tab would still show it after personal data is hidden.
  const title = vscode.l10n.t('Referral {0}…: {1} ↔ now', id.slice(0, 8), time);
  await vscode.commands.executeCommand('vscode.diff', then, now, title);
}
