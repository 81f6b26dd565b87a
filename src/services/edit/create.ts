import type { ReferralClient, RequestOptions } from '../../api/client.ts';
import { ApiError, type Failure } from '../../api/failure.ts';
import { odataString } from '../../api/odata.ts';
import { isMicrosoftSide, type ReferralSummary } from '../../referral/summary.ts';
import type { Deal } from './dealText.ts';
import { mayBeCarriedOut } from './save.ts';

/** Whose referral of the engagement a POST creates. */
export type Side = 'own' | 'microsoft';

/** How far a deal has come. Kept until it is complete, so that no part of it is created twice. */
export interface CreationProgress {
  /** The own referral, once it is there. */
  readonly own?: { readonly id: string; readonly engagementId: string | undefined };
  /** A POST of this side was sent, and its answer isn't known. */
  readonly unsure?: Side;
}

/** What a person decided about a POST that may have been carried out. */
export type Decision =
  /** It was not carried out: send it again. */
  | { readonly kind: 'again' }
  /** It created this referral. */
  | { readonly kind: 'is'; readonly referral: ReferralSummary };

export interface CreationSettings extends RequestOptions {
  readonly progress: CreationProgress;
  /** Keeps the progress. Called before each POST, so that an interrupted one is known to be unsure. */
  readonly keep: (progress: CreationProgress) => Promise<void>;
  /** About the side that `progress` is unsure of. */
  readonly decision?: Decision | undefined;
}

export type CreationOutcome =
  /** Complete. `id`: the referral to open. */
  | { readonly kind: 'created'; readonly id: string }
  /**
   * It isn't certain whether the POST was carried out. `candidates`: referrals that may be the one. Nothing else was
   * sent. `failure`: why there was no answer to it, or to the search.
   */
  | {
      readonly kind: 'uncertain';
      readonly side: Side;
      readonly candidates: readonly ReferralSummary[];
      readonly failure: Failure | undefined;
    }
  /** Not carried out. `own`: the id of the own referral, which is there when only Microsoft's is missing. */
  | { readonly kind: 'failed'; readonly side: Side; readonly failure: Failure; readonly own: string | undefined };

export type CreationClient = Pick<ReferralClient, 'create' | 'search' | 'list'>;

type Sent =
  { readonly kind: 'sent'; readonly referral: ReferralSummary } | Exclude<CreationOutcome, { kind: 'created' }>;

/** What a search for a referral whose POST got no answer has found. */
type Found =
  | { readonly kind: 'it'; readonly referral: ReferralSummary }
  | { readonly kind: 'maybe'; readonly candidates: readonly ReferralSummary[] }
  /** The server searched by what identifies it, and has none. */
  | { readonly kind: 'absent' };

/**
 * Creates a deal: the own referral, and Microsoft's if the deal invites it. Nothing makes a repeated POST safe, so after
 * one without an answer the referral is searched for, and the POST is sent again only if it certainly is not there.
 */
export async function createDeal(
  client: CreationClient,
  deal: Deal,
  settings: CreationSettings,
): Promise<CreationOutcome> {
  let { progress } = settings;
  const keep = async (next: CreationProgress): Promise<void> => {
    progress = next;
    await settings.keep(next);
  };

  const post = async (side: Side, body: string, engagementId: string | undefined): Promise<Sent> => {
    const { own } = progress;
    const decision = progress.unsure === side ? settings.decision : undefined;
    if (decision?.kind === 'is') return { kind: 'sent', referral: decision.referral };
    let mustLook = progress.unsure === side && decision === undefined;
    let failure: Failure | undefined;
    // At most one repetition: a server that loses two answers needs a person.
    for (let sent = 0; ; sent++) {
      if (mustLook) {
        const found = await look(client, deal, side, engagementId, settings).catch((error: unknown): Found => {
          failure ??= failureOf(error);
          return { kind: 'maybe', candidates: [] };
        });
        if (found.kind === 'it') return { kind: 'sent', referral: found.referral };
        const candidates = found.kind === 'maybe' ? found.candidates : [];
        if (found.kind === 'maybe' || sent > 1 || mayStillArrive(failure)) {
          return { kind: 'uncertain', side, candidates, failure };
        }
      }
      await keep({ ...(own && { own }), unsure: side });
      try {
        return { kind: 'sent', referral: (await client.create(body, settings)).summary };
      } catch (error) {
        failure = failureOf(error);
        if (mayBeCarriedOut(failure)) {
          mustLook = true;
        } else {
          await keep({ ...(own && { own }) });
          return { kind: 'failed', side, failure, own: own?.id };
        }
      }
    }
  };

  if (!progress.own && deal.own !== undefined) {
    const sent = await post('own', deal.own, undefined);
    if (sent.kind !== 'sent') return sent;
    const { id, engagementId } = sent.referral;
    await keep({ own: { id, engagementId } });
  }
  const engagementId = progress.own?.engagementId ?? deal.engagementId;
  let microsofts: string | undefined;
  if (deal.invites && engagementId !== undefined) {
    const sent = await post('microsoft', deal.microsofts(engagementId), engagementId);
    if (sent.kind !== 'sent') return sent;
    microsofts = sent.referral.id;
  }
  const id = progress.own?.id ?? microsofts;
  await keep({});
  if (id === undefined) throw new Error('A deal has an own referral or is Microsoft’s.');
  return { kind: 'created', id };
}

/** Searches for the referral that a POST may have created. Rejects with an `ApiError`. */
async function look(
  client: CreationClient,
  deal: Deal,
  side: Side,
  engagementId: string | undefined,
  options: RequestOptions,
): Promise<Found> {
  const isIt = (found: ReferralSummary): boolean =>
    isMicrosoftSide(found) === (side === 'microsoft') &&
    found.name === deal.name &&
    found.customerName === deal.customerName &&
    (deal.externalReferenceId === undefined || found.externalReferenceId === deal.externalReferenceId) &&
    (engagementId === undefined || found.engagementId?.toLowerCase() === engagementId.toLowerCase());
  const key =
    engagementId !== undefined
      ? `engagementId eq ${odataString(engagementId)}`
      : deal.externalReferenceId !== undefined
        ? `externalReferenceId eq ${odataString(deal.externalReferenceId)}`
        : undefined;
  const searched = key === undefined ? undefined : await searchBy(client, key, options);
  const identified = searched?.filter(isIt) ?? [];
  const [only] = identified;
  if (only && identified.length === 1) return { kind: 'it', referral: only };
  if (identified.length > 1) return { kind: 'maybe', candidates: identified };
  // What was created last comes first. A filter may also be answered from an index that doesn't have it yet.
  const newest = (await client.list(undefined, options)).items.filter(isIt);
  const [first] = newest;
  if (first && newest.length === 1 && key !== undefined) return { kind: 'it', referral: first };
  if (newest.length > 0 || searched === undefined) return { kind: 'maybe', candidates: newest };
  return { kind: 'absent' };
}

/** Undefined if the server can't search by it. */
async function searchBy(
  client: CreationClient,
  filter: string,
  options: RequestOptions,
): Promise<readonly ReferralSummary[] | undefined> {
  try {
    return (await client.search(filter, options)).items;
  } catch (error) {
    if (failureOf(error).kind === 'invalidRequest') return undefined;
    throw error;
  }
}

/** True if the server may still be working on the request. */
function mayStillArrive(failure: Failure | undefined): boolean {
  return failure?.kind === 'timeout';
}

function failureOf(error: unknown): Failure {
  if (error instanceof ApiError) return error.failure;
  throw error;
}
