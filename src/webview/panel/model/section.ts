import type { Side } from './engagement.ts';
import type { Manner } from './format.ts';
import type { Sheet } from './sheet.ts';
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
  | { readonly kind: 'line'; readonly line: Line }
  | { readonly kind: 'address'; readonly lines: readonly Line[] }
  | { readonly kind: 'tags'; readonly tags: readonly Shown[] }
  | { readonly kind: 'rows'; readonly rows: readonly Row[]; readonly copyable: boolean }
  | { readonly kind: 'table'; readonly columns: readonly string[]; readonly rows: readonly (readonly Line[])[] }
  | { readonly kind: 'people'; readonly people: readonly Person[] }
  | { readonly kind: 'statements'; readonly statements: readonly Statement[] }
  | { readonly kind: 'timeline'; readonly entries: readonly TimelineEntry[] }
  | { readonly kind: 'card'; readonly title: Line; readonly blocks: readonly Block[] }
  | { readonly kind: 'engagement'; readonly own: Line; readonly related: readonly Side[] }
  | { readonly kind: 'branch'; readonly branch: Branch };

export interface Section {
  /** Stable, so that a refresh patches the same section. */
  readonly key: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** The section, or nothing when it has nothing to say. */
export function section(key: string, title: string, ...blocks: readonly (Block | false | undefined)[]): Section[] {
  const present = blocks.filter((block) => block !== undefined && block !== false);
  return present.length === 0 ? [] : [{ key, title, blocks: present }];
}

/** The rows that have a value. */
export function rows(all: readonly (Row | undefined)[], copyable = false): Block | undefined {
  const present = all.filter((row) => row !== undefined);
  return present.length === 0 ? undefined : { kind: 'rows', rows: present, copyable };
}

/** A row, unless nothing stands in it. */
export function row(label: string, value: Line): Row | undefined {
  return value.length === 0 ? undefined : { label: [label], value };
}

/** Where a value stands below the record it belongs to, what it's called, and how it reads. */
export type Fact = readonly [path: string, label: string, manner?: Manner];

/** A row for each fact that is set. */
export function factsAt(sheet: Sheet, at: string, facts: readonly Fact[]): (Row | undefined)[] {
  return facts.map(([path, label, manner]) => {
    const value = sheet.take(`${at}/${path}`, manner);
    return value && { label: [label], value: [value] };
  });
}

/** Rows of a list whose elements are `{ type, id }`, where the type names what the id means. */
export function pairsAt(
  sheet: Sheet,
  pointer: string,
  type: readonly [name: string, manner: Manner, otherwise: string],
  mannerOf: (type: string | undefined) => Manner,
): (Row | undefined)[] {
  return sheet.list(pointer).map((at) => {
    const label = sheet.take(`${at}/${type[0]}`, type[1]);
    const id = sheet.take(`${at}/id`, mannerOf(label?.raw));
    if (label === undefined && id === undefined) return undefined;
    return { label: [label ?? type[2]], value: id === undefined ? [] : [id] };
  });
}

export function tags(all: readonly Shown[]): Block | false {
  return all.length > 0 && { kind: 'tags', tags: all };
}
