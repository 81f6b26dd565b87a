import * as vscode from 'vscode';
import type { MicrosoftProvider, SessionPrompt } from '../../auth/microsoftTokens.ts';

const provider = 'microsoft';

/** The only file that uses `vscode.authentication`. */
export const microsoftProvider: MicrosoftProvider = {
  getAccounts: async () => vscode.authentication.getAccounts(provider),
  getSession: async (request, prompt, account) => {
    const options = { ...optionsOf(prompt), ...(account && { account }) };
    return 'wwwAuthenticate' in request
      ? vscode.authentication.getSession(provider, request, options)
      : vscode.authentication.getSession(provider, request, options);
  },
  onDidChangeSessions: (listener) =>
    vscode.authentication.onDidChangeSessions((event) => {
      if (event.provider.id === provider) listener();
    }),
};

function optionsOf(prompt: SessionPrompt): vscode.AuthenticationGetSessionOptions {
  const detail = vscode.l10n.t('Partner Referrals reads referrals from Partner Center.');
  switch (prompt.kind) {
    case 'silent':
      return { silent: true };
    case 'ifNeeded':
      return { createIfNone: { detail }, clearSessionPreference: prompt.choose };
    case 'always':
      return { forceNewSession: { detail } };
  }
}
