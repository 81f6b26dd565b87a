/** Pseudo-random numbers: the same key gives the same sequence on all machines. */
export class Random {
  #state: number;

  constructor(key: number) {
    this.#state = mix(key + 0x9e3779b9);
  }

  /** An integer from 0 to `limit` - 1. */
  below(limit: number): number {
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    return mix(this.#state) % limit;
  }

  pick<T>(choices: readonly T[]): T {
    const choice = choices[this.below(choices.length)];
    if (choice === undefined) throw new Error('Nothing to pick from');
    return choice;
  }
}

/** A GUID for a number. Different numbers below 2^32 have different GUIDs, since `mix` is invertible. */
export function guidFor(number: number, salt: number): string {
  const seed = mix(number ^ mix(salt));
  const [a, b, c, d] = [
    hex(mix(seed)),
    hex(mix(seed + 0x51ed2701)),
    hex(mix(seed + 0x23da4e02)),
    hex(mix(seed + 0x75c77503)),
  ];
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(4)}${d}`;
}

function hex(word: number): string {
  return word.toString(16).padStart(8, '0');
}

/** An invertible 32-bit hash (the finalizer of MurmurHash3). */
function mix(value: number): number {
  let bits = value >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
