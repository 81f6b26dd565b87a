import { t } from '../../../base/l10n.ts';
import { keysOf, type Leaf } from '../../../referral/leaves.ts';
import { rows, section, type Block, type Branch, type ValueRow, type Section } from './section.ts';
import type { LeafReader } from './leafReader.ts';
import { shown } from './shown.ts';

/** Deeper levels are shown as a path in one row, since the page can't show unlimited nesting. */
const maxDepth = 6;

/** Properties that are usually null: listed as not set if they are, otherwise in the rest. */
const seldomSet = ['lastModifiedVia', 'createdVia', 'lastRunId', 'quality', 'dealSensitivity', 'isSpam'];

/** The leaves that no section took, with the server's names. */
export function otherOf(reader: LeafReader): Section[] {
  for (const name of seldomSet) reader.takeIf(`/${name}`, () => false);
  const root = grow(reader.rest());
  return section(
    'other',
    t('Other properties'),
    rows(root.rows),
    ...root.branches.map((branch): Block => ({ kind: 'branch', branch })),
  );
}

/** Properties of the record that are null or blank. */
export function notSetOf(reader: LeafReader): ValueRow[] {
  return reader.notSet().map((value) => ({ label: [keysOf(value.pointer).map(nameOf).join(' › ')], value: [value] }));
}

interface Bud {
  readonly rows: { readonly label: string; readonly leaf: Leaf }[];
  readonly buds: Map<string, Bud>;
}

function grow(leaves: readonly Leaf[]): Branch {
  const root: Bud = { rows: [], buds: new Map() };
  for (const leaf of leaves) {
    const keys = keysOf(leaf.pointer);
    const way = keys.slice(0, -1).slice(0, maxDepth);
    let bud = root;
    for (const key of way) {
      const next = bud.buds.get(key) ?? { rows: [], buds: new Map<string, Bud>() };
      bud.buds.set(key, next);
      bud = next;
    }
    const below = keys.slice(way.length).map(nameOf);
    // The middle of a long path is omitted; `data-path` has all of it.
    bud.rows.push({ label: (below.length > 6 ? ['…', ...below.slice(-4)] : below).join(' › '), leaf });
  }
  return branch('', root);
}

function branch(name: string, bud: Bud): Branch {
  const children = [...bud.buds].map(([key, child]) => branch(nameOf(key), child));
  // A level with a single value or a single level is not shown as a level of its own.
  const [only] = children;
  if (name !== '' && only && children.length === 1 && bud.rows.length === 0) {
    return { ...only, name: `${name} › ${only.name}` };
  }
  const rows: ValueRow[] = bud.rows.map(({ label, leaf }) => ({ label: [label], value: [shown(leaf)] }));
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
