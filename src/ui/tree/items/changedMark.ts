import * as vscode from 'vscode';

/** The resource of rows with unseen changes. VS Code decorates them like changed files. */
export const changedMark = vscode.Uri.from({ scheme: 'partner-referral-changed', path: '/row' });

export function registerChangedMark(): vscode.Disposable {
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration: (uri) =>
      uri.scheme === changedMark.scheme
        ? {
            badge: '●',
            color: new vscode.ThemeColor('charts.blue'),
            tooltip: vscode.l10n.t('Changed since you last looked'),
          }
        : undefined,
  });
}
