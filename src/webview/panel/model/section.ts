import type { Side } from './engagement.ts';
import type { ValueFormat } from './formatter.ts';
import type { LeafReader } from './leafReader.ts';
import type { Line, Shown } from './shown.ts';

export interface ValueRow {
  readonly label: Line;
  readonly value: Line;
}

export interface Person {
  readonly key: string;
  /** One or two letters; empty if the name has none. */
  readonly initials: string;
  readonly name: Line;
  readonly email: Shown | undefined;
  /** Parts of the last line, separated by dots. */
  readonly more: readonly Line[];
}

export interface Statement {
  readonly state: 'yes' | 'no' | 'open';
  readonly line: Line;
}

export interface TimelineEntry {
  readonly label: string;
  /** ms since 1970; undefined if the date is invalid. */
  readonly at: number | undefined;
  /** `day`: a calendar day, which is past at its end. */
  readonly as: 'ago' | 'day';
  readonly value: Line;
}

/** A level of "Other properties". */
export interface Branch {
  readonly name: string;
  /** Number of leaves below. */
  readonly size: number;
  readonly rows: readonly ValueRow[];
  readonly branches: readonly Branch[];
}

export type Block =
  | { readonly kind: 'note'; readonly text: Shown; readonly quoted: boolean }
  | { readonly kind: 'line'; readonly line: Line }
  | { readonly kind: 'address'; readonly lines: readonly Line[] }
  | { readonly kind: 'tags'; readonly tags: readonly Shown[] }
  | { readonly kind: 'rows'; readonly rows: readonly ValueRow[]; readonly copyable: boolean }
  | { readonly kind: 'table'; readonly columns: readonly string[]; readonly rows: readonly (readonly Line[])[] }
  | { readonly kind: 'people'; readonly people: readonly Person[] }
  | { readonly kind: 'statements'; readonly statements: readonly Statement[] }
  | { readonly kind: 'timeline'; readonly entries: readonly TimelineEntry[] }
  | { readonly kind: 'card'; readonly title: Line; readonly blocks: readonly Block[] }
  | { readonly kind: 'engagement'; readonly own: Line; readonly related: readonly Side[] }
  | { readonly kind: 'branch'; readonly branch: Branch };

export interface Section {
  /** Identifies the section, so that a refresh updates it. */
  readonly key: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** The section, or none if it has no blocks. */
export function section(key: string, title: string, ...blocks: readonly (Block | false | undefined)[]): Section[] {
  const present = blocks.filter((block) => !!block);
  return present.length === 0 ? [] : [{ key, title, blocks: present }];
}

/** A block of the rows that have a value. */
export function rows(all: readonly (ValueRow | undefined)[], copyable = false): Block | undefined {
  const present = all.filter((row) => !!row);
  return present.length === 0 ? undefined : { kind: 'rows', rows: present, copyable };
}

/** A row, unless it is empty. */
export function row(label: string, value: Line): ValueRow | undefined {
  return value.length === 0 ? undefined : { label: [label], value };
}

/** The path of a value, its label and its format. */
export type Fact = readonly [path: string, label: string, format?: ValueFormat];

/** A row for each value that is set; `usual` is the format of those without one. */
export function factsAt(
  reader: LeafReader,
  at: string,
  facts: readonly Fact[],
  usual?: ValueFormat,
): (ValueRow | undefined)[] {
  return facts.map(([path, label, format = usual]) => {
    const value = reader.take(`${at}/${path}`, format);
    return value && { label: [label], value: [value] };
  });
}

/** Rows of a list whose elements are `{ type, id }`; the type is the label of the id. */
export function pairsAt(
  reader: LeafReader,
  pointer: string,
  type: readonly [name: string, format: ValueFormat, otherwise: string],
  formatOf: (type: string | undefined) => ValueFormat,
): (ValueRow | undefined)[] {
  return reader.list(pointer).map((at) => {
    const label = reader.take(`${at}/${type[0]}`, type[1]);
    const id = reader.take(`${at}/id`, formatOf(label?.raw));
    if (!label && !id) return undefined;
    return { label: [label ?? type[2]], value: id ? [id] : [] };
  });
}

export function tags(all: readonly Shown[]): Block | false {
  return all.length > 0 && { kind: 'tags', tags: all };
}
