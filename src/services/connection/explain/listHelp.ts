import type { Failure } from '../../../api/failure.ts';
import type { ConnectionId, FailureAction } from '../../../protocol/panel.ts';
import { explain } from './explanation.ts';

/** What helps if the list can't be loaded. `signInAgain`: the server refused the present sign-in. */
export type ListHelp = FailureAction | 'signInAgain' | 'switch';

/** Failures after which the user has no token, so that signing in isn't done "again". */
const withoutToken: ReadonlySet<Failure['kind']> = new Set(['signedOut', 'noToken', 'notRenewable']);

/**
 * The actions of a failure in the order of the rows. Trying again, switching the connection and the log always help.
 * Undefined is an unexpected error.
 */
export function listHelp(failure: Failure | undefined, connection: ConnectionId): readonly ListHelp[] {
  const unexpected: readonly FailureAction[] = connection === 'sandbox' ? [] : ['diagnose'];
  const actions = failure ? explain(failure, connection).actions : unexpected;
  const own = actions
    .filter((action) => action !== 'retry' && action !== 'showLog')
    .map((action) => (action === 'signIn' && failure && !withoutToken.has(failure.kind) ? 'signInAgain' : action));
  return ['retry', ...own, 'switch', 'showLog'];
}
