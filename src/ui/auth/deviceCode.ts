import * as vscode from 'vscode';
import type { DeviceCode } from '../../auth/credentials.ts';

/**
 * Shows a device code and where to enter it. Doesn't wait: the sign-in continues as soon as the code has been entered.
 */
export function showDeviceCode(code: DeviceCode): void {
  const address = vscode.Uri.parse(code.verificationUri);
  // The code and the address come from Entra's response. Only a plain code is shown, and only an https page is opened.
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
  // The message contains the code and the address, so it works without a clipboard or a browser.
  offer().catch(() => undefined);
}
