import { validToken } from '../http/callers.ts';

/**
 * The value of the header `Authorization` of somebody who may write. They are named by a token of the sandbox, as in the
 * list of calls (`user mia@contoso.example`), or by their e-mail. Undefined if there is nobody of this name.
 */
export function readAuthorization(name: string): string | undefined {
  const [, email] = /^(?:user )?(\S+@\S+)$/.exec(name) ?? [];
  const isToken = name.startsWith('sandbox-');
  const header = `Bearer ${isToken ? name : name === 'admin' ? 'sandbox-admin' : `sandbox-user:${email ?? ''}`}`;
  return validToken(header) ? header : undefined;
}
