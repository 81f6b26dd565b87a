import * as vscode from 'vscode';
import type { IdentityMethod } from '../../auth/credentials.ts';
import { IdentityTokens } from '../../auth/identityTokens.ts';
import {
  SignInError,
  type AccessToken,
  type SignIn,
  type SignInRequest,
  type SilentTokens,
} from '../../auth/tokens.ts';
import { readSettings } from '../settings.ts';
import { showDeviceCode } from './deviceCode.ts';

/** Tokens from @azure/identity as the settings of now say; a sign-in under way is shown, with a way to cancel it. */
export function createShownIdentityTokens(method: IdentityMethod): SilentTokens & SignIn {
  const tokens = new IdentityTokens({
    method,
    clientId: readSettings.authClientId(),
    tenantId: readSettings.authTenantId(),
    showDeviceCode,
  });
  let shown: Promise<AccessToken | undefined> | undefined;
  const signIn = (request: SignInRequest): Promise<AccessToken | undefined> => {
    // The page would open there, where nobody sits, and lead back to a port that isn't here.
    if (method === 'browser' && vscode.env.remoteName !== undefined) {
      throw new SignInError(
        vscode.l10n.t(
          'Signing in with the browser does not work in a remote window. Set partnerReferrals.auth.method to “deviceCode” or “vscode”.',
        ),
      );
    }
    const result = tokens.signIn(request);
    shown ??= withCancel(result, () => tokens.cancelSignIn()).finally(() => (shown = undefined));
    return result;
  };
  return {
    getToken: (signal) => tokens.getToken(signal),
    renew: (refused, signal) => tokens.renew(refused, signal),
    signIn: async (request) => signIn(request),
    signOut: () => tokens.signOut(),
    accounts: () => tokens.accounts(),
    onDidChange: tokens.onDidChange,
  };
}

async function withCancel<T>(task: Promise<T>, cancel: () => void): Promise<T | undefined> {
  const title = vscode.l10n.t('Signing in to Partner Center…');
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (_progress, cancellation) => {
    cancellation.onCancellationRequested(cancel);
    return task.catch(() => undefined);
  });
}
