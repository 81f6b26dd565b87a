import type { SandboxClock } from './clock.ts';
import type { JsonObject } from '../../base/json.ts';
import { contentOf, type ReferralStore, type StoredReferral } from '../store/store.ts';
import { stampWrite } from '../write/serverSet.ts';

/** What Microsoft does with its side of a deal, besides what its script does when time passes. */
export type MicrosoftMove = 'accept' | 'decline' | 'win';

/** A move that isn't possible, as a sentence. */
export class MoveError extends Error {
  override readonly name = 'MoveError';
}

/**
 * Moves Microsoft's record of a deal. Where the engagement has none, the named referral itself moves, as when Microsoft
 * decides about a lead that it sent.
 * @param id of Microsoft's referral, or of another one of the same engagement
 * @throws MoveError if there is no such referral or its status doesn't allow the move
 */
export function moveAsMicrosoft(store: ReferralStore, clock: SandboxClock, id: string, move: MicrosoftMove): void {
  const referral = findMicrosoftSide(store, id);
  if (!referral) throw new MoveError(`There is no referral with the id ${id}.`);
  const content = contentOf(referral);
  const changes = changesOf(content, move, clock.stamp());
  if (!changes) {
    const state = [content.status, content.substatus].filter((word) => typeof word === 'string').join('/');
    throw new MoveError(`Microsoft can't ${move} the referral ${referral.key}: it is ${state || 'without a status'}.`);
  }
  store.change(referral, stampWrite({ ...content, ...changes }, clock));
}

function findMicrosoftSide(store: ReferralStore, id: string): StoredReferral | undefined {
  const named = store.find(id);
  if (!named) return undefined;
  const { engagementId, organizationId } = contentOf(named);
  if (organizationId === 'msft' || typeof engagementId !== 'string') return named;
  const engagement = store.withValue('engagementId', engagementId.toLowerCase()) ?? [];
  return [...engagement].find((each) => contentOf(each).organizationId === 'msft') ?? named;
}

/** Undefined if the status doesn't allow the move (docs/api.md, Life cycle). */
function changesOf({ status }: JsonObject, move: MicrosoftMove, stamp: string): JsonObject | undefined {
  const isNew = status === 'New';
  const answered = { expirationDateTime: null };
  switch (move) {
    case 'accept':
      return isNew ? { status: 'Active', substatus: 'Accepted', acceptedDateTime: stamp, ...answered } : undefined;
    case 'decline':
      return isNew
        ? {
            status: 'Closed',
            substatus: 'Declined',
            statusReason: 'Declined by Microsoft.',
            closedDateTime: stamp,
            ...answered,
          }
        : undefined;
    case 'win':
      if (isNew)
        return { status: 'Closed', substatus: 'Won', acceptedDateTime: stamp, closedDateTime: stamp, ...answered };
      return status === 'Active' ? { status: 'Closed', substatus: 'Won', closedDateTime: stamp } : undefined;
  }
}
