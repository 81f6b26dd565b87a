import { member, text, type Json } from '../../base/json.ts';
import type { ObservedCall } from './observedCall.ts';

/**
 * The same for POSTs of the same deal: the CRM reference, the deal's and the customer's name, and which of the two
 * records of a co-sell deal it is. Without a CRM reference the whole body counts, since deals of a customer may have the
 * same name.
 */
export function dealKeyOf({ facts: { body }, bodyDigest }: ObservedCall): string {
  const reference = text(valueOf(body, 'externalReferenceId')) ?? '';
  if (reference === '') return `POST ${bodyDigest}`;
  return JSON.stringify([
    reference,
    valueOf(body, 'name'),
    valueOf(valueOf(body, 'customerProfile'), 'name'),
    valueOf(body, 'engagementId'),
    valueOf(body, 'target'),
  ]);
}

/** What a deal is called in messages. */
export function nameOfDeal(body: Json | undefined): string {
  const reference = text(valueOf(body, 'externalReferenceId'));
  const name = text(valueOf(body, 'name'));
  if (reference !== undefined && reference !== '') return `The deal with the externalReferenceId "${reference}"`;
  return name === undefined || name === '' ? 'A deal' : `The deal "${name}"`;
}

/** A member by its name in any case, as the service binds names (docs/api.md, Consent). */
function valueOf(value: Json | undefined, name: string): Json | undefined {
  const exact = member(value, name);
  if (exact !== undefined || value === null || typeof value !== 'object' || Array.isArray(value)) return exact;
  const key = Object.keys(value).find((each) => each.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : value[key];
}
