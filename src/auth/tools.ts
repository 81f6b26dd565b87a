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

/** Why a tool gave no token. Entra's own codes are left to be explained; else the two usual reasons are told apart. */
export function toolFailure(tool: Tool, said: string, cause: unknown): SignInError {
  const { name, command, signIn } = tools[tool];
  if (/AADSTS\d/.test(said)) return new SignInError('The sign-in did not work.', { cause, said });
  // @azure/identity tells its kinds of failure by their text only.
  if (/(could not|couldn't) be found/i.test(said)) {
    return new SignInError(
      `The ${name} was not found. Install it where VS Code’s extensions run, so that “${command}” is on the PATH, then run “${signIn}”.`,
      { cause },
    );
  }
  if (said.includes(signIn)) {
    return new SignInError(`Nobody is signed in to the ${name}. Run “${signIn}” in a terminal, then sign in here.`, {
      cause,
    });
  }
  return new SignInError('The sign-in did not work.', { cause, said });
}

/** The tools' credentials can't pass a claims challenge on: a person has to. */
export function toolChallenged(tool: Tool): SignInError {
  return new SignInError(
    `The service asks for a stronger sign-in, which this method can’t pass on. Run “${tools[tool].signIn}” with a second factor, or choose another method in partnerReferrals.auth.method.`,
  );
}
