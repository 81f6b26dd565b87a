import { checkText, malformed, mostDrained, readBytes, withoutMark } from './jsonBody.ts';
import { invalidRequest } from './requestRefusal.ts';
import { closestName } from '../../referral/rules/closestName.ts';
import { documentSlice, JsonSliceError, memberSlices } from '../json/jsonSlices.ts';
import { readSeed, SeedError } from '../seed/seed.ts';
import type { Incoming } from '../store/store.ts';

/**
 * The seed in the body of a reset, with its original text. Undefined if the body is empty or has none.
 * @throws RequestRefusal 400 or 413
 */
export async function readResetSeed(request: Request): Promise<readonly Incoming[] | undefined> {
  const body = withoutMark(await readBytes(request, mostDrained));
  if (body.length === 0) return undefined;
  checkText(body, invalidRequest);
  try {
    const { start } = documentSlice(body);
    if (body[start] !== '{'.charCodeAt(0)) {
      throw invalidRequest('Send {"seed": …} with a referral, an array or a list response, or nothing.', 'seed');
    }
    const members = [...memberSlices(body, start)];
    const unknown = members.find(({ name }) => name !== 'seed');
    if (unknown) throw unknownMember(unknown.name, ['seed']);
    const seed = members.at(-1);
    if (!seed) return undefined;
    return [...readSeed(body.subarray(seed.start, seed.end))].map(({ id, text }) => ({ id, text, origin: 'seed' }));
  } catch (error) {
    if (error instanceof SeedError) throw invalidRequest(error.message, 'seed');
    if (error instanceof JsonSliceError) throw malformed(body, invalidRequest);
    throw error;
  }
}

/** The refusal of a member that a body of the control plane doesn't have. */
export function unknownMember(name: string, known: readonly string[]): Error {
  const meant = closestName(name, known);
  const hint = meant === undefined ? `It takes ${known.join(', ')}.` : `Did you mean "${meant}"?`;
  return invalidRequest(`The body has no member "${name}". ${hint}`, name);
}
