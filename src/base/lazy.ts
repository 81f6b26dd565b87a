import { singleFlight } from './async.ts';

/** Something that is made at its first use, e.g. a part of the extension whose code loads only then. */
export interface Lazy<T> {
  /** All calls share what the first one makes. When that fails, the next call tries again. */
  (): Promise<T>;
  /** Undefined until it was made. */
  readonly loaded: T | undefined;
}

export function lazy<T>(make: () => Promise<T>): Lazy<T> {
  let loaded: T | undefined;
  const load = singleFlight(async () => (loaded = await make()), { keep: true });
  return Object.defineProperty(() => load(), 'loaded', { get: () => loaded }) as Lazy<T>;
}
