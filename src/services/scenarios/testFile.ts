import { readScenario, ScenarioError, scenarioName } from '../../sandbox/scenarios/readScenario.ts';
import type { Range } from '../../sandbox/scenarios/scenario.ts';

export type { Range };

/** What a list of tests shows of a scenario file. */
export interface TestFile {
  /** The file's name without `.scenario.json`. */
  readonly name: string;
  /** Empty if the file is invalid. */
  readonly title: string;
  /** Why the file can't be used and where, as a sentence with the next step. */
  readonly error?: { readonly message: string; readonly range: Range };
}

/** @param file its path */
export function readTestFile(content: string, file: string): TestFile {
  try {
    const { name, title } = readScenario(content, file);
    return { name, title };
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return { name: scenarioName(file), title: '', error: { message: error.problem, range: error.range } };
  }
}
