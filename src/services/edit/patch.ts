import { isDocumentedPath } from '../../referral/rules/documentedPaths.ts';
import { escapeKey, type Tree } from '../../referral/leaves.ts';
import { isBranch, isList, memberOf, sameTree, treeText } from '../../referral/treeText.ts';
import { t } from '../../base/l10n.ts';
import { isFixedPath, isReadOnlyPath } from '../../referral/rules/schema.ts';

/** An operation of a JSON Patch, of the two that the service supports (docs/api.md, Patching). */
export interface PatchOperation {
  readonly op: 'add' | 'replace';
  /** JSON pointer. */
  readonly path: string;
  readonly value: Tree;
}

/** A change that can't be sent, and why. */
export interface EditProblem {
  /** JSON pointer of the changed value; of a removed one, of its parent. */
  readonly pointer: string;
  /** A sentence for the person. */
  readonly message: string;
}

export interface Difference {
  readonly operations: readonly PatchOperation[];
  readonly problems: readonly EditProblem[];
}

/**
 * The smallest JSON Patch on documented paths that turns one version into the other. What can't be expressed by them is
 * a problem: removed properties, what only the server sets, other paths. Elements that were added at the end of a list
 * are appended; after any other change of a list the whole list is replaced, since there is no operation to remove one.
 */
export function difference(before: Tree, after: Tree): Difference {
  const operations: PatchOperation[] = [];
  const problems: EditProblem[] = [];

  const compare = (was: Tree | undefined, now: Tree, steps: readonly string[]): void => {
    if (sameTree(was, now)) return;
    const pointer = pointerOf(steps);
    if (isFixedPath(steps)) {
      const message = t('"{0}" is fixed when the deal is created and can’t be changed.', nameOf(steps));
      problems.push({ pointer, message });
    } else if (isReadOnlyPath(steps)) {
      problems.push({ pointer, message: t('"{0}" is set by the server and can’t be changed.', nameOf(steps)) });
    } else if (isList(now) && (isList(was) || was === undefined || isNull(was)) && appends(was, now, steps)) {
      for (const value of now.slice(isList(was) ? was.length : 0))
        operations.push({ op: 'add', path: `${pointer}/-`, value });
    } else if (isDocumentedPath(steps)) {
      operations.push({ op: was === undefined ? 'add' : 'replace', path: pointer, value: now });
    } else if (isBranch(now) && (isBranch(was) || was === undefined || isNull(was))) {
      compareMembers(was, now, steps);
    } else if (isList(now) && isList(was) && now.length === was.length) {
      for (const [index, item] of now.entries()) compare(was[index], item, [...steps, String(index)]);
    } else {
      problems.push({ pointer, message: t('The API has no documented way to change "{0}".', nameOf(steps)) });
    }
  };

  const compareMembers = (was: Tree | undefined, now: Tree, steps: readonly string[]): void => {
    const names = isBranch(now) ? Object.keys(now) : [];
    if (names.length === 0 && !isBranch(was)) {
      problems.push({
        pointer: pointerOf(steps),
        message: t('The API has no documented way to change "{0}".', nameOf(steps)),
      });
    }
    for (const name of names) compare(memberOf(was, name), memberOf(now, name) ?? [], [...steps, name]);
    for (const name of isBranch(was) ? Object.keys(was) : []) {
      if (memberOf(now, name) !== undefined) continue;
      const message = t('"{0}" was removed. The API can’t remove a property; set it to another value instead.', name);
      problems.push({ pointer: pointerOf(steps), message });
    }
  };

  compareMembers(before, after, []);
  return { operations, problems };
}

/** The body of a PATCH. Numbers are sent as they are spelled. */
export function patchText(operations: readonly PatchOperation[]): string {
  const items = operations.map(
    ({ op, path, value }) => `{"op":"${op}","path":${JSON.stringify(path)},"value":${treeText(value)}}`,
  );
  return `[${items.join(',')}]`;
}

/** True if `now` is `was` with more elements at its end, and the API can append there. */
function appends(was: Tree | undefined, now: readonly Tree[], steps: readonly string[]): boolean {
  const old = isList(was) ? was : [];
  // A list that is set for the first time is set as a whole where the API can do that.
  if (old.length === 0 && isDocumentedPath(steps)) return false;
  return (
    isDocumentedPath([...steps, '-']) &&
    now.length > old.length &&
    old.every((item, index) => sameTree(item, now[index]))
  );
}

function isNull(tree: Tree | undefined): boolean {
  return tree !== undefined && !isList(tree) && !isBranch(tree) && treeText(tree) === 'null';
}

function nameOf(steps: readonly string[]): string {
  return steps.join('/');
}

export function pointerOf(steps: readonly string[]): string {
  return steps.map((step) => `/${escapeKey(step)}`).join('');
}
