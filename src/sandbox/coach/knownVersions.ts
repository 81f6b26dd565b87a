import { BoundedMap } from '../../base/boundedMap.ts';

interface Version {
  /** How often the client was given it: in a list, as the referral itself or in the answer to a write. */
  readonly given: number;
  /** How often it has written with it, or tried to. */
  readonly used: number;
}

const unknown: Version = { given: 0, used: 0 };

/**
 * Which versions of referrals a client was given and has used. Several workers with one name may each get the same
 * version and each base a write on it; all but one of these are refused, which is no mistake. So each time it was given
 * allows one write, also if one worker lists and then reads, which can't be told from two.
 */
export class KnownVersions {
  /** By id and eTag. */
  readonly #versions = new BoundedMap<string, Version>(5000);

  given(id: string, eTag: string): void {
    const key = keyOf(id, eTag);
    const { given, used } = this.#versions.get(key) ?? unknown;
    this.#versions.set(key, { given: given + 1, used });
  }

  used(id: string, eTag: string): void {
    const key = keyOf(id, eTag);
    // How often the client was given it may have been forgotten.
    if (this.#versions.hasForgotten && !this.#versions.get(key)) return;
    const { given, used } = this.#versions.get(key) ?? unknown;
    this.#versions.set(key, { given, used: used + 1 });
  }

  /** True if the client has written with this version as often as it was given it, or once if that is not known. */
  isUsedUp(id: string, eTag: string): boolean {
    const version = this.#versions.get(keyOf(id, eTag));
    return version !== undefined && version.used >= Math.max(1, version.given);
  }
}

function keyOf(id: string, eTag: string): string {
  return `${id} ${eTag}`;
}
