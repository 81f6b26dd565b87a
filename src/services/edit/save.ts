import type { FetchedReferral, RequestOptions } from '../../api/client.ts';
import { ApiError, type Failure } from '../../api/failure.ts';
import { t } from '../../base/l10n.ts';
import { parseJsonTree, type Tree } from '../../referral/leaves.ts';
import { tryParseJson } from '../../referral/parseReferral.ts';
import { failureOf, mayBeCarriedOut, needsPerson, requestedWait } from './carriedOut.ts';
import { checkEdit } from './checkEdit.ts';
import { conflictOf } from './conflict.ts';
import { afterSaves, type LaterVersion } from './earlierSaves.ts';
import { eTagOf } from './entityTag.ts';
import { merge } from './merge.ts';
import { ownVersion } from './ownVersion.ts';
import { patchText, type EditProblem, type PatchOperation } from './patch.ts';
import type { SaveClient } from './saveClient.ts';
import { tooDeep, type Conflict, type Edit, type SaveOutcome, type SaveResult } from './saveOutcome.ts';

export interface SaveSettings extends RequestOptions {
  /** Asks whether to send these operations; false stops. Asked at most once for each save. */
  readonly confirm?: (operations: readonly PatchOperation[]) => Promise<boolean>;
  /** Called before each PATCH with what is `sent` then, so that one that is interrupted is known to be unsure. */
  readonly beforeSend?: (sent: readonly string[]) => Promise<void>;
}

/** A merge is sent again at most this many times: whoever writes as often will win the fourth time as well. */
const mostMerges = 3;
/** Of the texts that were sent without an answer, only the last ones are kept. */
const mostSent = 5;

/**
 * Sends the difference between the person's text and its base as one conditional PATCH. When the referral was changed
 * meanwhile, changes that don't overlap are merged and sent again. When there is no answer, the server is asked what it
 * has, and what is missing is sent once more. Nothing of others is overwritten.
 */
export function saveEdit(client: SaveClient, edit: Edit, settings: SaveSettings): Promise<SaveOutcome> {
  return new Save(client, edit, settings).run();
}

/** What the next PATCH changes, and what the referral is after it. */
interface Step {
  readonly current: Tree;
  readonly eTag: string | undefined;
  readonly wanted: Tree;
  /** The server's answer with `current`. Undefined if that is the base of the edit, and the server was not asked. */
  readonly fetched?: FetchedReferral;
}

/** One save: steps, each of which sends a PATCH, until there is a result. */
class Save {
  readonly #client: SaveClient;
  readonly #edit: Edit;
  readonly #settings: SaveSettings;
  /** As in the outcome. Nothing else tells whether something may have been carried out. */
  #sent: readonly string[];
  #versions: LaterVersion | undefined;
  #isConfirmed: boolean;
  /** At least one PATCH of this save was sent. */
  #hasTried = false;
  /** An answer of this save was lost, and the server was asked what it has. */
  #hasLooked = false;
  #merges = 0;

  constructor(client: SaveClient, edit: Edit, settings: SaveSettings) {
    this.#client = client;
    this.#edit = edit;
    this.#settings = settings;
    this.#sent = edit.sent ?? [];
    this.#isConfirmed = settings.confirm === undefined;
  }

  async run(): Promise<SaveOutcome> {
    const result = await this.#result().catch((error: unknown): SaveResult => {
      if (error instanceof RangeError) return this.#refused([tooDeep()]);
      return { kind: this.#sent.length > 0 ? 'unsure' : 'failed', failure: failureOf(error) };
    });
    return result.kind === 'saved' || this.#sent.length === 0 ? result : { ...result, sent: this.#sent };
  }

  /** Throws a RangeError for a text with too many levels, and an `ApiError` if the server can't be asked. */
  async #result(): Promise<SaveResult> {
    const { base, text } = this.#edit;
    const json = await tryParseJson(text);
    if (!json.ok) return { kind: 'malformed', problem: json.problem };
    const { repeatedNames } = await import('./repeatedNames.ts');
    const repeated = repeatedNames(base, text);
    if (repeated.length > 0) return this.#refused(repeated);
    let next = await this.#firstStep();
    while (!('kind' in next)) next = await this.#send(next);
    return next;
  }

  async #firstStep(): Promise<Step | SaveResult> {
    const { base, mine, isLatest } = this.#own;
    if (this.#sent.length === 0 && isLatest) {
      const { eTag } = this.#edit.saves?.at(-1) ?? this.#edit;
      return { current: base, eTag: eTagOf(base) ?? eTag, wanted: mine };
    }
    // The server may have what was sent, so only its version tells what can be sent now. But a text that is no referral or
    // another one can't be sent in any case.
    const { problems } = checkEdit(base, mine);
    if (problems.some(({ pointer }) => pointer === '' || pointer === '/id')) return this.#refused(problems);
    return this.#look();
  }

  /** Asks for the server's version and merges with it. */
  async #look(): Promise<Step | SaveResult> {
    const fetched = await this.#client.get(this.#edit.id, this.#settings);
    const theirs = parseJsonTree(fetched.text);
    const sent = this.#sent.map((text) => afterSaves(this.#edit, text).mine);
    const own = ownVersion(this.#own.base, this.#own.mine, sent, theirs);
    const merged = merge(own.base, own.mine, theirs, 'mine');
    if (merged.overlaps.length > 0) return conflictOf(own, fetched);
    return { current: theirs, eTag: eTagOf(theirs) ?? fetched.eTag, wanted: merged.tree, fetched };
  }

  /** Sends what is missing. Resolves with the result, or with the next step after another look. */
  async #send({ current, eTag, wanted, fetched }: Step): Promise<Step | SaveResult> {
    const { operations, problems } = checkEdit(current, wanted);
    if (problems.length > 0) {
      return this.#refused(problems, fetched && conflictOf({ base: current, mine: wanted }, fetched));
    }
    if (operations.length === 0) {
      if (!fetched) return { kind: 'unchanged' };
      return { kind: 'saved', fetched, isMerged: true, isSent: this.#sent.length > 0 };
    }
    if (eTag === undefined) return this.#refused([withoutTag()]);
    if (!(await this.#confirm(operations))) return { kind: 'stopped' };
    const { id, text } = this.#edit;
    const sentBefore = this.#sent;
    if (this.#sent.at(-1) !== text) this.#sent = [...this.#sent, text].slice(-mostSent);
    await this.#settings.beforeSend?.(this.#sent);
    this.#hasTried = true;
    try {
      const changed = await this.#client.patch(id, patchText(operations), eTag, this.#settings);
      return { kind: 'saved', fetched: changed, isMerged: fetched !== undefined, isSent: true };
    } catch (error) {
      return this.#afterFailure(failureOf(error), sentBefore);
    }
  }

  /** @param sentBefore what was sent before the PATCH that failed */
  async #afterFailure(failure: Failure, sentBefore: readonly string[]): Promise<Step | SaveResult> {
    if (mayBeCarriedOut(failure)) {
      // A server that asks to wait is not asked at once.
      if (this.#hasLooked || failure.kind === 'cancelled' || requestedWait(failure) > 0) {
        return { kind: 'unsure', failure };
      }
      this.#hasLooked = true;
      return this.#look().catch((lookError: unknown) => ({ kind: 'unsure', failure: told(failure, lookError) }));
    }
    // Throttling doesn't say that nothing was carried out, so the next save looks first.
    if (failure.kind === 'throttled' && !failure.unsent) return { kind: 'failed', failure };
    this.#sent = sentBefore;
    if (failure.kind !== 'conflict' || this.#merges === mostMerges) return { kind: 'failed', failure };
    this.#merges++;
    return this.#look();
  }

  async #confirm(operations: readonly PatchOperation[]): Promise<boolean> {
    this.#isConfirmed ||= (await this.#settings.confirm?.(operations)) === true;
    return this.#isConfirmed;
  }

  #refused(problems: readonly EditProblem[], merged?: Conflict): SaveResult {
    const attempts = this.#sent.length > 0 ? 'unsure' : this.#hasTried ? 'notMade' : undefined;
    return { kind: 'refused', problems, attempts, merged };
  }

  /** The base and the person's version. */
  get #own(): LaterVersion {
    return (this.#versions ??= afterSaves(this.#edit, this.#edit.text));
  }
}

/** The failure to tell after a PATCH and the look that followed: the one that a person can do something about. */
function told(failure: Failure, lookError: unknown): Failure {
  return lookError instanceof ApiError && needsPerson(lookError.failure) ? lookError.failure : failure;
}

function withoutTag(): EditProblem {
  return {
    pointer: '',
    message: t(
      'The referral has no eTag, so a change of others could be overwritten unseen. Refresh it and try again.',
    ),
  };
}
