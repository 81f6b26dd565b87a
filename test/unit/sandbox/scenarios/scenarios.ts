import { readFileSync } from 'node:fs';
import { readScenario } from '../../../../src/sandbox/scenarios/readScenario.ts';
import type { ScenarioResult } from '../../../../src/sandbox/scenarios/result.ts';
import { runScenario, type RunOptions } from '../../../../src/sandbox/scenarios/runScenario.ts';
import type { Scenario } from '../../../../src/sandbox/scenarios/scenario.ts';

export const admin = 'sandbox-admin';
export const us = 'f3f04d3a-7c0a-4d5c-9a6b-3a2f0a1b1c01';
export const theirs = 'f3f04d3a-7c0a-4d5c-9a6b-3a2f0a1b1c02';
const engagementId = 'f3f04d3a-7c0a-4d5c-9a6b-3a2f0a1b1c03';

/** Our record of a deal and Microsoft's, last changed on June 1, 2026. */
export const seed = [
  {
    id: us,
    engagementId,
    name: 'Ours',
    status: 'New',
    substatus: 'Pending',
    eTag: '"1"',
    createdDateTime: '2026-05-25T00:00:00Z',
    updatedDateTime: '2026-06-01T00:00:00Z',
    expirationDateTime: '2026-06-08T00:00:00Z',
    organizationId: 'ours',
    details: { dealValue: 5, notes: 'As it was.' },
    team: [{ firstName: 'Mia', email: 'mia@contoso.example' }],
  },
  {
    id: theirs,
    engagementId,
    status: 'New',
    substatus: 'Pending',
    organizationId: 'msft',
    createdDateTime: '2026-05-25T00:00:00Z',
    updatedDateTime: '2026-05-26T00:00:00Z',
    expirationDateTime: '2026-06-08T00:00:00Z',
  },
];

/** A scenario with the two referrals, unless told otherwise; each step and expectation stands on its own line from 2. */
export function scenario(steps: readonly object[], expect: readonly object[], more: object = {}): Scenario {
  const list = (items: readonly object[]): string => items.map((item) => JSON.stringify(item)).join(',\n');
  const rest = JSON.stringify({ seed, ...more }).slice(1);
  return readScenario(
    `{"name":"test","title":"Test","steps":[\n${list(steps)}],"expect":[\n${list(expect)}],${rest}`,
    'test.scenario.json',
  );
}

const helpers = `
const { PARTNER_API_URL: url, PARTNER_API_TOKEN: token, PARTNER_WEBHOOK_PORT: port, PARTNER_STATE_FOLDER: folder } = process.env;
const call = async (method, path = '', body, headers = {}) => {
  const response = await fetch(url + '/v1.0/engagements/referrals' + path, {
    method, headers: { Authorization: 'Bearer ' + token, 'Content-Type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  }).catch(() => ({ status: null, text: async () => '' }));
  return { status: response.status, text: await response.text() };
};
const us = '/${us}';
const notes = (value) => [{ op: 'replace', path: '/details/notes', value }];
`;

/** A command that runs a script in which `call(method, path, body)` calls the sandbox. */
export function script(code: string): readonly string[] {
  return [process.execPath, '--input-type=module', '-e', helpers + code];
}

export function run(played: Scenario, code: string, more: Partial<RunOptions> = {}): Promise<ScenarioResult> {
  return runScenario(played, { command: script(code), timeoutSeconds: 120, ...more });
}

/** Line of the failure, counted in steps and expectations as `scenario` writes them, and what it says. */
export function failuresOf({ failures }: ScenarioResult): string[] {
  return failures.map(({ message }) => message);
}

/** False also for a process that is ending, or that nobody has asked for its exit code yet: it has no memory any more. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || readFileSync(`/proc/${pid}/cmdline`).length > 0;
  } catch {
    return false;
  }
}
