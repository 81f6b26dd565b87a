import * as vscode from 'vscode';
import { commands } from '../names.ts';

/** Deep links: `vscode://partner-tools.partner-referrals/referral/<id>`. They only open a referral, which changes nothing. */
export function registerDeepLinks(): vscode.Disposable {
  return vscode.window.registerUriHandler({
    async handleUri(uri) {
      const id = /^\/referral\/([^/]+)\/?$/.exec(uri.path)?.[1];
      // Other links are passed on as well: the command shows what is wrong with them.
      await vscode.commands.executeCommand(commands.openReferral, id ?? uri.toString());
    },
  });
}
