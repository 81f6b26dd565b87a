import type { CallRecord } from '../api/policies/callLog.ts';
import type { SignIn, SilentTokens } from '../auth/tokens.ts';
import { singleFlight } from '../base/async.ts';
import type { Connection } from './connection.ts';

/** Not a setting: a workspace must not be able to send a token elsewhere. */
const origin = 'https://api.partner.microsoft.com';

/** The live API. */
export function partnerCenter(auth: SilentTokens & SignIn, onCall: (call: CallRecord) => void): Connection {
  return {
    id: 'partner-center',
    signIn: auth,
    client: singleFlight(
      async () => {
        const [{ createReferralClient }, { nodeFetchTransport }] = await Promise.all([
          import('../api/client.ts'),
          import('../api/nodeFetchTransport.ts'),
        ]);
        return createReferralClient({ origin, tokens: auth, transport: nodeFetchTransport, onCall });
      },
      { keep: true },
    ),
  };
}
