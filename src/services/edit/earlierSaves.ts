import type { FetchedReferral } from '../../api/client.ts';
import { parseJsonTree, type Tree } from '../../referral/leaves.ts';
import { sameTree, treeText } from '../../referral/treeText.ts';
import { merge } from './merge.ts';
import { ownVersion, type OwnVersion } from './ownVersion.ts';
import type { EarlierSave, Edit, SaveOutcome } from './saveOutcome.ts';

export interface LaterVersion extends OwnVersion {
  /** False if the person's text can't be made one of the last save's version, since others changed the same. */
  readonly isLatest: boolean;
}

/**
 * A person's text as one that was made from the version after the last of its saves. A value that was sent and is not in
 * the text any more is taken back there, and what others have changed meanwhile is kept.
 */
export function afterSaves({ base, saves = [] }: Pick<Edit, 'base' | 'saves'>, text: string): LaterVersion {
  let version: OwnVersion = { base: parseJsonTree(base), mine: parseJsonTree(text) };
  const merged = (own: OwnVersion, latest: Tree): boolean => {
    const { tree, overlaps } = merge(own.base, own.mine, latest, 'mine');
    version = overlaps.length === 0 ? { base: latest, mine: tree } : own;
    return overlaps.length === 0;
  };
  for (const [index, save] of saves.entries()) {
    const [was, written, server] = treesOf(save);
    // Others may have changed it before that save began.
    if (!sameTree(version.base, was) && !merged(version, was)) return withSaves(version, saves.slice(index));
    if (!merged(ownVersion(was, version.mine, [written], server), server)) {
      return withSaves(version, saves.slice(index + 1));
    }
  }
  return { ...version, isLatest: true };
}

/**
 * What the later saves have changed is no change of others either, where the person's text can't be made one of their
 * version. What others had changed before such a save, and the person changed again, counts as theirs.
 */
function withSaves({ base, mine }: OwnVersion, saves: readonly EarlierSave[]): LaterVersion {
  const last = saves.at(-1);
  if (!last) return { base, mine, isLatest: false };
  let sent = base;
  const versions = saves.map((save) => {
    const [was, written] = treesOf(save);
    return (sent = merge(was, written, sent, 'theirs').tree);
  });
  const own = ownVersion(base, mine, versions, parseJsonTree(last.server));
  // The server may have it in another form, or others have changed it since.
  return { base: merge(base, sent, own.base, 'theirs').tree, mine: own.mine, isLatest: false };
}

function treesOf({ base, text, server }: EarlierSave): [Tree, Tree, Tree] {
  return [parseJsonTree(base), parseJsonTree(text), parseJsonTree(server)];
}

/** What later texts with the same base have to know of a save that the server has taken. */
export function earlierSave(edit: Pick<Edit, 'base' | 'text' | 'saves'>, { fetched, isSent }: Taken): EarlierSave {
  const { base, mine } = afterSaves(edit, edit.text);
  // What others have made is not for the person to take back.
  const saved = isSent ? mine : base;
  return { base: treeText(base), text: treeText(saved), server: fetched.text, eTag: fetched.eTag };
}

type Taken = Pick<Extract<SaveOutcome, { kind: 'saved' }>, 'fetched' | 'isSent'>;

/** What an older text of a document was made from. */
export type OlderBase = Required<Pick<Edit, 'base' | 'saves'>> & Pick<Edit, 'eTag'>;

/** Undo of more versions than that can't be saved. */
const mostVersions = 10;

/** The versions that an open document has shown, and what was saved between them: undo brings their texts back. */
export class ShownVersions {
  #steps: readonly EarlierSave[] = [];
  #latest: FetchedText | undefined;

  /** The document shows a version of the server. */
  shown({ text, eTag }: FetchedText): void {
    const before = this.#latest;
    if (before && before.text !== text) this.#add({ base: before.text, text: before.text, server: text, eTag });
    this.#latest = { text, eTag };
  }

  saved(save: EarlierSave): void {
    this.#add(save);
    this.#latest = { text: save.server, eTag: save.eTag };
  }

  /** What a text was made from that has the tag of an earlier version. Undefined for one of the latest version. */
  baseOf(text: string): OlderBase | undefined {
    const tag = spelledTag(text);
    if (tag === undefined || !this.#latest || spelledTag(this.#latest.text) === tag) return undefined;
    const index = this.#steps.findLastIndex(({ base }) => spelledTag(base) === tag);
    const first = this.#steps[index];
    return first && { base: first.base, eTag: undefined, saves: this.#steps.slice(index) };
  }

  #add(step: EarlierSave): void {
    this.#steps = [...this.#steps, step].slice(-mostVersions);
  }
}

type FetchedText = Pick<FetchedReferral, 'text' | 'eTag'>;

/** The entity tag in a text that need not be JSON yet, as it is spelled there. */
export function spelledTag(text: string): string | undefined {
  return /"eTag"\s*:\s*("(?:[^"\\]|\\.)+")/.exec(text)?.[1];
}
