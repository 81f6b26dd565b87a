import { createHash } from 'node:crypto';
import type { ReferralClient, RequestOptions } from '../../api/client.ts';
import type { Failure } from '../../api/failure.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import { failureOf, mayBeCarriedOut } from './carriedOut.ts';
import {
  after,
  ownOf,
  withOwn,
  type Attempt,
  type CreationEvent,
  type CreationProgress,
  type OwnReferral,
  type Side,
} from './creationProgress.ts';
import { differencesFrom, type DealDifference } from './dealDifferences.ts';
import type { Deal } from './dealText.ts';
import { findCreated } from './findCreated.ts';

/** What a person chose in a message. */
export type Choice =
  /** Look again, or try again what failed. */
  | { readonly kind: 'goOn' }
  /** The POST was not carried out: send it again. */
  | { readonly kind: 'again' }
  /** It created this referral. */
  | { readonly kind: 'is'; readonly referral: ReferralSummary }
  /** The own referral may differ from the document. */
  | { readonly kind: 'accept' }
  /** The own referral of an earlier version of the document is another deal. */
  | { readonly kind: 'other' };

/** `about`: the id of the progress that the message was about. For another one it counts for nothing. */
export type Decision = Choice & { readonly about: string };

export interface CreationSettings extends RequestOptions {
  readonly progress: CreationProgress;
  /** Keeps the progress. Called before each POST, so that an interrupted one is known to be unsure. */
  readonly keep: (progress: CreationProgress) => Promise<void>;
  /** Undefined if the person sends the document, and doesn't answer a message. */
  readonly decision?: Decision | undefined;
  readonly now?: () => number;
}

/** Whether Microsoft is invited, as far as is known. `unwanted`: the document doesn't ask for it. */
export type Invitation = 'none' | 'made' | 'unwanted';

/** A message about an outcome names `about` in its decision. */
export type CreationOutcome =
  /** Complete. `id`: the referral to open. */
  | { readonly kind: 'created'; readonly id: string }
  /** The decision is about an earlier state. Nothing was sent. `referral`: the deal's, if it is complete. */
  | { readonly kind: 'outdated'; readonly referral: string | undefined }
  /**
   * It isn't certain whether the POST was carried out. `candidates`: referrals that may be the one. Nothing else was
   * sent. `lost`: why this POST got no answer; undefined if it was sent earlier. `notSearched`: why nobody could look for
   * the referral. `wasThere`: it was carried out, and what it created isn't found any more. `own`: the own referral's id.
   */
  | {
      readonly kind: 'uncertain';
      readonly about: string;
      readonly side: Side;
      readonly candidates: readonly ReferralSummary[];
      readonly lost: Failure | undefined;
      readonly notSearched: Failure | undefined;
      readonly wasThere: boolean;
      readonly own: string | undefined;
    }
  /** The own referral was created earlier, and the document was changed since, so it differs. Nothing else was sent. */
  | {
      readonly kind: 'differs';
      readonly about: string;
      readonly own: string;
      readonly differences: readonly DealDifference[];
      readonly invitation: Invitation;
    }
  /** The server doesn't tell the engagement of the own referral, so Microsoft can't be invited to it. */
  | { readonly kind: 'noEngagement'; readonly about: string; readonly own: string }
  /** A POST was not carried out, or the own referral could not be read. `own`: its id, if it was created. */
  | {
      readonly kind: 'failed';
      readonly about: string;
      readonly of: 'sending' | 'reading';
      readonly side: Side;
      readonly failure: Failure;
      readonly own: string | undefined;
    };

export type CreationClient = Pick<ReferralClient, 'create' | 'search' | 'list' | 'get'>;

/**
 * Creates a deal: the own referral, and Microsoft's if the deal invites it. Nothing makes a repeated POST safe, so it is
 * never repeated: after one without an answer the referral is searched for, and where that doesn't tell, a person
 * decides. A server error counts as no answer, since what stands behind a gateway may go on.
 */
export async function createDeal(
  client: CreationClient,
  deal: Deal,
  settings: CreationSettings,
): Promise<CreationOutcome> {
  return new Creation(client, deal, settings).run();
}

/** Undefined: there is another step. */
type Step = CreationOutcome | undefined;

class Creation {
  readonly #client: CreationClient;
  readonly #deal: Deal;
  readonly #settings: CreationSettings;
  readonly #digest: string;
  #progress: CreationProgress;
  #decision: Decision | undefined;
  /** The own referral was created or found just now. */
  #isNew = false;
  /** The own referral as it was read just now. */
  #text: string | undefined;

  constructor(client: CreationClient, deal: Deal, settings: CreationSettings) {
    this.#client = client;
    this.#deal = deal;
    this.#settings = settings;
    this.#digest = createHash('sha256')
      .update(deal.own ?? '')
      .digest('base64url');
    this.#progress = settings.progress;
    this.#decision = settings.decision;
  }

  async run(): Promise<CreationOutcome> {
    if (this.#decision && this.#decision.about !== this.#progress.id) return this.#outdated();
    for (;;) {
      const outcome = await this.#step();
      if (outcome) return outcome;
    }
  }

  #step(): Promise<Step> | Step {
    const progress = this.#progress;
    switch (progress.kind) {
      case 'none':
      case 'done':
        return this.#deal.own === undefined ? this.#invite(undefined) : this.#post('own', this.#deal.own);
      case 'ownUnsure':
        return this.#afterOwnSent();
      case 'own':
      case 'invited':
        return this.#afterOwn(progress);
      case 'invitationUnsure':
        return this.#afterInvitationSent(progress.own);
    }
  }

  #afterOwnSent(): Promise<Step> {
    const { own: body } = this.#deal;
    const decision = this.#take('again', 'is');
    if (decision?.kind === 'is') return this.#created(decision.referral);
    return decision && body !== undefined ? this.#post('own', body) : this.#look('own', undefined);
  }

  async #afterOwn({ kind, own }: CreationProgress & { readonly kind: 'own' | 'invited' }): Promise<Step> {
    const { own: body, invites } = this.#deal;
    if (this.#take('other')) return this.#advance({ kind: 'leftAlone' });
    if (body !== undefined) {
      const isKnown = own.digest === this.#digest && (!invites || own.engagementId !== undefined);
      if (this.#text === undefined && !(this.#isNew && isKnown)) return this.#read(own);
      if (own.digest !== this.#digest) {
        const differences = differencesFrom(this.#text ?? '{}', body);
        if (differences.length > 0 && !this.#take('accept')) {
          const invitation = kind === 'invited' ? 'made' : invites ? 'none' : 'unwanted';
          return { kind: 'differs', about: this.#progress.id, own: own.id, differences, invitation };
        }
        return this.#advance({ kind: 'accepted', digest: this.#digest });
      }
    }
    return kind === 'own' && invites ? this.#invite(own) : this.#advance({ kind: 'completed', referral: own.id });
  }

  #afterInvitationSent(own: OwnReferral | undefined): Promise<Step> | Step {
    const { own: body, invites } = this.#deal;
    if (own && body !== undefined && this.#text === undefined && !this.#isNew) return this.#read(own);
    if (own && !invites) return this.#advance({ kind: 'notInvited' });
    const decision = this.#take('again', 'is');
    if (decision?.kind === 'is') return this.#created(decision.referral);
    if (!decision) return this.#look('microsoft', undefined);
    // The document was changed, so the own referral is compared with it first.
    const isChanged = body !== undefined && own !== undefined && own.digest !== this.#digest;
    return isChanged ? this.#advance({ kind: 'notInvited' }) : this.#invite(own);
  }

  #invite(own: OwnReferral | undefined): Promise<Step> | Step {
    const engagementId = this.#engagementOf(own);
    if (engagementId !== undefined) return this.#post('microsoft', this.#deal.microsofts(engagementId));
    if (!own) throw new Error('A deal has an own referral or is Microsoft’s.');
    return { kind: 'noEngagement', about: this.#progress.id, own: own.id };
  }

  /** A deal that is Microsoft's side alone names it. */
  #engagementOf(own: OwnReferral | undefined): string | undefined {
    return this.#deal.engagementId ?? own?.engagementId;
  }

  async #post(side: Side, body: string): Promise<Step> {
    const former = this.#progress;
    await this.#advance({ kind: 'sending', side, attempt: this.#attempt() });
    try {
      const { summary } = await this.#client.create(body, this.#settings);
      return await this.#created(summary, this.#digest);
    } catch (error) {
      const failure = failureOf(error);
      if (mayBeCarriedOut(failure)) return this.#look(side, failure);
      // An earlier one is as uncertain as before.
      await this.#keep(former);
      return { kind: 'failed', about: former.id, of: 'sending', side, failure, own: ownOf(former)?.id };
    }
  }

  async #created(referral: ReferralSummary, digest?: string): Promise<Step> {
    if (this.#progress.kind === 'ownUnsure') this.#isNew = true;
    return this.#advance({ kind: 'created', referral, digest });
  }

  /** Searches for the referral of a POST that got no answer. */
  async #look(side: Side, lost: Failure | undefined): Promise<Step> {
    const progress = this.#progress;
    const own = ownOf(progress);
    const since = 'attempt' in progress ? progress.attempt.since : undefined;
    const engagementId = side === 'microsoft' ? this.#engagementOf(own) : undefined;
    try {
      const found = await findCreated(this.#client, this.#deal, { side, engagementId, since }, this.#settings);
      return found.kind === 'it' ? await this.#created(found.referral) : this.#uncertain({ lost, ...found });
    } catch (error) {
      return this.#uncertain({ lost, notSearched: failureOf(error) });
    }
  }

  #uncertain(known: {
    readonly candidates?: readonly ReferralSummary[];
    readonly lost?: Failure | undefined;
    readonly notSearched?: Failure;
  }): CreationOutcome {
    const progress = this.#progress;
    return {
      kind: 'uncertain',
      about: progress.id,
      side: progress.kind === 'ownUnsure' ? 'own' : 'microsoft',
      candidates: known.candidates ?? [],
      lost: known.lost,
      notSearched: known.notSearched,
      wasThere: progress.kind === 'ownUnsure' && progress.wasThere,
      own: ownOf(progress)?.id,
    };
  }

  /** Looks whether the own referral is still there and open, and what it has. */
  async #read(own: OwnReferral): Promise<Step> {
    try {
      const { summary, text } = await this.#client.get(own.id, this.#settings);
      // What was created closed is not over.
      if (this.#isNew || summary.status?.toLowerCase() !== 'closed') {
        this.#text = text;
        await this.#keep(withOwn(this.#progress, summary));
        return undefined;
      }
    } catch (error) {
      const failure = failureOf(error);
      // It may be hidden, or not be readable yet, so another one isn't created unasked.
      if (failure.kind === 'notFound' && !this.#isNew) return this.#advance({ kind: 'lostSight' });
      if (this.#progress.kind === 'invitationUnsure') return this.#uncertain({ notSearched: failure });
      const side = this.#deal.invites ? 'microsoft' : 'own';
      return { kind: 'failed', about: this.#progress.id, of: 'reading', side, failure, own: own.id };
    }
    // That deal is over: Microsoft can't be invited to it any more. Only who sends the document wants another one.
    await this.#advance({ kind: 'leftAlone' });
    return this.#settings.decision ? this.#outdated() : undefined;
  }

  #outdated(): CreationOutcome {
    const { kind } = this.#progress;
    return { kind: 'outdated', referral: kind === 'done' ? this.#progress.referral : undefined };
  }

  /** The decision, once, if it is one of these. */
  #take<K extends Choice['kind']>(...kinds: K[]): (Decision & { readonly kind: K }) | undefined {
    const decision = this.#decision;
    const isOneOf = (each: Decision): each is Decision & { readonly kind: K } =>
      kinds.some((kind) => kind === each.kind);
    if (!decision || !isOneOf(decision)) return undefined;
    this.#decision = undefined;
    return decision;
  }

  #attempt(): Attempt {
    return { since: (this.#settings.now ?? Date.now)(), digest: this.#digest };
  }

  async #advance(event: CreationEvent): Promise<Step> {
    // It was about the state that is left.
    this.#decision = undefined;
    await this.#keep(after(this.#progress, event));
    return this.#progress.kind === 'done' ? { kind: 'created', id: this.#progress.referral } : undefined;
  }

  async #keep(progress: CreationProgress): Promise<void> {
    this.#progress = progress;
    await this.#settings.keep(progress);
  }
}
