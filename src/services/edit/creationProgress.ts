import { randomUUID } from 'node:crypto';
import { isObject, member, text as textOf, type Json, type JsonObject } from '../../base/json.ts';

/** Whose referral of the engagement a POST creates. */
export type Side = 'own' | 'microsoft';

/** A POST that was sent, or the first of several that were. */
export interface Attempt {
  /** Before it was sent, in ms since 1970 by this machine's clock. */
  readonly since: number;
  /** Of the own referral's body at that time. Empty if the repetitions had others. */
  readonly digest: string;
}

/** The partner's referral on the server. */
export interface OwnReferral extends Attempt {
  readonly id: string;
  readonly engagementId: string | undefined;
}

/** The invitation to the engagement of an own referral that isn't found any more. */
interface FormerInvitation {
  /** The id of that referral. */
  readonly own: string;
  /** What it has done isn't known. Undefined if Microsoft's referral is there. */
  readonly attempt: Attempt | undefined;
}

type State =
  /** Nothing was created, as far as is known. */
  | { readonly kind: 'none' }
  /**
   * What the POST of the own referral has done isn't known. `wasThere`: it is known to have been there, but isn't found.
   * `invitation`: what was known of Microsoft's before.
   */
  | {
      readonly kind: 'ownUnsure';
      readonly attempt: Attempt;
      readonly wasThere: boolean;
      readonly invitation?: FormerInvitation;
    }
  /** The own referral is there, and Microsoft isn't invited. */
  | { readonly kind: 'own'; readonly own: OwnReferral }
  /** What the invitation of Microsoft has done isn't known. Without `own` the deal is Microsoft's side alone. */
  | { readonly kind: 'invitationUnsure'; readonly own: OwnReferral | undefined; readonly attempt: Attempt }
  /** Both are there. */
  | { readonly kind: 'invited'; readonly own: OwnReferral }
  /** Complete. `referral`: the id of the one to open. Sending the document again begins another deal. */
  | { readonly kind: 'done'; readonly referral: string };

/**
 * How far a deal has come. Each state that is reached has an `id` of its own, except that a refused POST leads back to the
 * state before it. Who answers a question about a state names it, so that an answer to an older one counts for nothing.
 */
export type CreationProgress = State & { readonly id: string };

/** What changes the state. */
export type CreationEvent =
  /** A POST is about to be sent. Kept before it, so that an interrupted one is known to be unsure. */
  | { readonly kind: 'sending'; readonly side: Side; readonly attempt: Attempt }
  /** The referral that the last POST was to create is there. `digest`: of the body that it has, if that is known. */
  | {
      readonly kind: 'created';
      readonly referral: { readonly id: string; readonly engagementId: string | undefined };
      readonly digest?: string | undefined;
    }
  /** The own referral isn't found any more. */
  | { readonly kind: 'lostSight' }
  /** The own referral was closed, or is another deal than the document. */
  | { readonly kind: 'leftAlone' }
  /** The own referral may differ from the body with this digest, or doesn't. */
  | { readonly kind: 'accepted'; readonly digest: string }
  /** The invitation was not carried out, or isn't wanted any more. */
  | { readonly kind: 'notInvited' }
  | { readonly kind: 'completed'; readonly referral: string };

/** Where nothing is known of a deal. */
export const untouched: CreationProgress = { kind: 'none', id: '' };

/** The state after an event. Throws an Error for one that is impossible in this state. */
export function after(from: CreationProgress, event: CreationEvent): CreationProgress {
  const to = stateAfter(from, event);
  if (!to) throw new Error(`A deal can't get from "${from.kind}" by "${event.kind}".`);
  return { ...to, id: randomUUID() };
}

function stateAfter(from: State, event: CreationEvent): State | undefined {
  switch (event.kind) {
    case 'sending':
      return event.side === 'own' ? ownSent(from, event.attempt) : invitationSent(from, event.attempt);
    case 'created': {
      const { referral, digest } = event;
      if (from.kind === 'invitationUnsure') {
        return from.own ? { kind: 'invited', own: from.own } : { kind: 'done', referral: referral.id };
      }
      if (from.kind !== 'ownUnsure') return undefined;
      const { id, engagementId } = referral;
      return ownThere({ ...from.attempt, id, engagementId, ...(digest !== undefined && { digest }) }, from.invitation);
    }
    case 'lostSight': {
      const own = ownOf(from);
      if (!own) return undefined;
      const attempt = { since: own.since, digest: own.digest };
      return { kind: 'ownUnsure', attempt, wasThere: true, ...invitationOf(from) };
    }
    case 'leftAlone':
      return ownOf(from) && { kind: 'none' };
    case 'accepted':
      return from.kind === 'own' || from.kind === 'invited'
        ? { kind: from.kind, own: { ...from.own, digest: event.digest } }
        : undefined;
    case 'notInvited':
      return from.kind === 'invitationUnsure' && from.own ? { kind: 'own', own: from.own } : undefined;
    case 'completed':
      return from.kind === 'own' || from.kind === 'invited' ? { kind: 'done', referral: event.referral } : undefined;
  }
}

function ownSent(from: State, attempt: Attempt): State | undefined {
  if (from.kind === 'none' || from.kind === 'done') return { kind: 'ownUnsure', attempt, wasThere: false };
  if (from.kind !== 'ownUnsure') return undefined;
  return { kind: 'ownUnsure', attempt: repeated(from.attempt, attempt), wasThere: false };
}

function invitationSent(from: State, attempt: Attempt): State | undefined {
  if (from.kind === 'none' || from.kind === 'done') return { kind: 'invitationUnsure', own: undefined, attempt };
  if (from.kind === 'own') return { kind: 'invitationUnsure', own: from.own, attempt };
  if (from.kind !== 'invitationUnsure') return undefined;
  return { ...from, attempt: repeated(from.attempt, attempt) };
}

/** The own referral is found or created. If it is the one of before, so is what is known of the invitation. */
function ownThere(own: OwnReferral, invitation: FormerInvitation | undefined): State {
  if (invitation?.own !== own.id) return { kind: 'own', own };
  const { attempt } = invitation;
  return attempt ? { kind: 'invitationUnsure', own, attempt } : { kind: 'invited', own };
}

function invitationOf(from: State): { readonly invitation?: FormerInvitation } {
  if (from.kind === 'invited') return { invitation: { own: from.own.id, attempt: undefined } };
  if (from.kind !== 'invitationUnsure' || !from.own) return {};
  return { invitation: { own: from.own.id, attempt: from.attempt } };
}

/** Either of the two may be the one that was carried out. */
function repeated(first: Attempt, next: Attempt): Attempt {
  return { since: first.since, digest: first.digest === next.digest ? next.digest : '' };
}

export function ownOf(state: State): OwnReferral | undefined {
  return 'own' in state ? state.own : undefined;
}

/** What the own referral was read with, such as an engagement that the answer to its POST didn't have. */
export function withOwn(
  from: CreationProgress,
  read: { readonly id: string; readonly engagementId: string | undefined },
): CreationProgress {
  const own = ownOf(from);
  if (!own || !('own' in from)) return from;
  return { ...from, own: { ...own, id: read.id, engagementId: read.engagementId ?? own.engagementId } };
}

/** True for what has to outlast the window. A deal that is complete is known in it alone. */
export function isUnfinished({ kind }: CreationProgress): boolean {
  return kind !== 'none' && kind !== 'done';
}

/**
 * Reads stored progress; undefined for what isn't any. Earlier versions of the extension stored the own referral as `own`
 * and the POST that nobody knows of as `unsure` with its `side`, without `kind` and `id`.
 */
export function readProgress(stored: unknown): CreationProgress | undefined {
  const value = stored as Json | undefined;
  if (!isObject(value)) return undefined;
  const own = readOwn(value.own);
  const id = textOf(value.id);
  if (id === undefined) return readFormer(value, own);
  const attempt = readAttempt(value.attempt);
  switch (value.kind) {
    case 'ownUnsure':
      return attempt && { kind: value.kind, id, attempt, ...readFound(value) };
    case 'own':
    case 'invited':
      return own && { kind: value.kind, id, own };
    case 'invitationUnsure':
      return attempt && { kind: value.kind, id, own, attempt };
    default:
      return undefined;
  }
}

function readFormer({ unsure }: JsonObject, own: OwnReferral | undefined): CreationProgress | undefined {
  const attempt = readAttempt(unsure);
  if (!attempt || !isObject(unsure)) return own && { kind: 'own', id: String(own.since), own };
  const id = String(attempt.since);
  if (unsure.side === 'microsoft') return { kind: 'invitationUnsure', id, own, attempt };
  return { kind: 'ownUnsure', id, attempt, ...readFound(unsure) };
}

function readFound({
  wasThere,
  invitation,
}: JsonObject): Pick<State & { readonly kind: 'ownUnsure' }, 'wasThere' | 'invitation'> {
  const own = textOf(member(invitation, 'own'));
  return {
    wasThere: wasThere === true,
    ...(own !== undefined && { invitation: { own, attempt: readAttempt(member(invitation, 'attempt')) } }),
  };
}

function readAttempt(value: Json | undefined): Attempt | undefined {
  if (!isObject(value) || typeof value.since !== 'number' || typeof value.digest !== 'string') return undefined;
  return { since: value.since, digest: value.digest };
}

function readOwn(value: Json | undefined): OwnReferral | undefined {
  const attempt = readAttempt(value);
  if (!attempt || !isObject(value) || typeof value.id !== 'string') return undefined;
  return { ...attempt, id: value.id, engagementId: textOf(value.engagementId) };
}
