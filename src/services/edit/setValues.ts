import type { Json } from '../../base/json.ts';
import { t } from '../../base/l10n.ts';
import { keysOf, parseJsonTree, Scalar, type Tree } from '../../referral/leaves.ts';
import { isBranch, isList, memberOf, treeText } from '../../referral/treeText.ts';

/** A value to set in a referral. */
export interface ValueChange {
  /** JSON pointer; `/-` at its end appends to a list. */
  readonly pointer: string;
  readonly value: Tree;
}

/**
 * The text with these values. What is missing on the way to a value is created. The rest keeps its spelling; white space
 * is dropped. Throws a RangeError for a pointer that leads into a scalar, or that has no index of a list where it needs one.
 */
export function setValues(text: string, changes: readonly ValueChange[]): string {
  let tree = parseJsonTree(text);
  for (const { pointer, value } of changes) tree = withValue(tree, keysOf(pointer), value, pointer);
  return treeText(tree);
}

/** The tree of a JSON value. */
export function treeOf(value: Json): Tree {
  return parseJsonTree(JSON.stringify(value));
}

/** The tree of a number in the spelling of the person, which a double may not be able to keep. */
export function numberTree(spelling: string): Tree {
  return new Scalar(Number(spelling), spelling);
}

function withValue(tree: Tree | undefined, steps: readonly string[], value: Tree, pointer: string): Tree {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (isList(tree) || (isAbsent(tree) && step === '-')) {
    const list = isList(tree) ? tree : [];
    const index = step === '-' ? list.length : indexOf(step);
    if (index === undefined || index > list.length) throw misplaced(pointer);
    return [...list.slice(0, index), withValue(list[index], rest, value, pointer), ...list.slice(index + 1)];
  }
  if (!isBranch(tree) && !isAbsent(tree)) throw misplaced(pointer);
  const members = isBranch(tree) ? Object.entries(tree) : [];
  const changed = withValue(memberOf(tree, step), rest, value, pointer);
  const known = members.some(([name]) => name === step);
  // fromEntries defines own members, including one named __proto__.
  return Object.fromEntries(
    known ? members.map(([name, old]) => [name, name === step ? changed : old]) : [...members, [step, changed]],
  );
}

/** Undefined if it isn't spelled as an array index of RFC 6901, section 4: digits without leading zeros. */
function indexOf(step: string): number | undefined {
  return /^(0|[1-9]\d*)$/.test(step) ? Number(step) : undefined;
}

function isAbsent(tree: Tree | undefined): boolean {
  return tree === undefined || (tree instanceof Scalar && tree.value === null);
}

function misplaced(pointer: string): RangeError {
  return new RangeError(t('No value can be set at {0}.', pointer));
}
