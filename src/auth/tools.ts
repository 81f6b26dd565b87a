import { t } from '../base/l10n.ts';
import type { IdentityMethod } from './credentials.ts';
import { SignInError } from './tokens.ts';

/** Sign-in methods that ask a command-line tool for tokens. */
export type Tool = 'azureCli' | 'azureDeveloperCli';

const tools: Readonly<Record<Tool, { name: string; command: string; signIn: string }>> = {
  azureCli: { name: 'Azure CLI', command: 'az', signIn: 'az login' },
  azureDeveloperCli: { name: 'Azure Developer CLI', command: 'azd', signIn: 'azd auth login' },
};

export function isTool(method: IdentityMethod): method is Tool {
  return method in tools;
}

/** The tool's name as people know it. */
export function toolName(tool: Tool): string {
  return tools[tool].name;
}

/**
 * Whether the tool says that nobody is signed in to it. It advises to sign in for other reasons as well: after a refusal
 * by Entra, and, with `--scope`, for a second factor.
 */
export function isNobodySignedIn(tool: Tool, said: string): boolean {
  return said.includes(tools[tool].signIn) && !/AADSTS\d|--scope|be found/.test(said);
}

/** Why a tool gave no token. Entra's codes are explained elsewhere; of the rest, the two usual reasons are recognized. */
export function toolFailure(tool: Tool, said: string, cause: unknown): SignInError {
  const { name, command, signIn } = tools[tool];
  if (/AADSTS\d/.test(said)) return new SignInError(t('The sign-in did not work.'), { cause, said });
  // @azure/identity distinguishes its failures by their text only.
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

/** The tools' credentials can't answer a claims challenge: the person has to sign in to the tool again. */
export function toolChallenged(tool: Tool): SignInError {
  return new SignInError(
    t(
      'The service asks for a stronger sign-in, which this method can’t pass on. Run “{0}” with a second factor, or choose another method in partnerReferrals.auth.method.',
      tools[tool].signIn,
    ),
  );
}
