import { t } from '../../../base/l10n.ts';
import { keysOf } from '../../../referral/leaves.ts';
import { rows, section, type Block, type Branch, type ValueRow, type Section } from './section.ts';
import type { LeafReader } from './leafReader.ts';
import { shown, type Shown } from './shown.ts';

/** Deeper levels are shown as a path in one row, since the page can't show unlimited nesting. */
const maxDepth = 6;

/** Properties that are usually null: listed as not set if they are, otherwise in the rest. */
const rarelySet = ['lastModifiedVia', 'createdVia', 'lastRunId', 'quality', 'dealSensitivity', 'isSpam'];

/** The leaves that no section took, with the server's names. */
export function otherOf(reader: LeafReader): Section[] {
  for (const name of rarelySet) reader.takeIf(`/${name}`, () => false);
  const root = buildTree(reader);
  return section(
    'other',
    t('Other properties'),
    rows(root.rows),
    ...root.branches.map((branch): Block => ({ kind: 'branch', branch })),
  );
}

/** Properties of the record that are null or blank. */
export function notSetOf(reader: LeafReader): ValueRow[] {
  return reader.notSet.map((value) => ({ label: [keysOf(value.pointer).map(nameOf).join(' › ')], value: [value] }));
}

interface TreeNode {
  readonly rows: { readonly label: string; readonly value: Shown }[];
  readonly children: Map<string, TreeNode>;
}

function buildTree(reader: LeafReader): Branch {
  const root: TreeNode = { rows: [], children: new Map() };
  for (const leaf of reader.rest()) {
    const keys = keysOf(leaf.pointer);
    const path = keys.slice(0, -1).slice(0, maxDepth);
    let node = root;
    for (const key of path) {
      const next = node.children.get(key) ?? { rows: [], children: new Map<string, TreeNode>() };
      node.children.set(key, next);
      node = next;
    }
    const below = keys.slice(path.length).map(nameOf);
    // The middle of a long path is omitted; `data-path` has all of it.
    node.rows.push({
      label: (below.length > 6 ? ['…', ...below.slice(-4)] : below).join(' › '),
      value: reader.show(leaf, shown),
    });
  }
  return branch('', root);
}

function branch(name: string, node: TreeNode): Branch {
  const children = [...node.children].map(([key, child]) => branch(nameOf(key), child));
  // A level with a single value or a single level is not shown as a level of its own.
  const [only] = children;
  if (name !== '' && only && children.length === 1 && node.rows.length === 0) {
    return { ...only, name: `${name} › ${only.name}` };
  }
  const rows: ValueRow[] = node.rows.map(({ label, value }) => ({ label: [label], value: [value] }));
  for (const { name, size, rows: inner } of children) {
    if (size === 1) rows.push(...inner.map(({ label, value }) => ({ label: [`${name} › `, ...label], value })));
  }
  const branches = children.filter(({ size }) => size > 1);
  const size = rows.length + branches.reduce((sum, { size }) => sum + size, 0);
  return { name, size, rows, branches };
}

function nameOf(key: string): string {
  return key.trim() === '' ? `"${key}"` : key;
}
