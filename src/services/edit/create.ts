import { createHash } from 'node:crypto';
import type { ReferralClient, RequestOptions } from '../../api/client.ts';
import type { Failure } from '../../api/failure.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import { differencesFrom, type DealDifference } from './dealDifferences.ts';
import type { Deal } from './dealText.ts';
import { findCreated } from './findCreated.ts';
import { failureOf, mayBeCarriedOut } from './carriedOut.ts';

/** Whose referral of the engagement a POST creates. */
export type Side = 'own' | 'microsoft';

/** A POST that was sent, or the first of several that were. */
interface Attempt {
  /** Before it was sent, in ms since 1970 by this machine's clock. */
  readonly since: number;
  /** Of the own referral's body at that time. */
  readonly digest: string;
}

/** How far a deal has come. Kept until it is complete, so that no part of it is created twice. */
export interface CreationProgress {
  /** The own referral, once it is there. */
  readonly own?: Attempt & { readonly id: string; readonly engagementId: string | undefined };
  /** What a POST of this side has done isn't known. `wasThere`: its referral was, and isn't found any more. */
  readonly unsure?: Attempt & { readonly side: Side; readonly wasThere?: true };
}

/** What a person decided about an outcome that is not certain. */
export type Decision =
  /** The POST was not carried out: send it again. */
  | { readonly kind: 'again' }
  /** It created this referral. */
  | { readonly kind: 'is'; readonly referral: ReferralSummary }
  /** The own referral may differ from the document. */
  | { readonly kind: 'accept' }
  /** The own referral of an earlier version of the document is another deal. */
  | { readonly kind: 'other' };

export interface CreationSettings extends RequestOptions {
  readonly progress: CreationProgress;
  /** Keeps the progress. Called before each POST, so that an interrupted one is known to be unsure. */
  readonly keep: (progress: CreationProgress) => Promise<void>;
  /** About what `progress` is unsure of. */
  readonly decision?: Decision | undefined;
  readonly now?: () => number;
}

export type CreationOutcome =
  /** Complete. `id`: the referral to open. */
  | { readonly kind: 'created'; readonly id: string }
  /**
   * It isn't certain whether the POST was carried out. `candidates`: referrals that may be the one. Nothing else was
   * sent. `failure`: why there was no answer to it, or to the search. `wasThere`: it was carried out, and what it created
   * isn't found any more.
   */
  | {
      readonly kind: 'uncertain';
      readonly side: Side;
      readonly candidates: readonly ReferralSummary[];
      readonly failure: Failure | undefined;
      readonly wasThere: boolean;
    }
  /**
   * The own referral was created earlier, and the document was changed since, so it differs. Nothing else was sent.
   * `invites`: Microsoft is still to be invited.
   */
  | {
      readonly kind: 'differs';
      readonly own: string;
      readonly differences: readonly DealDifference[];
      readonly invites: boolean;
    }
  /** Not carried out. `own`: the id of the own referral if only Microsoft's was refused. */
  | { readonly kind: 'failed'; readonly side: Side; readonly failure: Failure; readonly own: string | undefined };

export type CreationClient = Pick<ReferralClient, 'create' | 'search' | 'list' | 'get'>;

/** An outcome that ends the creation before it is complete. */
type Ended = Exclude<CreationOutcome, { kind: 'created' }>;

type Sent = { readonly kind: 'sent'; readonly referral: ReferralSummary; readonly isFound: boolean } | Ended;

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

class Creation {
  readonly #client: CreationClient;
  readonly #deal: Deal;
  readonly #settings: CreationSettings;
  readonly #digest: string;
  #progress: CreationProgress;

  constructor(client: CreationClient, deal: Deal, settings: CreationSettings) {
    this.#client = client;
    this.#deal = deal;
    this.#settings = settings;
    this.#digest = createHash('sha256')
      .update(deal.own ?? '')
      .digest('base64url');
    this.#progress = settings.progress;
  }

  async run(): Promise<CreationOutcome> {
    const { own: body, invites } = this.#deal;
    if (body !== undefined) {
      const ended = (await this.#reuseOwn(body)) ?? (await this.#createOwn(body));
      if (ended) return ended;
    }
    const { own } = this.#progress;
    const engagementId = own?.engagementId ?? this.#deal.engagementId;
    let microsofts: string | undefined;
    if (invites && engagementId !== undefined) {
      const sent = await this.#post('microsoft', this.#deal.microsofts(engagementId), engagementId);
      if (sent.kind !== 'sent') return sent;
      microsofts = sent.referral.id;
    }
    const id = own?.id ?? microsofts;
    await this.#keep({});
    if (id === undefined) throw new Error('A deal has an own referral or is Microsoft’s.');
    return { kind: 'created', id };
  }

  /** Looks whether the own referral that was created earlier is still there, and still what the document says. */
  async #reuseOwn(body: string): Promise<Ended | undefined> {
    const { own, unsure } = this.#progress;
    if (!own) return undefined;
    if (this.#settings.decision?.kind === 'other') {
      await this.#keep({});
      return undefined;
    }
    const read = await this.#read(own.id);
    if ('failure' in read) {
      if (read.failure.kind !== 'notFound') return this.#notRead(read.failure);
      // It may be hidden, or not be readable yet, so another one isn't created unasked.
      await this.#keep({ unsure: { side: 'own', since: own.since, digest: own.digest, wasThere: true } });
      return undefined;
    }
    const { summary, text } = read;
    if (summary.status?.toLowerCase() === 'closed') {
      // That deal is over: Microsoft can't be invited to it any more.
      await this.#keep({});
      return undefined;
    }
    const { id, engagementId = own.engagementId } = summary;
    await this.#keep({ own: { ...own, id, engagementId }, ...(unsure && { unsure }) });
    return this.#compare(body, text);
  }

  async #createOwn(body: string): Promise<Ended | undefined> {
    if (this.#progress.own) return undefined;
    const sent = await this.#post('own', body, undefined);
    if (sent.kind !== 'sent') return sent;
    const { id, engagementId } = sent.referral;
    const { since, digest } = this.#progress.unsure ?? this.#attempt();
    await this.#keep({ own: { id, engagementId, since, digest: sent.isFound ? digest : this.#digest } });
    if (!sent.isFound || digest === this.#digest) return undefined;
    const read = await this.#read(id);
    return 'failure' in read ? this.#notRead(read.failure) : this.#compare(body, read.text);
  }

  /** Ends if the own referral was created from an earlier version of the document and differs from it. */
  async #compare(body: string, server: string): Promise<Ended | undefined> {
    const { own, unsure } = this.#progress;
    if (!own || own.digest === this.#digest) return undefined;
    const differences = differencesFrom(server, body);
    if (differences.length > 0 && this.#settings.decision?.kind !== 'accept') {
      return { kind: 'differs', own: own.id, differences, invites: this.#deal.invites };
    }
    await this.#keep({ own: { ...own, digest: this.#digest }, ...(unsure && { unsure }) });
    return undefined;
  }

  async #read(
    id: string,
  ): Promise<{ readonly summary: ReferralSummary; readonly text: string } | { failure: Failure }> {
    try {
      return await this.#client.get(id, this.#settings);
    } catch (error) {
      return { failure: failureOf(error) };
    }
  }

  #notRead(failure: Failure): Ended {
    return { kind: 'failed', side: this.#deal.invites ? 'microsoft' : 'own', failure, own: undefined };
  }

  async #post(side: Side, body: string, engagementId: string | undefined): Promise<Sent> {
    const { own, unsure: former } = this.#progress;
    const unsure = former?.side === side ? former : undefined;
    // One about another side isn't for this POST.
    const decision = this.#settings.progress.unsure?.side === side ? this.#settings.decision : undefined;
    if (unsure && decision?.kind === 'is') return { kind: 'sent', referral: decision.referral, isFound: true };
    if (unsure && decision?.kind !== 'again') return this.#search(side, engagementId, undefined);
    await this.#keep({ ...(own && { own }), unsure: { ...(unsure ?? this.#attempt()), side } });
    try {
      const { summary } = await this.#client.create(body, this.#settings);
      return { kind: 'sent', referral: summary, isFound: false };
    } catch (error) {
      const failure = failureOf(error);
      if (mayBeCarriedOut(failure)) return this.#search(side, engagementId, failure);
      // An earlier one is as uncertain as before.
      await this.#keep({ ...(own && { own }), ...(unsure && { unsure }) });
      return { kind: 'failed', side, failure, own: own?.id };
    }
  }

  /** Searches for the referral of a POST that got no answer. */
  async #search(side: Side, engagementId: string | undefined, lost: Failure | undefined): Promise<Sent> {
    const { since, wasThere = false } = this.#progress.unsure ?? {};
    let candidates: readonly ReferralSummary[] = [];
    let failure = lost;
    try {
      const found = await findCreated(this.#client, this.#deal, { side, engagementId, since }, this.#settings);
      if (found.kind === 'it') return { kind: 'sent', referral: found.referral, isFound: true };
      ({ candidates } = found);
    } catch (error) {
      failure ??= failureOf(error);
    }
    return { kind: 'uncertain', side, candidates, failure, wasThere };
  }

  #attempt(): Attempt {
    return { since: (this.#settings.now ?? Date.now)(), digest: this.#digest };
  }

  async #keep(progress: CreationProgress): Promise<void> {
    this.#progress = progress;
    await this.#settings.keep(progress);
  }
}
