import type { Leaf } from '../../../referral/leaves.ts';
import type { Reader } from '../reader.ts';
import { row, rows, section, type Block, type Branch, type Row, type Section } from './section.ts';
import { shown } from './shown.ts';

/** Deeper levels are told as a path on one row: nesting without end would have no room on the page. */
const deepest = 6;

/** All that no section took, under the server's own names. */
export function otherOf(reader: Reader): Section[] {
  // Said so often without saying anything that they would drown the rest.
  for (const pointer of ['/lastModifiedVia', '/createdVia', '/lastRunId', '/quality', '/dealSensitivity', '/isSpam']) {
    reader.skipBlank(pointer);
  }
  const root = grow(reader.rest());
  const blocks: (Block | undefined)[] = [
    rows(root.rows),
    ...root.branches.map((branch): Block => ({ kind: 'branch', branch })),
  ];
  return section('other', 'Other properties', ...blocks);
}

/** What the record mentions but doesn't fill. */
export function notSetOf(reader: Reader): Row[] {
  return reader.notSet().flatMap((leaf) => row(leaf.keys.map(spellOut).join(' › '), shown(leaf)) ?? []);
}

interface Bud {
  readonly rows: Row[];
  readonly buds: Map<string, Bud>;
}

function grow(leaves: readonly Leaf[]): Branch {
  const root: Bud = { rows: [], buds: new Map() };
  for (const leaf of leaves) {
    const way = leaf.keys.slice(0, -1).slice(0, deepest);
    let bud = root;
    for (const key of way) {
      const next = bud.buds.get(key) ?? { rows: [], buds: new Map<string, Bud>() };
      bud.buds.set(key, next);
      bud = next;
    }
    const label = leaf.keys.slice(way.length).map(nameOf).join(' › ');
    bud.rows.push({ label: [label], value: [shown(leaf)] });
  }
  return branch('', root);
}

function branch(name: string, bud: Bud): Branch {
  const only = bud.buds.size === 1 && bud.rows.length === 0 ? [...bud.buds][0] : undefined;
  // A level that holds nothing but one other is not worth a click.
  if (only !== undefined && name !== '') return branch(`${name} › ${nameOf(only[0])}`, only[1]);
  const branches = [...bud.buds].map(([key, child]) => branch(nameOf(key), child));
  const size = bud.rows.length + branches.reduce((sum, { size }) => sum + size, 0);
  return { name, size, rows: bud.rows, branches };
}

function nameOf(key: string): string {
  return key.trim() === '' ? `"${key}"` : key;
}

/** `addressLine1` → "Address line 1", `0` → "1". */
function spellOut(key: string): string {
  if (/^\d+$/.test(key)) return String(Number(key) + 1);
  const words = key.replace(/([a-z])(?=[A-Z\d])/g, '$1 ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
