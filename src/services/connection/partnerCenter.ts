import type { CallRecord } from '../../api/policies/callLog.ts';
import type { SilentTokens } from '../../auth/tokens.ts';
import { singleFlight } from '../../base/async.ts';
import type { Connection } from './connection.ts';

/** Not a setting, since a workspace could send the token to another host. */
export const partnerCenterOrigin = 'https://api.partner.microsoft.com';

/** Creates the connection to the live API. */
export function partnerCenter(
  tokens: SilentTokens,
  mayWrite: () => Promise<boolean>,
  onCall: (call: CallRecord) => void,
  userAgent?: string,
): Connection {
  return {
    id: 'partner-center',
    needsSignIn: true,
    client: singleFlight(
      async () => {
        const { createNodeClient } = await import('./nodeClient.ts');
        return createNodeClient({ origin: partnerCenterOrigin, tokens, mayWrite, onCall, userAgent, keepsWaits: true });
      },
      { keep: true },
    ),
  };
}
