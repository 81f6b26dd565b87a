import type { Json } from '../../base/json.ts';
import { closestName } from '../../referral/rules/closestName.ts';
import { closedList, schemaAt } from '../../referral/rules/schema.ts';

/** A value that no client can give a property, since it is none of the property's closed list. */
export interface ImpossibleValue {
  readonly known: readonly string[];
  /** The value that was probably meant. */
  readonly meant?: string;
}

/** @param steps where the value is expected, from the referral on */
export function findImpossible(value: Json, steps: readonly string[]): ImpossibleValue | undefined {
  const schema = schemaAt(steps);
  const known = schema && closedList(schema);
  if (!known || typeof value !== 'string' || value === '' || known.includes(value)) return undefined;
  const meant = closestName(value, known);
  return { known, ...(meant !== undefined && { meant }) };
}

/** As a phrase: `did you mean "New"?`. */
export function describeImpossible({ known, meant }: ImpossibleValue): string {
  return meant === undefined ? `there is only ${known.join(', ')}` : `did you mean "${meant}"?`;
}
