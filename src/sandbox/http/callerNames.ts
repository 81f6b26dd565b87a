import { closestName } from '../../referral/rules/closestName.ts';
import { nameCaller } from './callers.ts';

/** The callers that the list of calls can have; there are users of any e-mail. */
export const callerNames = [
  'admin',
  'user <e-mail>',
  'app',
  'no-mfa',
  'no-role',
  'anonymous',
  'unknown token',
] as const;

/** True for a caller as in the list of calls, in any case. */
export function isCallerName(name: string): boolean {
  return /^user \S/i.test(name) || callerNames.some((known) => known === name.toLowerCase() && !known.includes('<'));
}

/** The caller that was probably meant: that of a token, the user of an e-mail, or one with a similar name. */
export function meantCaller(name: string): string | undefined {
  const ofToken = name.startsWith('sandbox-') ? nameCaller(`Bearer ${name}`) : 'unknown token';
  if (ofToken !== 'unknown token') return ofToken;
  const [email] = /\S+@\S+$/.exec(name) ?? [];
  return email === undefined ? closestName(name, callerNames) : `user ${email}`;
}
