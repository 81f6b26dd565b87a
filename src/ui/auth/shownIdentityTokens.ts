import * as vscode from 'vscode';
import type { IdentityMethod } from '../../auth/credentials.ts';
import { IdentityTokens } from '../../auth/identityTokens.ts';
import { SignInError, type AccessToken, type SignInRequest, type TokenSource } from '../../auth/tokens.ts';
import { readSettings } from '../settings.ts';
import { showDeviceCode } from './deviceCode.ts';

/** Tokens from @azure/identity with the current settings. A running sign-in shows its progress and can be canceled. */
export function createShownIdentityTokens(method: IdentityMethod): TokenSource {
  const tokens = new IdentityTokens({
    method,
    clientId: readSettings.authClientId(),
    tenantId: readSettings.authTenantId(),
    showDeviceCode,
  });
  let shown: Promise<AccessToken | undefined> | undefined;
  const signIn = (request: SignInRequest): Promise<AccessToken | undefined> => {
    // The page would open on the remote machine and redirect to a port of that machine.
    if (method === 'browser' && vscode.env.remoteName !== undefined) {
      throw new SignInError(
        vscode.l10n.t(
          'Signing in with the browser does not work in a remote window. Set partnerReferrals.auth.method to “deviceCode” or “vscode”.',
        ),
      );
    }
    const result = tokens.signIn(request);
    // The same promise means the same sign-in, whose progress is already shown.
    if (shown !== result) {
      shown = result;
      void withCancel(result, () => tokens.cancelSignIn(result));
    }
    return result;
  };
  return {
    method,
    getToken: (signal, pinned) => tokens.getToken(signal, pinned),
    renew: (refused, signal, pinned) => tokens.renew(refused, signal, pinned),
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
