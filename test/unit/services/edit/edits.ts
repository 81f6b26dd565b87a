import fc from 'fast-check';
import { Scalar, parseJsonTree, type Tree } from '../../../../src/referral/leaves.ts';
import { keysOf } from '../../../../src/referral/leaves.ts';
import { isBranch, isList, treeText } from '../../../../src/referral/treeText.ts';

export const tree = (value: unknown): Tree => parseJsonTree(typeof value === 'string' ? value : JSON.stringify(value));
export const json = (value: Tree): unknown => JSON.parse(treeText(value));

/** The document with another value at a pointer; `-` appends. Undefined removes. */
export function withValue(root: Tree, pointer: string, value: Tree | undefined): Tree {
  const put = (node: Tree, [step, ...rest]: readonly string[]): Tree => {
    if (step === undefined) return value ?? node;
    if (isList(node)) {
      const index = step === '-' ? node.length : Number(step);
      const next = [...node];
      const child = rest.length === 0 ? value : put(node[index] ?? {}, rest);
      if (child === undefined) next.splice(index, 1);
      else next[index] = child;
      return next;
    }
    const members = new Map(Object.entries(isBranch(node) ? node : {}));
    const child = rest.length === 0 ? value : put(members.get(step) ?? {}, rest);
    if (child === undefined) members.delete(step);
    else members.set(step, child);
    return Object.fromEntries(members);
  };
  return put(root, keysOf(pointer));
}

const person = fc.record({
  firstName: fc.constantFrom('Ada', 'Bo', 'Cy'),
  lastName: fc.constant('Test'),
  phoneNumber: fc.constant('+1 425 5550100'),
  email: fc.nat(6).map((n) => `p${n}@litware.example`),
});
const solution = fc.record({
  id: fc.nat(5).map((n) => `SOL-${n}`),
  name: fc.constantFrom('A', 'B'),
  type: fc.constant('Name'),
});
const distinct = <T>(items: fc.Arbitrary<T>, key: (item: T) => string, minLength = 0): fc.Arbitrary<T[]> =>
  fc.uniqueArray(items, { selector: key, minLength, maxLength: 5 });

/** A change that can be sent: a pointer on a documented path, and its new value. */
export const anyEdit: fc.Arbitrary<readonly [pointer: string, value: Tree]> = fc
  .oneof(
    fc.tuple(fc.constant('/details/notes'), fc.string()),
    fc.tuple(fc.constant('/details/dealValue'), fc.integer({ min: 0, max: 1_000_000 })),
    fc.tuple(fc.constant('/details/currency'), fc.constantFrom('EUR', 'USD', 'SEK')),
    fc.tuple(fc.constant('/externalReferenceId'), fc.string({ maxLength: 5 })),
    fc.tuple(fc.constant('/salesStage'), fc.constantFrom('20', '40', '60')),
    fc.tuple(
      fc.constant('/team'),
      distinct(person, ({ email }) => email, 1),
    ),
    fc.tuple(
      fc.constant('/customerProfile/team'),
      distinct(person, ({ email }) => email),
    ),
    fc.tuple(
      fc.constant('/details/requirements/solutions'),
      distinct(solution, ({ id }) => id, 1),
    ),
  )
  .map(([pointer, value]) => [pointer, tree(JSON.stringify(value))]);

export const anyEdits = fc.array(anyEdit, { maxLength: 4 });

export const applyEdits = (root: Tree, edits: readonly (readonly [string, Tree])[]): Tree =>
  edits.reduce((node, [pointer, value]) => withValue(node, pointer, value), root);

export const scalar = (value: string | number | boolean | null): Tree => new Scalar(value, String(value));
