import * as vscode from 'vscode';

/** Shows a device code with what one does with it. Doesn't wait: the sign-in goes on as soon as the code was entered. */
export function showDeviceCode(code: { userCode: string; verificationUri: string }): void {
  const address = vscode.Uri.parse(code.verificationUri);
  const copyAndOpen = vscode.l10n.t('Copy Code and Open Page');
  const text = vscode.l10n.t('To sign in, enter the code {0} at {1}.', code.userCode, address.authority);
  void vscode.window.showInformationMessage(text, copyAndOpen).then(async (choice) => {
    if (choice !== copyAndOpen) return;
    await vscode.env.clipboard.writeText(code.userCode);
    // The address comes from Entra's answer; only its web page is opened.
    if (address.scheme === 'https') await vscode.env.openExternal(address);
  });
}
