import { asServed, checkArrival } from './arrivalMembers.ts';
import { daysLater, stampLater, timestamp } from './clock.ts';
import { daysToAnswer } from './passingTime.ts';
import { isObject, member, text, type Json, type JsonObject } from '../../base/json.ts';
import { referralSchema } from '../../referral/rules/schema.ts';
import { requestRefusal } from '../http/requestRefusal.ts';
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
    checkArrival(given);
    const state = this.#state;
    const { store } = state;
    if (typeof given.id === 'string' && store.find(given.id)) {
      throw requestRefusal(409, 'invalidRequest', `There is a referral with the id ${given.id} already.`, {
        target: 'id',
      });
    }
    let lead = this.#next();
    // A seed may hold referrals that arrived in an earlier run.
    while (given.id === undefined && store.find(text(lead.id) ?? '')) lead = this.#next();
    const { id, engagementId } = { ...lead, ...given };
    const links = linksOf(text(id) ?? '', text(engagementId) ?? '');
    const merged = merge({ ...lead, links }, given);
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

/** Given members win; objects are merged, anything else is replaced. */
function merge(base: JsonObject, given: JsonObject): JsonObject {
  const merged = new Map<string, Json>(Object.entries(base));
  for (const [name, value] of Object.entries(given)) {
    const before = member(base, name);
    merged.set(name, isObject(before) && isObject(value) ? merge(before, value) : value);
  }
  return Object.fromEntries(merged);
}
