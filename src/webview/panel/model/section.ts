import type { RelatedReferral } from '../../../protocol/panel.ts';
import type { Line, Shown } from './shown.ts';

export interface Row {
  readonly label: Line;
  readonly value: Line;
}

export interface Person {
  readonly key: string;
  /** One or two letters, empty when the name gives none. */
  readonly initials: string;
  readonly name: Line;
  readonly email: Shown | undefined;
  /** Parts of the last line, to be parted by dots. */
  readonly more: readonly Line[];
}

export interface Statement {
  readonly state: 'yes' | 'no' | 'open';
  readonly line: Line;
}

export interface TimelineEntry {
  readonly label: string;
  /** ms since 1970; undefined when the server's date can't be read. */
  readonly at: number | undefined;
  readonly value: Line;
}

/** A level of "Other properties". */
export interface Branch {
  readonly name: string;
  /** How many leaves are below. */
  readonly size: number;
  readonly rows: readonly Row[];
  readonly branches: readonly Branch[];
}

export type Block =
  | { readonly kind: 'note'; readonly text: Shown; readonly quoted: boolean }
  | { readonly kind: 'line'; readonly line: Line; readonly quiet: boolean }
  /** Lines that belong together, as in an address. */
  | { readonly kind: 'lines'; readonly lines: readonly Line[] }
  | { readonly kind: 'tags'; readonly tags: readonly Line[] }
  | { readonly kind: 'rows'; readonly rows: readonly Row[]; readonly copyable: boolean }
  | { readonly kind: 'table'; readonly columns: readonly string[]; readonly rows: readonly (readonly Line[])[] }
  | { readonly kind: 'people'; readonly people: readonly Person[] }
  | { readonly kind: 'statements'; readonly statements: readonly Statement[] }
  | { readonly kind: 'timeline'; readonly entries: readonly TimelineEntry[] }
  | { readonly kind: 'card'; readonly title: Line; readonly blocks: readonly Block[] }
  | { readonly kind: 'engagement'; readonly own: Line; readonly related: readonly RelatedReferral[] }
  | { readonly kind: 'branch'; readonly branch: Branch };

export interface Section {
  /** Stable, so that a refresh patches the same section. */
  readonly key: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** The section, or nothing when it has nothing to say. */
export function section(key: string, title: string, ...blocks: readonly (Block | undefined)[]): Section[] {
  const present = blocks.filter((block) => block !== undefined);
  return present.length === 0 ? [] : [{ key, title, blocks: present }];
}

/** Rows that have a value. */
export function rows(all: readonly (Row | undefined)[], copyable = false): Block | undefined {
  const present = all.filter((row) => row !== undefined);
  return present.length === 0 ? undefined : { kind: 'rows', rows: present, copyable };
}

/** A row, unless nothing stands in it. */
export function row(label: string | Line, ...value: readonly (Line[number] | undefined)[]): Row | undefined {
  const present = value.filter((piece) => piece !== undefined);
  if (present.length === 0) return undefined;
  return { label: typeof label === 'string' ? [label] : label, value: present };
}
