import type { ConnectionId } from '../connection/connection.ts';

// In a file of its own, since each window loads it, and drafts only once there are any.

export const draftPrefix = 'partnerReferrals.draft:';

/** How the keys of a connection's drafts begin in the storage. */
export function keyPrefix(connection: ConnectionId): string {
  return `${draftPrefix}${JSON.stringify([connection]).slice(0, -1)},`;
}
