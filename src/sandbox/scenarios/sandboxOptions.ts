import type { SandboxOptions } from '../http/createSandbox.ts';
import { readSeed } from '../seed/seed.ts';
import type { Scenario } from './scenario.ts';

/** What the sandbox of a scenario is started with. */
export function sandboxOptions({ seed, count, file }: Scenario): SandboxOptions {
  if (seed === undefined) return { count: count ?? 0 };
  const begin = latestChange(seed);
  const startedAt = performance.now();
  return {
    seed,
    seedName: file,
    // The dates of a seed stand still, so the clock must not be another one each time that the scenario is run.
    ...(begin !== undefined && { now: () => begin + (performance.now() - startedAt) }),
  };
}

/** Milliseconds since 1970; undefined if the seed has no dates. */
function latestChange(seed: string): number | undefined {
  const times = [...readSeed(seed)].flatMap(({ value: { createdDateTime, updatedDateTime } }) =>
    [createdDateTime, updatedDateTime].map((time) => (typeof time === 'string' ? Date.parse(time) : NaN)),
  );
  return times
    .filter((time) => !Number.isNaN(time))
    .reduce<number | undefined>((a, b) => Math.max(a ?? b, b), undefined);
}
