import * as vscode from 'vscode';

/** Asks for confirmation before live data is changed for the first time. */
export async function askToWrite(): Promise<boolean> {
  const allow = vscode.l10n.t('Allow Changes');
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t('Change live data in Partner Center?'),
    {
      modal: true,
      detail: vscode.l10n.t(
        'Partner Referrals is about to change a referral of your organization. You are asked once, until the window is closed or the account changes.',
      ),
    },
    allow,
  );
  return choice === allow;
}
