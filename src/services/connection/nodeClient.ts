import { createReferralClient, type ReferralClient } from '../../api/client.ts';
import { nodeFetchTransport } from '../../api/nodeFetchTransport.ts';

/** Creates a client that sends its requests with node-fetch. */
export function createNodeClient(parts: Omit<Parameters<typeof createReferralClient>[0], 'transport'>): ReferralClient {
  return createReferralClient({ ...parts, transport: nodeFetchTransport });
}
