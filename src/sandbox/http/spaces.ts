import { spaceName, spaceNameRule } from './callers.ts';
import type { SandboxOptions } from './createSandbox.ts';
import { invalidRequest, requestRefusal } from './requestRefusal.ts';
import { Space } from './space.ts';
import { createSigner } from '../webhooks/signer.ts';

const mostSpaces = 1000;
/** Of all spaces at their beginning: 700 bytes each, so that the memory of an ordinary process is enough. */
const mostReferrals = 1_000_000;

/** How many spaces there can be, if each begins with so many referrals. */
export function spacesFor(referrals: number, most = mostReferrals): number {
  return Math.max(1, Math.min(mostSpaces, Math.floor(most / Math.max(1, referrals))));
}

/** The spaces of a sandbox by name. Each begins at its first use with what the sandbox was started with. */
export class Spaces {
  readonly #options: SandboxOptions;
  readonly #mostReferrals: number;
  readonly #default: Space;
  readonly #getSigner = createSigner();
  readonly #named = new Map<string, Space>();

  /**
   * @param most referrals of all spaces at their beginning
   * @throws SeedError or DataFileError if a file cannot be used
   */
  constructor(options: SandboxOptions, most = mostReferrals) {
    this.#mostReferrals = most;
    this.#default = new Space(options, this.#getSigner);
    // Named spaces are kept in memory only. Their referrals are those of the default space, so the seed isn't kept.
    const { dataFile: _file, seed: _seed, ...rest } = options;
    this.#options = rest;
  }

  /**
   * @param name undefined for the default space
   * @throws RequestRefusal 400 for a name that no space can have, 503 if there are too many
   */
  find(name: string | undefined): Space {
    if (name === undefined) return this.#default;
    const known = this.#named.get(name);
    if (known) return known;
    if (!spaceName.test(name)) {
      throw invalidRequest(`${spaceNameRule}, unlike "${name}".`, 'space');
    }
    const { initial } = this.#default.state;
    const most = spacesFor(initial.length, this.#mostReferrals);
    if (this.#named.size >= most) {
      const reason = most < mostSpaces ? `, the most with ${initial.length} referrals each` : '';
      throw requestRefusal(
        503,
        'serviceNotAvailable',
        `There are ${most} spaces already${reason}. Remove them with DELETE /_sandbox/spaces.`,
      );
    }
    const space = new Space(this.#options, this.#getSigner, initial);
    this.#named.set(name, space);
    return space;
  }

  /** Undefined if the space has not begun. */
  existing(name: string | undefined): Space | undefined {
    return name === undefined ? this.#default : this.#named.get(name);
  }

  /** Without the default space, which has no name. */
  names(): string[] {
    return [...this.#named.keys()];
  }

  /** Removes all spaces except the default one. */
  removeNamed(): void {
    for (const space of this.#named.values()) space.close();
    this.#named.clear();
  }

  close(): void {
    this.removeNamed();
    this.#default.close();
  }
}
