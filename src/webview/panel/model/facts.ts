import type { Leaf } from '../../../referral/leaves.ts';
import type { Reader } from '../reader.ts';
import type { Format, Manner } from './format.ts';
import { row, type Row } from './section.ts';

/** Where a value stands below the record it belongs to, what it's called, and how it reads. */
export type Fact = readonly [path: string, label: string, manner?: Manner, wanted?: (leaf: Leaf) => boolean];

/** A row for each fact that is set; those that nobody wants stay for "Other properties". */
export function factsAt(reader: Reader, format: Format, at: string, facts: readonly Fact[]): (Row | undefined)[] {
  return facts.map(([path, label, manner, wanted]) => {
    const pointer = `${at}/${path}`;
    const leaf = wanted === undefined ? reader.take(pointer) : reader.takeIf(pointer, wanted);
    return row(label, leaf && format.as(manner, leaf));
  });
}

/** An amount of money and its currency, which are two leaves. */
export function amountAt(reader: Reader, format: Format, at: string, name: string, label: string): Row | undefined {
  const value = reader.take(`${at}/${name}`);
  const currency = reader.take(`${at}/currency`);
  return row(
    label,
    value && format.money(value, currency?.raw),
    value && currency && ' ',
    currency && format.currency(currency),
  );
}

/** For flags that are worth a row only when they are raised. */
export function isTrue(leaf: Leaf): boolean {
  return leaf.value === true;
}
