import type { FetchedReferral, ReferralClient, RequestOptions } from '../../api/client.ts';
import { ApiError, type Failure } from '../../api/failure.ts';
import { t } from '../../base/l10n.ts';
import { isReadOnlyPath } from '../../referral/rules/schema.ts';
import { parseJsonTree, Scalar, treeAt, type Tree } from '../../referral/leaves.ts';
import { tryParseJson, type ParseProblem } from '../../referral/parseReferral.ts';
import { isBranch, memberOf, treeText } from '../../referral/treeText.ts';
import { failureOf, mayBeCarriedOut, needsPerson, requestedWait } from './carriedOut.ts';
import { checkEdit } from './checkEdit.ts';
import { merge, type Overlap } from './merge.ts';
import { ownVersion, type OwnVersion } from './ownVersion.ts';
import { difference, patchText, type EditProblem, type PatchOperation } from './patch.ts';

export { mayBeCarriedOut } from './carriedOut.ts';

/** A person's text, and the version of the referral that it was made from. */
export interface Edit {
  readonly id: string;
  /** The server's text. */
  readonly base: string;
  /** The entity tag that came with the base; counts where the base's text has none. */
  readonly eTag?: string | undefined;
  /** The person's text. */
  readonly text: string;
  /** True if an earlier attempt got no answer: it may have been carried out, so the server is asked before the next. */
  readonly isUnsure: boolean;
  /** Earlier texts with the same base whose change may have been carried out, oldest first. */
  readonly sent?: readonly string[] | undefined;
}

export type SaveOutcome = SaveResult & {
  /** What a next save of a text with the same base has to know as `sent`. */
  readonly sent?: readonly string[];
};

type SaveResult =
  /** There is nothing to send. */
  | { readonly kind: 'unchanged' }
  /** The server has the change. `isMerged`: with changes of others that were made meanwhile. */
  | { readonly kind: 'saved'; readonly fetched: FetchedReferral; readonly isMerged: boolean }
  /** Not JSON; nothing was sent. */
  | { readonly kind: 'malformed'; readonly problem: ParseProblem }
  /** Can't be sent. */
  | Refused
  /** The person has seen what would be sent and stopped it. */
  | { readonly kind: 'stopped' }
  /**
   * Others changed the same. `mine` and `theirs` are the merged texts with the one or the other's value where the changes
   * overlap; to be saved with the text of `current` as base.
   */
  | {
      readonly kind: 'conflict';
      readonly current: FetchedReferral;
      readonly mine: string;
      readonly theirs: string;
      readonly overlaps: readonly Overlap[];
    }
  /** No answer, or ended in the middle, and the server can't be asked: it may have been carried out. */
  | { readonly kind: 'unsure'; readonly failure: Failure }
  /** Not carried out. */
  | { readonly kind: 'failed'; readonly failure: Failure };

export type Conflict = Extract<SaveResult, { readonly kind: 'conflict' }>;

interface Refused {
  readonly kind: 'refused';
  readonly problems: readonly EditProblem[];
  /** What became of the attempts before; undefined if nothing was sent. `notMade`: the server has taken none of them. */
  readonly attempts?: 'notMade' | 'unsure' | undefined;
  /** The merge with the server's version, if that is what can't be sent; nothing needs to overlap. */
  readonly merged?: Conflict | undefined;
}

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
export async function saveEdit(
  client: Pick<ReferralClient, 'get' | 'patch'>,
  edit: Edit,
  settings: SaveSettings,
): Promise<SaveOutcome> {
  const json = await tryParseJson(edit.text);
  if (!json.ok) return { kind: 'malformed', problem: json.problem };
  try {
    return await send(client, edit, settings);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { kind: 'refused', problems: [tooDeep()] };
  }
}

async function send(
  client: Pick<ReferralClient, 'get' | 'patch'>,
  edit: Edit,
  settings: SaveSettings,
): Promise<SaveOutcome> {
  const { repeatedNames } = await import('./repeatedNames.ts');
  const repeated = repeatedNames(edit.base, edit.text);
  const attempts = edit.isUnsure ? 'unsure' : undefined;
  if (repeated.length > 0) return { kind: 'refused', problems: repeated, attempts };
  const base = parseJsonTree(edit.base);
  const mine = parseJsonTree(edit.text);
  const first = checkEdit(base, mine);
  // What was sent before may be the base by now; a text that is no referral or another one is none then, either.
  const isBaseUnsure = edit.isUnsure && edit.sent !== undefined;
  if (first.problems.some(({ pointer }) => !isBaseUnsure || pointer === '' || pointer === '/id')) {
    return { kind: 'refused', problems: first.problems, attempts };
  }
  // What an earlier attempt sent may be there although the text is the base version again.
  if (first.operations.length === 0 && !edit.isUnsure) return { kind: 'unchanged' };

  /** What the server is known to have. */
  let current: { readonly tree: Tree; readonly eTag: string | undefined; readonly fetched?: FetchedReferral } = {
    tree: base,
    eTag: eTagOf(base) ?? edit.eTag,
  };
  let wanted = mine;
  let sent = edit.sent ?? [];
  let isUnsure = edit.isUnsure;
  let wasSent = false;
  let isConfirmed = settings.confirm === undefined;
  let hasLooked = false;
  let merges = 0;

  const ended = (result: SaveResult): SaveOutcome => (sent.length > 0 ? { ...result, sent } : result);
  const refused = (problems: readonly EditProblem[], merged?: Conflict): SaveOutcome =>
    ended({ kind: 'refused', problems, attempts: isUnsure ? 'unsure' : wasSent ? 'notMade' : undefined, merged });

  /** Asks for the server's version and merges with it. Returns an outcome if that ends the save. */
  const look = async (): Promise<SaveOutcome | undefined> => {
    const fetched = await client.get(edit.id, settings);
    const theirs = parseJsonTree(fetched.text);
    const own = ownVersion(base, mine, sent.map(parseJsonTree), theirs);
    const merged = merge(own.base, own.mine, theirs, 'mine');
    if (merged.overlaps.length > 0) return ended(conflictOf(own, fetched));
    current = { tree: theirs, eTag: eTagOf(theirs) ?? fetched.eTag, fetched };
    wanted = merged.tree;
    return undefined;
  };

  try {
    if (edit.isUnsure) {
      const end = await look();
      if (end) return end;
    }
    for (;;) {
      const { operations, problems } = checkEdit(current.tree, wanted);
      if (problems.length > 0) {
        const own = { base: current.tree, mine: wanted };
        return refused(problems, current.fetched && conflictOf(own, current.fetched));
      }
      if (operations.length === 0) {
        return current.fetched ? { kind: 'saved', fetched: current.fetched, isMerged: true } : { kind: 'unchanged' };
      }
      const { eTag } = current;
      if (eTag === undefined) return refused([withoutTag()]);
      if (!isConfirmed && !(await settings.confirm?.(operations))) return ended({ kind: 'stopped' });
      isConfirmed = true;
      const isMerged = current.fetched !== undefined;
      const before = sent;
      if (sent.at(-1) !== edit.text) sent = [...sent, edit.text].slice(-mostSent);
      await settings.beforeSend?.(sent);
      wasSent = true;
      try {
        return { kind: 'saved', fetched: await client.patch(edit.id, patchText(operations), eTag, settings), isMerged };
      } catch (error) {
        const failure = failureOf(error);
        if (mayBeCarriedOut(failure)) {
          isUnsure = true;
          // A server that asks to wait is not asked at once.
          if (hasLooked || failure.kind === 'cancelled' || requestedWait(failure) > 0) {
            return ended({ kind: 'unsure', failure });
          }
          hasLooked = true;
          const end = await look().catch((lookError: unknown) =>
            ended({ kind: 'unsure', failure: told(failure, lookError) }),
          );
          if (end) return end;
        } else if (failure.kind === 'throttled') {
          return ended({ kind: 'failed', failure });
        } else {
          sent = before;
          if (failure.kind !== 'conflict' || merges === mostMerges) return ended({ kind: 'failed', failure });
          merges++;
          const end = await look();
          if (end) return end;
        }
      }
    }
  } catch (error) {
    if (error instanceof RangeError) return refused([tooDeep()]);
    const failure = failureOf(error);
    return ended({ kind: isUnsure ? 'unsure' : 'failed', failure });
  }
}

/** The failure to tell after a PATCH and the look that followed: the one that a person can do something about. */
function told(failure: Failure, lookError: unknown): Failure {
  return lookError instanceof ApiError && needsPerson(lookError.failure) ? lookError.failure : failure;
}

/** True if the server has to be asked what it has before the edit is saved again. */
export function mustLook(outcome: SaveOutcome, { isUnsure }: Pick<Edit, 'isUnsure'>): boolean {
  switch (outcome.kind) {
    case 'unsure':
      return true;
    case 'failed':
      return outcome.failure.kind === 'throttled' || mayBeCarriedOut(outcome.failure);
    case 'refused':
      return isUnsure || outcome.attempts === 'unsure';
    // Nothing was sent, so whether an earlier attempt was carried out is as unknown as before.
    case 'malformed':
    case 'stopped':
      return isUnsure;
    case 'unchanged':
    case 'saved':
    case 'conflict':
      return false;
  }
}

/** The conflict of an edit with another version, whether or not anything overlaps. Throws a SyntaxError. */
export function conflictBetween(
  { base, text, sent = [] }: Pick<Edit, 'base' | 'text' | 'sent'>,
  current: FetchedReferral,
): Conflict {
  const [was, mine, theirs] = [base, text, current.text].map(parseJsonTree) as [Tree, Tree, Tree];
  return conflictOf(ownVersion(was, mine, sent.map(parseJsonTree), theirs), current);
}

function conflictOf({ base, mine }: OwnVersion, current: FetchedReferral): Conflict {
  const theirs = parseJsonTree(current.text);
  const { tree, overlaps } = merge(base, mine, theirs, 'mine');
  return {
    kind: 'conflict',
    current,
    mine: treeText(tree),
    theirs: treeText(merge(base, mine, theirs, 'theirs').tree),
    overlaps,
  };
}

/**
 * How the save of a text ends whose base is not known: its eTag is not the server's or missing, so what differs may be a
 * change of the person or of others, and is a conflict. Undefined if the text is based on the server's version, or is not
 * JSON.
 */
export function saveWithoutBase(text: string, current: FetchedReferral): SaveOutcome | undefined {
  let mine: Tree;
  try {
    mine = parseJsonTree(text);
  } catch {
    return undefined;
  }
  const theirs = parseJsonTree(current.text);
  const eTag = eTagOf(mine);
  if (eTag !== undefined && eTag === eTagOf(theirs)) return undefined;
  try {
    const merged = completed(mine, theirs);
    const { operations, problems } = difference(theirs, merged);
    if (operations.length + problems.length === 0) return { kind: 'saved', fetched: current, isMerged: true };
    const pointers = [...operations.map(({ path }) => path), ...problems.map(({ pointer }) => pointer)];
    const overlaps = pointers.map((pointer) => ({
      pointer,
      base: undefined,
      mine: treeAt(merged, pointer),
      theirs: treeAt(theirs, pointer),
    }));
    return { kind: 'conflict', current, mine: treeText(merged), theirs: treeText(theirs), overlaps };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { kind: 'refused', problems: [tooDeep()] };
  }
}

/** A version with another's server-set properties, and those that it lacks: the API can't remove any. */
function completed(tree: Tree, source: Tree, steps: readonly string[] = []): Tree {
  if (!isBranch(tree) || !isBranch(source)) return tree;
  const names = new Set([...Object.keys(tree), ...Object.keys(source)]);
  const members = Array.from(names, (name): [string, Tree | undefined] => {
    const [mine, theirs] = [memberOf(tree, name), memberOf(source, name)];
    const at = [...steps, name];
    if (isReadOnlyPath(at)) return [name, theirs];
    return [name, mine === undefined || theirs === undefined ? (mine ?? theirs) : completed(mine, theirs, at)];
  });
  // fromEntries defines own members, including one named __proto__.
  return Object.fromEntries(members.filter((member): member is [string, Tree] => member[1] !== undefined));
}

/** The comparison is recursive. When it ends like this, nothing was carried out. */
function tooDeep(): EditProblem {
  return { pointer: '', message: t('The text has too many levels to be compared with the server’s version.') };
}

/** True if a referral's text has its entity tag. */
export function hasTag(text: string): boolean {
  try {
    return eTagOf(parseJsonTree(text)) !== undefined;
  } catch {
    return false;
  }
}

function eTagOf(tree: Tree): string | undefined {
  const tag = memberOf(tree, 'eTag');
  return tag instanceof Scalar && typeof tag.value === 'string' && tag.value !== '' ? tag.value : undefined;
}

function withoutTag(): EditProblem {
  return {
    pointer: '',
    message: t(
      'The referral has no eTag, so a change of others could be overwritten unseen. Refresh it and try again.',
    ),
  };
}
