import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readScenario } from './readScenario.ts';
import type { Scenario } from './scenario.ts';

/**
 * The folder of the scenarios that come with the sandbox.
 * @param folder that of this file, or of the bundle that it is part of
 */
export function shippedFolder(folder = import.meta.dirname): string {
  const bundled = join(folder, 'scenarios');
  return existsSync(bundled) ? bundled : join(folder, 'files');
}

/** The scenarios that come with the sandbox, in the order of their names. */
export function readShippedScenarios(folder = shippedFolder()): Scenario[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.scenario.json'))
    .sort()
    .map((name) => join(folder, name))
    .map((file) => ({ ...readScenario(readFileSync(file, 'utf8'), file), isShipped: true }));
}
