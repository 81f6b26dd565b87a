import { existsSync, readFileSync, statSync } from 'node:fs';
import { closestName } from '../../referral/rules/closestName.ts';
import { readScenario, ScenarioError } from '../scenarios/readScenario.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { UsageError } from './usageError.ts';

/**
 * The scenario that the command line names: one of those that come with the sandbox, or a file.
 * @throws UsageError
 */
export function findScenario(name: string, shipped: readonly Scenario[]): Scenario {
  const known = shipped.find((scenario) => scenario.name === name);
  if (known) return known;
  const looksLikeFile = /[/\\]|\.json$/i.test(name);
  if (!looksLikeFile && !existsSync(name)) {
    const names = shipped.map((scenario) => scenario.name);
    const meant = closestName(name, names);
    const hint = meant === undefined ? 'verify --list tells the names.' : `Did you mean ${meant}?`;
    throw new UsageError(`There is no scenario "${name}". ${hint}`);
  }
  let content: string;
  try {
    if (statSync(name).isDirectory()) throw new UsageError(`${name} is a folder. Write the path of a scenario file.`);
    content = readFileSync(name, 'utf8');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'there is no such file' : String(code);
    throw new UsageError(`The scenario file ${name} cannot be read: ${reason}. Check the path after --scenario.`);
  }
  try {
    return readScenario(content, name);
  } catch (error) {
    throw error instanceof ScenarioError ? new UsageError(error.message) : error;
  }
}
