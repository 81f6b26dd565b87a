import { BoundedMap } from './boundedMap.ts';

interface Version {
  readonly eTag: string;
  /** How often the client got it in a list. */
  readonly listed: number;
  /** How often it got it as the referral itself. */
  readonly read: number;
  /** How often it has written with it, or tried to. */
  readonly used: number;
}

/**
 * Which versions of referrals a client was given and has used. Several workers with one name may each read the same
 * version and each base a write on it; all but one of these are refused, which is no mistake. So each read allows one
 * write. A worker may list and then read, which gives it the version once.
 */
export class KnownVersions {
  readonly #versions = new BoundedMap<string, readonly Version[]>(1000);

  listed(id: string, eTag: string): void {
    this.#change(id, eTag, (version) => ({ ...version, listed: version.listed + 1 }));
  }

  read(id: string, eTag: string): void {
    this.#change(id, eTag, (version) => ({ ...version, read: version.read + 1 }));
  }

  used(id: string, eTag: string): void {
    this.#change(id, eTag, (version) => ({ ...version, used: version.used + 1 }));
  }

  /** True if the client has written with this version as often as it was given it. */
  isUsedUp(id: string, eTag: string): boolean {
    const version = this.#versions.get(id)?.find((each) => each.eTag === eTag);
    return version !== undefined && version.used >= Math.max(1, version.listed, version.read);
  }

  #change(id: string, eTag: string, change: (version: Version) => Version): void {
    const known = this.#versions.get(id) ?? [];
    const version = known.find((each) => each.eTag === eTag) ?? { eTag, listed: 0, read: 0, used: 0 };
    const others = known.filter((each) => each.eTag !== eTag);
    this.#versions.set(id, [...others, change(version)].slice(-mostVersions));
  }
}

/** Of each referral, the latest that were given or used. */
const mostVersions = 10;
