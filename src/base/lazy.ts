import { singleFlight } from './async.ts';

/** A value that is created on first use, e.g. a part of the extension whose code is loaded then. */
export interface Lazy<T> {
  /** All calls share the result of the first one. If it fails, the next call tries again. */
  (): Promise<T>;
  /** Undefined until the value was created. */
  readonly loaded: T | undefined;
}

export function lazy<T>(make: () => Promise<T>): Lazy<T> {
  let loaded: T | undefined;
  const load = singleFlight(async () => (loaded = await make()), { keep: true });
  return Object.defineProperty(() => load(), 'loaded', { get: () => loaded }) as Lazy<T>;
}
