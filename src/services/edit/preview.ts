import type { ConnectionId } from '../connection/connection.ts';

/** The setting `partnerReferrals.edit.preview`. */
export type EditPreview = 'live' | 'always' | 'never';

/**
 * True if the operations of a save are to be shown before they are sent. `live`: before the first save of each document to
 * Partner Center.
 * @param wasSent true after a save of the document in this window
 */
export function needsPreview(preview: EditPreview, connection: ConnectionId, wasSent: boolean): boolean {
  return preview === 'always' || (preview === 'live' && connection === 'partner-center' && !wasSent);
}
