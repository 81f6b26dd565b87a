import { keysOf, type Leaf } from '../../../referral/leaves.ts';
import { rows, section, type Block, type Branch, type Row, type Section } from './section.ts';
import type { Sheet } from './sheet.ts';
import { shown } from './shown.ts';

/** Deeper levels are told as a path on one row: nesting without end would have no room on the page. */
const deepest = 6;

/** Known, and null most of the time: then they are no news, otherwise they stand among the rest. */
const seldomSet = ['lastModifiedVia', 'createdVia', 'lastRunId', 'quality', 'dealSensitivity', 'isSpam'];

/** All that no section took, under the server's own names. */
export function otherOf(sheet: Sheet): Section[] {
  for (const name of seldomSet) sheet.takeIf(`/${name}`, () => false);
  const root = grow(sheet.rest());
  return section(
    'other',
    'Other properties',
    rows(root.rows),
    ...root.branches.map((branch): Block => ({ kind: 'branch', branch })),
  );
}

/** What the record mentions but doesn't fill. */
export function notSetOf(sheet: Sheet): Row[] {
  return sheet.notSet().map((value) => ({ label: [keysOf(value.pointer).map(nameOf).join(' › ')], value: [value] }));
}

interface Bud {
  readonly rows: { readonly label: string; readonly leaf: Leaf }[];
  readonly buds: Map<string, Bud>;
}

function grow(leaves: readonly Leaf[]): Branch {
  const root: Bud = { rows: [], buds: new Map() };
  for (const leaf of leaves) {
    const keys = keysOf(leaf.pointer);
    const way = keys.slice(0, -1).slice(0, deepest);
    let bud = root;
    for (const key of way) {
      const next = bud.buds.get(key) ?? { rows: [], buds: new Map<string, Bud>() };
      bud.buds.set(key, next);
      bud = next;
    }
    bud.rows.push({ label: keys.slice(way.length).map(nameOf).join(' › '), leaf });
  }
  return branch('', root);
}

function branch(name: string, bud: Bud): Branch {
  const children = [...bud.buds].map(([key, child]) => branch(nameOf(key), child));
  // A level that holds one value, or nothing but one other level, is not worth a click.
  const [only] = children;
  if (name !== '' && only !== undefined && children.length === 1 && bud.rows.length === 0) {
    return { ...only, name: `${name} › ${only.name}` };
  }
  const rows: Row[] = bud.rows.map(({ label, leaf }) => ({ label: [label], value: [shown(leaf)] }));
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
