import { Scalar, type Tree } from '../../referral/leaves.ts';
import { bindValue } from '../../referral/rules/bindValue.ts';
import { isDateTime } from '../../referral/rules/dateTime.ts';
import { branchesOf, itemsOf, propertiesOf, propertyOf, type Schema } from '../../referral/rules/schema.ts';
import { isBranch, isList, memberOf, sameTree, type Branch } from '../../referral/treeText.ts';

/** True for values that the service stores as the same one: names in another case, numbers as text, times. */
export function sameWhenBound(left: Tree | undefined, right: Tree | undefined, schema: Schema | undefined): boolean {
  if (sameTree(left, right)) return true;
  if (left === undefined || right === undefined || !schema) return false;
  return sameTree(boundTree(left, schema), boundTree(right, schema));
}

/**
 * True if an element has all that another has. Members that only the server sets don't count, and a value that is empty
 * is the same as none: the service adds members that were not sent.
 */
export function hasAllOf(whole: Tree, part: Tree, schema: Schema): boolean {
  if (!isBranch(part) || !isBranch(whole)) return false;
  const isSaid = ([name, value]: [string, Tree]): boolean =>
    !isUnset(value) && propertyOf(schema, name)?.readOnly !== true;
  const bound = boundTree(part, schema);
  return Object.entries(bound).some(isSaid) && contains(boundTree(whole, schema), bound, schema);
}

function contains(whole: Tree | undefined, part: Tree, schema: Schema | undefined): boolean {
  if (whole === undefined || isUnset(part)) return isUnset(part) && (whole === undefined || isUnset(whole));
  if (isBranch(part)) {
    return Object.entries(part).every(([name, value]) => {
      const property = schema && propertyOf(schema, name);
      return property?.readOnly === true || contains(memberOf(whole, name), value, property);
    });
  }
  if (!isList(part)) return sameTree(whole, part);
  const items = schema && itemsOf(schema);
  return isList(whole) && whole.length === part.length && part.every((item, at) => contains(whole[at], item, items));
}

/** The service returns empty text, null or nothing for what isn't set (docs/api.md, Formats). */
export function isUnset(tree: Tree): boolean {
  return tree instanceof Scalar ? tree.value === null || tree.value === '' : isList(tree) && tree.length === 0;
}

/**
 * A person's text with the names of properties as the schema spells them, which is how the service stores them. A name that
 * the version before has in this spelling stays.
 */
export function withKnownNames(tree: Tree, base: Tree | undefined, schema: Schema | undefined): Tree {
  if (!schema || tree instanceof Scalar) return tree;
  if (isList(tree)) {
    const items = itemsOf(schema);
    const known = isList(base) ? Object.fromEntries(base.filter(isBranch).flatMap(Object.entries<Tree>)) : undefined;
    return items ? tree.map((item) => withKnownNames(item, known, items)) : tree;
  }
  return namedBySchema(tree, schema, (name, value, known) => {
    const isOwn = known !== name && memberOf(base, name) === undefined;
    const spelled = isOwn ? known : name;
    return [spelled, withKnownNames(value, memberOf(base, spelled), propertyOf(schema, known))];
  });
}

/** A value as the service stores it, to compare it. */
function boundTree(tree: Tree, schema: Schema | undefined): Tree {
  if (!schema) return tree;
  if (tree instanceof Scalar) return typeof tree.value === 'string' ? boundText(tree.value, tree, schema) : tree;
  if (isList(tree)) return tree.map((item) => boundTree(item, itemsOf(schema)));
  return namedBySchema(tree, schema, (_name, value, known) => [known, boundTree(value, propertyOf(schema, known))]);
}

/** @param named the name and the value of a member; `known` is its name as the schema spells it, if the schema has it */
function namedBySchema(
  tree: Branch,
  schema: Schema,
  named: (name: string, value: Tree, known: string) => [string, Tree],
): Tree {
  const names = new Map(Object.keys(propertiesOf(schema)).map((name) => [name.toLowerCase(), name]));
  const taken = new Set(Object.keys(tree));
  const members = Object.entries(tree).map(([name, value]) => {
    const known = names.get(name.toLowerCase()) ?? name;
    // The service takes the exact name where there are two.
    const isFree = known === name || !taken.has(known);
    taken.add(known);
    return named(name, value, isFree ? known : name);
  });
  // fromEntries defines own members, including one named __proto__.
  return Object.fromEntries(members);
}

function boundText(text: string, scalar: Scalar, schema: Schema): Scalar {
  const bound = bindValue(text, schema, '', () => undefined);
  if (typeof bound === 'number') return new Scalar(bound, String(bound));
  if (!branchesOf(schema).some(({ format }) => format === 'date-time')) return scalar;
  const time = timeOf(text);
  return time === undefined ? scalar : new Scalar(time, time);
}

/** The same text for each spelling of a time; without a zone it is UTC. */
function timeOf(text: string): string | undefined {
  const [, seconds = '', fraction = '', zone = 'Z'] = /^([^.+]+?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?$/i.exec(text) ?? [];
  const spelled = `${seconds}${zone}`;
  return isDateTime(spelled) ? `${Date.parse(spelled)} ${fraction.replace(/0+$/, '')}` : undefined;
}
