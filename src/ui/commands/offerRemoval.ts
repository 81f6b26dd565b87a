import * as vscode from 'vscode';
import type { Failure } from '../../api/failure.ts';
import type { PinnedReferrals } from '../../services/catalog/pinned.ts';
import type { RecentReferrals } from '../../services/catalog/recent.ts';
import type { ConnectionId } from '../../services/connection/connection.ts';
import type { Remedy } from '../failures/failures.ts';

export interface RemovalDeps {
  readonly recent: Pick<RecentReferrals, 'list' | 'remove'>;
  readonly pinned: Pick<PinnedReferrals, 'has' | 'unpin'>;
}

/** Offers a button that removes a referral that the server no longer has from Recent and unpins it. */
export function offerRemoval(
  { recent, pinned }: RemovalDeps,
  connection: ConnectionId,
  id: string,
): (failure: Failure) => Remedy | undefined {
  return ({ kind }) => {
    const isRecent = recent.list(connection).includes(id.toLowerCase());
    const isPinned = pinned.has(connection, id);
    if (kind !== 'notFound' || !(isRecent || isPinned)) return undefined;
    return {
      title: isPinned
        ? isRecent
          ? vscode.l10n.t('Unpin and Remove from Recent')
          : vscode.l10n.t('Unpin')
        : vscode.l10n.t('Remove from Recent'),
      apply: async () => {
        if (isRecent) await recent.remove(connection, id);
        if (isPinned) await pinned.unpin(connection, [id]);
      },
    };
  };
}
