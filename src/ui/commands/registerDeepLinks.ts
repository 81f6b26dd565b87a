import * as vscode from 'vscode';
import { commands } from '../names.ts';

/** Deep links: `vscode://partner-tools.partner-referrals/referral/<id>`. They open, that is read, and do nothing else. */
export function registerDeepLinks(): vscode.Disposable {
  return vscode.window.registerUriHandler({
    async handleUri(uri) {
      const id = /^\/referral\/([^/]+)\/?$/.exec(uri.path)?.[1];
      // Anything else goes the same way, so that the person hears what is wrong with the link.
      await vscode.commands.executeCommand(commands.openReferral, id ?? uri.toString());
    },
  });
}
