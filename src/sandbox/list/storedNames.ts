import { contentOf, type ReferralStore } from '../store/store.ts';

/**
 * Knows the names of properties that the schema doesn't have and that a seed brought along. A name is looked for when a
 * query first uses it, so queries with known names cost nothing.
 */
export class StoredNames {
  readonly #store: ReferralStore;
  readonly #found = new Set<string>();
  /** Names that were looked for and are in no referral of this version. */
  readonly #absent = new Set<string>();
  #version = -1;

  constructor(store: ReferralStore) {
    this.#store = store;
  }

  /** True if a referral has or had a property of this name at its top level. */
  has(name: string): boolean {
    if (this.#found.has(name)) return true;
    if (this.#version !== this.#store.version || this.#absent.size >= most) this.#absent.clear();
    this.#version = this.#store.version;
    if (this.#absent.has(name)) return false;
    const isStored = this.#search(name);
    (isStored ? this.#found : this.#absent).add(name);
    return isStored;
  }

  #search(name: string): boolean {
    const quoted = JSON.stringify(name);
    for (const referral of this.#store.all()) {
      // Names may be written with escapes. Only a text that can hold the name is parsed.
      if (!referral.text.includes(quoted) && !referral.text.includes('\\u')) continue;
      if (Object.hasOwn(contentOf(referral), name)) return true;
    }
    return false;
  }
}

const most = 1000;
