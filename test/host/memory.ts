import type { Memory } from '../../src/services/catalog/keptIds.ts';

/** State of a workspace for one test. */
export function memory(): Memory {
  const kept = new Map<string, unknown>();
  return { get: (key) => kept.get(key), update: (key, value) => Promise.resolve(void kept.set(key, value)) };
}
