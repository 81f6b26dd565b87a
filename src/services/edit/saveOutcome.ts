import type { FetchedReferral } from '../../api/client.ts';
import type { Failure } from '../../api/failure.ts';
import { t } from '../../base/l10n.ts';
import type { ParseProblem } from '../../referral/parseReferral.ts';
import type { Overlap } from './merge.ts';
import type { EditProblem } from './patch.ts';

/** A person's text, and the version of the referral that it was made from. */
export interface Edit {
  readonly id: string;
  /** The server's text. */
  readonly base: string;
  /** The entity tag that came with the base; counts where the base's text has none. */
  readonly eTag?: string | undefined;
  /** The person's text. */
  readonly text: string;
  /**
   * Earlier texts with the same base whose change may have been carried out, oldest first. If there are any, the server is
   * asked what it has before anything is sent.
   */
  readonly sent?: readonly string[] | undefined;
  /**
   * The saves since the base that the text doesn't show, oldest first: it was typed during them, or undone after them. What
   * was sent since is `sent`.
   */
  readonly saves?: readonly EarlierSave[] | undefined;
}

/** A save that the server has taken. */
export interface EarlierSave {
  /** The server's text that the saved one was made from. */
  readonly base: string;
  /** The person's text that was saved. */
  readonly text: string;
  /** The server's text after the save. */
  readonly server: string;
  /** The entity tag that came with it. */
  readonly eTag?: string | undefined;
}

/** Of all texts that are kept of earlier saves, in characters. */
export function lengthOf(saves: readonly EarlierSave[] = []): number {
  return saves.reduce((sum, { base, text, server }) => sum + base.length + text.length + server.length, 0);
}

export type SaveOutcome = SaveResult & {
  /** What a next save of a text with the same base has to know as `sent`. */
  readonly sent?: readonly string[] | undefined;
};

export type SaveResult =
  /** There is nothing to send. */
  | { readonly kind: 'unchanged' }
  /**
   * The server has the change. `isMerged`: with changes of others that were made meanwhile. `isSent`: false if nothing had
   * to be sent, since others have made the same change.
   */
  | { readonly kind: 'saved'; readonly fetched: FetchedReferral; readonly isMerged: boolean; readonly isSent: boolean }
  /** Not JSON; nothing was sent. */
  | { readonly kind: 'malformed'; readonly problem: ParseProblem }
  /** Can't be sent. */
  | Refused
  /** The person has seen what would be sent and stopped it. */
  | { readonly kind: 'stopped' }
  | Conflict
  /** No answer, or ended in the middle, and the server can't be asked: it may have been carried out. */
  | { readonly kind: 'unsure'; readonly failure: Failure }
  /** Not carried out. */
  | { readonly kind: 'failed'; readonly failure: Failure };

/**
 * Others changed the same. `mine` and `theirs` are the merged texts with the one or the other's value where the changes
 * overlap; to be saved with the text of `current` as base.
 */
export interface Conflict {
  readonly kind: 'conflict';
  readonly current: FetchedReferral;
  readonly mine: string;
  readonly theirs: string;
  readonly overlaps: readonly Overlap[];
  /** What keeps `mine` from being sent, such as a deal that others closed; empty if nothing does. */
  readonly mineProblems: readonly EditProblem[];
  /** True if `current` is of another server than the edit's base. */
  readonly isOtherServer?: boolean | undefined;
}

interface Refused {
  readonly kind: 'refused';
  readonly problems: readonly EditProblem[];
  /** What became of the attempts before; undefined if nothing was sent. `notMade`: the server has taken none of them. */
  readonly attempts?: 'notMade' | 'unsure' | undefined;
  /** The merge with the server's version, if that is what can't be sent; nothing needs to overlap. */
  readonly merged?: Conflict | undefined;
}

/** The comparison is recursive. When it ends like this, nothing was carried out. */
export function tooDeep(): EditProblem {
  return { pointer: '', message: t('The text has too many levels to be compared with the server’s version.') };
}

/** True if the last request was given up before it was sent, for example since the account or the server is another. */
export function isUnsent(outcome: SaveOutcome): boolean {
  return 'failure' in outcome && outcome.failure.kind === 'cancelled' && outcome.failure.wasSent !== true;
}
