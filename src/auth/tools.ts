import { t } from '../base/l10n.ts';
import type { IdentityMethod } from './credentials.ts';
import { SignInError } from './tokens.ts';

/** Sign-in methods that get tokens from a command-line tool. */
export type Tool = 'azureCli' | 'azureDeveloperCli';

const tools: Readonly<Record<Tool, { name: string; command: string; signIn: string }>> = {
  azureCli: { name: 'Azure CLI', command: 'az', signIn: 'az login' },
  azureDeveloperCli: { name: 'Azure Developer CLI', command: 'azd', signIn: 'azd auth login' },
};

export function isTool(method: IdentityMethod): method is Tool {
  return method in tools;
}

/** The name of the tool. */
export function toolName(tool: Tool): string {
  return tools[tool].name;
}

/**
 * True if the output of a tool means that nobody is signed in to it. The tool also advises to sign in after a refusal
 * by Entra and, with `--scope`, for a second factor.
 */
export function isNobodySignedIn(tool: Tool, said: string): boolean {
  return said.includes(tools[tool].signIn) && !/AADSTS\d|--scope|be found/.test(said);
}

/**
 * Returns the reason why a tool returned no token. Recognizes the two most common reasons; Entra's codes are explained
 * elsewhere.
 */
export function toolFailure(tool: Tool, said: string, cause: unknown): SignInError {
  const { name, command, signIn } = tools[tool];
  if (/AADSTS\d/.test(said)) return new SignInError(t('The sign-in did not work.'), { cause, said });
  // The failures of @azure/identity differ only in their text.
  if (/(could not|couldn't) be found/i.test(said)) {
    return new SignInError(
      t(
        'The {0} was not found. Install it where VS Code’s extensions run, so that “{1}” is on the PATH, then run “{2}”.',
        name,
        command,
        signIn,
      ),
      { cause },
    );
  }
  if (isNobodySignedIn(tool, said)) {
    return new SignInError(
      t('Nobody is signed in to the {0}. Run “{1}” in a terminal, then sign in here.', name, signIn),
      { cause },
    );
  }
  return new SignInError(t('The sign-in did not work.'), { cause, said });
}

/**
 * Returned for a claims challenge, which the credentials of the tools don't support: the user has to sign in to the
 * tool again.
 */
export function toolChallenged(tool: Tool): SignInError {
  return new SignInError(
    t(
      'The service requires additional authentication, which this method doesn’t support. Run “{0}” with a second factor, or choose another method in partnerReferrals.auth.method.',
      tools[tool].signIn,
    ),
  );
}
