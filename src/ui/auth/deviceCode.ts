import * as vscode from 'vscode';
import type { DeviceCode } from '../../auth/credentials.ts';

/** Shows a device code and where to enter it. Doesn't wait: the sign-in continues as soon as the code was entered. */
export function showDeviceCode(code: DeviceCode): void {
  const address = vscode.Uri.parse(code.verificationUri);
  // Code and address come from Entra's response: only a plain code is shown, and only a web page is opened.
  if (!/^[\w-]{1,40}$/.test(code.userCode) || address.scheme !== 'https') return;
  if (!/^[\w.-]+(:\d+)?$/.test(address.authority)) return;
  const copyAndOpen = vscode.l10n.t('Copy Code and Open Page');
  const copy = vscode.l10n.t('Copy Code');
  const text = vscode.l10n.t('To sign in, enter the code {0} at {1}.', code.userCode, address.authority);
  const offer = async (): Promise<void> => {
    const choice = await vscode.window.showInformationMessage(text, copyAndOpen, copy);
    if (choice === undefined) return;
    await vscode.env.clipboard.writeText(code.userCode);
    if (choice === copyAndOpen) await vscode.env.openExternal(address);
  };
  // The message shows both, so that they can be used without a clipboard or a browser.
  offer().catch(() => undefined);
}
