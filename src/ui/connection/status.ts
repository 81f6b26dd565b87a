import * as vscode from 'vscode';
import { Lifetime } from '../../base/lifetime.ts';
import type { Connections } from '../../services/connection/connection.ts';
import { asLabel, asMarkdownText } from '../failures/escape.ts';
import { commands } from '../names.ts';
import { readSettings } from '../settings.ts';
import type { Session } from '../../auth/session.ts';

/** The status bar item: which connection and account are in use. Always visible; a click switches. */
export function createStatus(connections: Connections, session: Session): vscode.Disposable {
  const lifetime = new Lifetime();
  const item = lifetime.add(
    vscode.window.createStatusBarItem('partnerReferrals.connection', vscode.StatusBarAlignment.Left, 0),
  );
  item.name = vscode.l10n.t('Partner Referrals Connection');
  item.command = commands.switchConnection;
  const draw = (): void => {
    const { text, tooltip, label } = contentOf(connections, session);
    item.text = text;
    // Live data has its own background. VS Code supports two backgrounds, and the other one means an error.
    const live = connections.current.id === 'partner-center' && session.state.kind === 'signedIn';
    item.backgroundColor = live ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.tooltip = new vscode.MarkdownString(`${tooltip}\n\n${vscode.l10n.t('Click to switch the connection.')}`);
    item.accessibilityInformation = { label };
  };
  draw();
  item.show();
  lifetime.add(connections.onDidChange(draw));
  lifetime.add(session.onDidChange(draw));
  return lifetime;
}

function contentOf(connections: Connections, session: Session): { text: string; tooltip: string; label: string } {
  if (connections.current.id === 'sandbox') {
    return {
      text: `$(beaker) ${vscode.l10n.t('Partner Sandbox')}`,
      tooltip: vscode.l10n.t('Partner Referrals shows data of the **sandbox** on this machine, not of Partner Center.'),
      label: vscode.l10n.t('Partner Referrals: sandbox'),
    };
  }
  const { state } = session;
  if (state.kind === 'signedIn') {
    const tenant = state.tenant ?? (readSettings.authTenantId() || vscode.l10n.t('not known'));
    const tooltip = vscode.l10n.t(
      'Partner Referrals shows **live data** of Partner Center.\n\nAccount: {0}\n\nTenant: {1}',
      asMarkdownText(state.account),
      asMarkdownText(tenant),
    );
    return {
      text: `$(cloud) ${asLabel(state.account)}`,
      tooltip,
      label: vscode.l10n.t('Partner Referrals: Partner Center as {0}, tenant {1}', state.account, tenant),
    };
  }
  const out = state.kind === 'signedOut';
  return {
    text: `$(cloud) ${out ? vscode.l10n.t('Partner Center: signed out') : vscode.l10n.t('Partner Center')}`,
    tooltip: out
      ? vscode.l10n.t('You are not signed in to Partner Center.')
      : state.kind === 'unavailable'
        ? vscode.l10n.t('There is currently no token for Partner Center, but you are not signed out.')
        : vscode.l10n.t('Partner Referrals shows live data of Partner Center.'),
    label: out ? vscode.l10n.t('Partner Referrals: signed out') : vscode.l10n.t('Partner Referrals: Partner Center'),
  };
}
