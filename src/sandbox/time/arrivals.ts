import { daysLater, stampLater, timestamp } from './clock.ts';
import { daysToAnswer } from './passingTime.ts';
import { isObject, member, text, type Json, type JsonObject } from '../../base/json.ts';
import { inEnglish } from '../../base/l10n.ts';
import { keysOf } from '../../referral/leaves.ts';
import { bindValue } from '../../referral/rules/bindValue.ts';
import { misspeltName } from '../../referral/rules/closestName.ts';
import {
  branchesOf,
  itemsOf,
  propertiesOf,
  propertyOf,
  referralSchema,
  type Schema,
} from '../../referral/rules/schema.ts';
import { invalidRequest, refuse, requestRefusal } from '../http/requestRefusal.ts';
import { leadFromMicrosoft } from '../sample/sample.ts';
import { linksOf } from '../sample/sampleShowcase.ts';
import type { SandboxState } from '../store/state.ts';
import type { StoredReferral } from '../store/store.ts';
import { eTagOf } from '../write/serverSet.ts';

/** Referrals that arrive from Microsoft while the sandbox runs. The same order gives the same ones. */
export class Arrivals {
  readonly #state: SandboxState;
  #arrived = 0;

  constructor(state: SandboxState) {
    this.#state = state;
  }

  /**
   * Adds a referral that is new and pending, unless the given members say otherwise.
   * @throws RequestRefusal 400 or 409 if it can't be added. The next one is the same as without it then.
   */
  add(given: Json): StoredReferral {
    const before = this.#arrived;
    try {
      return this.#add(given);
    } catch (error) {
      this.#arrived = before;
      throw error;
    }
  }

  /** Begins anew with the first one. */
  restart(): void {
    this.#arrived = 0;
  }

  #add(given: Json): StoredReferral {
    if (!isObject(given)) throw invalidRequest('Send a JSON object with members of the referral, or {}.', 'referral');
    const state = this.#state;
    const { store } = state;
    if (given.id !== undefined) {
      if (typeof given.id !== 'string' || given.id === '') throw invalidRequest('An id is a non-empty text.', 'id');
      if (store.find(given.id)) {
        throw requestRefusal(409, 'invalidRequest', `There is a referral with the id ${given.id} already.`, {
          target: 'id',
        });
      }
    }
    let lead = this.#next();
    // A seed may hold referrals that arrived in an earlier run.
    while (given.id === undefined && store.find(text(lead.id) ?? '')) lead = this.#next();
    const { id, engagementId } = { ...lead, ...given };
    const links = linksOf(text(id) ?? '', text(engagementId) ?? '');
    const merged = merge({ ...lead, links }, given);
    checkGiven(merged);
    const arriving = asServed(merged, referralSchema, '') as JsonObject;
    return state.writeAs({ by: 'arrival' }, () => store.add(arriving));
  }

  #next(): JsonObject {
    const { clock } = this.#state;
    const number = this.#arrived++;
    const stamp = clock.stamp();
    const lead = leadFromMicrosoft(number, clock.now());
    const closes = timestamp(daysLater(clock.now(), 30 + ((number * 17) % 120))).slice(0, 10);
    return merge(lead, {
      createdDateTime: stamp,
      updatedDateTime: stamp,
      expirationDateTime: stampLater(stamp, daysToAnswer),
      eTag: eTagOf(stamp),
      details: { closingDateTime: `${closes}T00:00:00Z` },
    });
  }
}

/**
 * Refuses values of a type that no referral has, dates that don't exist, and misspelt names. Other unknown names and values
 * are kept: they may be of Microsoft and not documented yet. Any text, number, list or element can be null, as in
 * responses.
 * @throws RequestRefusal 400
 */
function checkGiven(referral: JsonObject): void {
  checkNames(referral, referralSchema, '');
  bindValue(referral, referralSchema, '', ({ rule, place, message }) => {
    if (rule !== 'value-type' && rule !== 'possible-date') return;
    if (valueAt(referral, place) !== null) throw refuse(rule, message(inEnglish), place);
  });
}

function valueAt(referral: JsonObject, pointer: string): Json | undefined {
  let at: Json | undefined = referral;
  for (const key of keysOf(pointer)) at = Array.isArray(at) ? at[Number(key)] : member(at, key);
  return at;
}

/** Refuses a name that is hardly another one than that of a property, or written in another case. */
function checkNames(value: Json, schema: Schema, pointer: string): void {
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    if (items) for (const [index, item] of value.entries()) checkNames(item, items, `${pointer}/${index}`);
    return;
  }
  if (!isObject(value)) return;
  const properties = propertiesOf(schema);
  for (const [name, item] of Object.entries(value)) {
    const property = propertyOf(schema, name);
    const meant = property ? undefined : misspeltName(name, Object.keys(properties));
    if (property) checkNames(item, property, `${pointer}/${name}`);
    else if (meant !== undefined) {
      throw refuse('unknown-property', unknownName(name, pointer, meant), `${pointer}/${name}`);
    }
  }
}

/**
 * The value as the API serves it: a number where one was given as text. All else stays as it is.
 * @throws RequestRefusal 400 for null in place of an object that every referral has
 */
function asServed(value: Json, schema: Schema, pointer: string): Json {
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    return items
      ? value.map((item, index) => (item === null ? null : asServed(item, items, `${pointer}/${index}`)))
      : value;
  }
  if (isObject(value)) {
    const members = Object.entries(value).map(([name, item]): [string, Json] => {
      const property = propertyOf(schema, name);
      return [name, property ? asServed(item, property, `${pointer}/${name}`) : item];
    });
    return Object.fromEntries(members);
  }
  if (value === null && branchesOf(schema).every(({ type }) => type === 'object')) {
    throw refuse('value-type', `${pointer} must be an object.`, pointer);
  }
  const bound = typeof value === 'string' ? bindValue(value, schema, pointer, () => undefined) : value;
  return typeof bound === 'number' ? bound : value;
}

function unknownName(name: string, pointer: string, meant: string): string {
  const place = pointer === '' ? '' : ` at ${pointer}`;
  return `"${name}" is not a property of a referral${place}. Did you mean "${meant}"?`;
}

/** Given members win; objects are merged, anything else is replaced. */
function merge(base: JsonObject, given: JsonObject): JsonObject {
  const merged = new Map<string, Json>(Object.entries(base));
  for (const [name, value] of Object.entries(given)) {
    const before = member(base, name);
    merged.set(name, isObject(before) && isObject(value) ? merge(before, value) : value);
  }
  return Object.fromEntries(merged);
}
