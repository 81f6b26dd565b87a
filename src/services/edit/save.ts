import type { FetchedReferral, ReferralClient, RequestOptions } from '../../api/client.ts';
import { ApiError, type Failure } from '../../api/failure.ts';
import { t } from '../../base/l10n.ts';
import { isReadOnlyPath } from '../../referral/rules/schema.ts';
import { parseJsonTree, Scalar, treeAt, type Tree } from '../../referral/leaves.ts';
import { tryParseJson, type ParseProblem } from '../../referral/parseReferral.ts';
import { isBranch, memberOf, treeText } from '../../referral/treeText.ts';
import { checkEdit } from './checkEdit.ts';
import { merge, type Overlap } from './merge.ts';
import { difference, patchText, type EditProblem, type PatchOperation } from './patch.ts';

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
}

export type SaveOutcome =
  /** There is nothing to send. */
  | { readonly kind: 'unchanged' }
  /** The server has the change. `isMerged`: with changes of others that were made meanwhile. */
  | { readonly kind: 'saved'; readonly fetched: FetchedReferral; readonly isMerged: boolean }
  /** Not JSON; nothing was sent. */
  | { readonly kind: 'malformed'; readonly problem: ParseProblem }
  /** Can't be sent; nothing was sent. */
  | { readonly kind: 'refused'; readonly problems: readonly EditProblem[] }
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

export type Conflict = Extract<SaveOutcome, { readonly kind: 'conflict' }>;

export interface SaveSettings extends RequestOptions {
  /** Asks whether to send these operations; false stops. Asked at most once for each save. */
  readonly confirm?: (operations: readonly PatchOperation[]) => Promise<boolean>;
  /** Called before each PATCH, so that one that is interrupted is known to be unsure. */
  readonly beforeSend?: () => Promise<void>;
}

/** A merge is sent again at most this many times: whoever writes as often will win the fourth time as well. */
const mostMerges = 3;

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
    return tooDeep();
  }
}

async function send(
  client: Pick<ReferralClient, 'get' | 'patch'>,
  edit: Edit,
  settings: SaveSettings,
): Promise<SaveOutcome> {
  const { repeatedNames } = await import('./repeatedNames.ts');
  const repeated = repeatedNames(edit.base, edit.text);
  if (repeated.length > 0) return { kind: 'refused', problems: repeated };
  const base = parseJsonTree(edit.base);
  const mine = parseJsonTree(edit.text);
  const first = checkEdit(base, mine);
  if (first.problems.length > 0) return { kind: 'refused', problems: first.problems };
  // What an earlier attempt sent may be there although the text is the base version again.
  if (first.operations.length === 0 && !edit.isUnsure) return { kind: 'unchanged' };

  /** What the server is known to have. */
  let current: { readonly tree: Tree; readonly eTag: string | undefined; readonly fetched?: FetchedReferral } = {
    tree: base,
    eTag: eTagOf(base) ?? edit.eTag,
  };
  let wanted = mine;
  let isConfirmed = settings.confirm === undefined;
  let hasLooked = false;
  let merges = 0;

  /** Asks for the server's version and merges with it. Returns an outcome if that ends the save. */
  const look = async (): Promise<SaveOutcome | undefined> => {
    const fetched = await client.get(edit.id, settings);
    const theirs = parseJsonTree(fetched.text);
    const merged = merge(base, mine, theirs, 'mine');
    if (merged.overlaps.length > 0) return conflictOf(base, mine, fetched);
    current = { tree: theirs, eTag: eTagOf(theirs) ?? fetched.eTag, fetched };
    wanted = merged.tree;
    return undefined;
  };

  try {
    if (edit.isUnsure) {
      const ended = await look();
      if (ended) return ended;
    }
    for (;;) {
      const { operations, problems } = checkEdit(current.tree, wanted);
      if (problems.length > 0) return { kind: 'refused', problems };
      if (operations.length === 0) {
        return current.fetched ? { kind: 'saved', fetched: current.fetched, isMerged: true } : { kind: 'unchanged' };
      }
      const { eTag } = current;
      if (eTag === undefined) return { kind: 'refused', problems: [withoutTag()] };
      if (!isConfirmed && !(await settings.confirm?.(operations))) return { kind: 'stopped' };
      isConfirmed = true;
      const isMerged = current.fetched !== undefined;
      await settings.beforeSend?.();
      try {
        return { kind: 'saved', fetched: await client.patch(edit.id, patchText(operations), eTag, settings), isMerged };
      } catch (error) {
        const failure = failureOf(error);
        if (failure.kind === 'conflict' && merges < mostMerges) {
          merges++;
          const ended = await look();
          if (ended) return ended;
        } else if (mayBeCarriedOut(failure)) {
          if (hasLooked || failure.kind === 'cancelled') return { kind: 'unsure', failure };
          hasLooked = true;
          const ended = await look().catch((): SaveOutcome => ({ kind: 'unsure', failure }));
          if (ended) return ended;
        } else {
          return { kind: 'failed', failure };
        }
      }
    }
  } catch (error) {
    const failure = failureOf(error);
    return edit.isUnsure ? { kind: 'unsure', failure } : { kind: 'failed', failure };
  }
}

/** True if the server has to be asked what it has before the edit is saved again. */
export function mustLook(outcome: SaveOutcome, { isUnsure }: Pick<Edit, 'isUnsure'>): boolean {
  switch (outcome.kind) {
    case 'unsure':
      return true;
    case 'failed':
      return outcome.failure.kind === 'throttled' || mayBeCarriedOut(outcome.failure);
    // Nothing was sent, so whether an earlier attempt was carried out is as unknown as before.
    case 'malformed':
    case 'refused':
    case 'stopped':
      return isUnsure;
    case 'unchanged':
    case 'saved':
    case 'conflict':
      return false;
  }
}

/** The conflict of an edit with another version, whether or not anything overlaps. Throws a SyntaxError. */
export function conflictBetween({ base, text }: Pick<Edit, 'base' | 'text'>, current: FetchedReferral): Conflict {
  return conflictOf(parseJsonTree(base), parseJsonTree(text), current);
}

function conflictOf(base: Tree, mine: Tree, current: FetchedReferral): Conflict {
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
    return tooDeep();
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
function tooDeep(): SaveOutcome {
  const message = t('The text has too many levels to be compared with the server’s version.');
  return { kind: 'refused', problems: [{ pointer: '', message }] };
}

/** Resolves when the server answers. Rejects with a failure that waiting doesn't end, such as that of a sign-in. */
export async function untilReachable(look: () => Promise<unknown>, wait: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await look();
      return;
    } catch (error) {
      if (!passing.has(failureOf(error).kind)) throw error;
      await wait();
    }
  }
}

const passing: ReadonlySet<Failure['kind']> = new Set(['unreachable', 'timeout', 'serverError', 'throttled']);

/** True if nobody knows whether the server carried a write out. */
export function mayBeCarriedOut(failure: Failure): boolean {
  if (failure.kind === 'unreachable') return !neverConnected.has(failure.code);
  if (failure.kind === 'cancelled') return failure.wasSent === true;
  return ['timeout', 'serverError', 'unreadable', 'otherReferral', 'tooLarge'].includes(failure.kind);
}

/** Codes of Node.js for a connection that was not made, so nothing was sent. */
const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN']);

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

function failureOf(error: unknown): Failure {
  if (error instanceof ApiError) return error.failure;
  throw error;
}
