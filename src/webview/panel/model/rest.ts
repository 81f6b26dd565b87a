import { keysOf, type Leaf } from '../../../referral/leaves.ts';
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
  return reader.notSet().flatMap((leaf) => row(spellOut(leaf.pointer), shown(leaf)) ?? []);
}

interface Bud {
  readonly rows: { readonly label: string; readonly leaf: Leaf }[];
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
    bud.rows.push({ label: leaf.keys.slice(way.length).map(nameOf).join(' › '), leaf });
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

/** Places whose own names would say too much or too little in a list. */
const shorter: readonly (readonly [RegExp, string])[] = [
  [/^\/customerProfile\/team\b/, '/contact'],
  [/^\/customerProfile\/(?=address)/, '/'],
  [/^\/customerProfile\b/, '/customer'],
  [/^\/inviteContext\b/, '/invitation'],
  [/^\/trackingInfo\b|^\/details\b|\/(additionalR|r)equirements\b|\/contactPreference\b/g, ''],
  [/DateTime$/, ''],
];

/** `/customerProfile/team/0/phoneNumber` → "Contact 1, phone number". */
function spellOut(pointer: string): string {
  const short = shorter.reduce((text, [from, to]) => text.replace(from, to), pointer);
  const keys = keysOf(short === '' ? pointer : short).map((key) =>
    key.replace(/([a-z])(?=[A-Z\d])/g, '$1 ').toLowerCase(),
  );
  const text = keys.reduce((all, key) => (/^\d+$/.test(key) ? `${all} ${Number(key) + 1}` : `${all}, ${key}`));
  return text.charAt(0).toUpperCase() + text.slice(1);
}
