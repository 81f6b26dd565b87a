import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'mocha';
import type { Locator } from 'playwright-core';
import type { Workbench } from './workbench.ts';

const id = '5b0e9c54-6f7e-4d0c-8a51-2f1f6f1f7a01';

/** The text of a scenario that the client of {@link useScenarioFolder} fails. */
export const failingScenario = JSON.stringify(
  {
    name: 'accept-in-time',
    title: 'A lead is accepted before it expires',
    seed: [{ id, name: 'Harbour logistics', status: 'New', substatus: 'Pending', direction: 'Incoming' }],
    steps: [{ run: 'toEnd' }],
    expect: [
      { exitCode: 0 },
      { state: { referral: id, status: 'Active', substatus: 'Accepted' } },
      { calls: { method: 'GET' } },
    ],
  },
  undefined,
  2,
);

/** Reads the referrals and leaves it at that. */
const client = `
  const { PARTNER_API_URL: url, PARTNER_API_TOKEN: token } = process.env;
  const headers = { Authorization: 'Bearer ' + token, 'client-request-id': crypto.randomUUID() };
  fetch(url + '/v1.0/engagements/referrals?$top=200', { headers }).then(() => console.log('Read.'));`;

interface ScenarioFolder {
  readonly folder: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Makes a folder with the scenario, in the suite that calls this. Returns what opens a workbench on it. */
export function useScenarioFolder(): () => ScenarioFolder {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'partner-referrals-testing-'));
    writeFileSync(join(folder, 'accept-in-time.scenario.json'), failingScenario);
  });
  after(() => rmSync(folder, { recursive: true }));
  return () => ({ folder, settings: { 'partnerReferrals.scenarios.command': ['node', '-e', client] } });
}

/** Runs the scenario in the Testing view, and resolves when it has failed, and its file and the results are open. */
export async function runScenario(workbench: Workbench): Promise<void> {
  await workbench.run('workbench.view.testing.focus');
  await workbench.treeItem('Scenarios of the Sandbox').waitFor();
  const row = workbench.treeItem('accept-in-time');
  await row.click();
  await row.getByRole('button', { name: 'Run Test', exact: true }).click();
  await workbench.page.locator('.part.sidebar .monaco-list-row[aria-label*="Failed"]').first().waitFor();
  await workbench.editorTab('accept-in-time.scenario.json').waitFor();
  await workbench.page.locator('.test-error-content-widget').first().waitFor();
  // VS Code opens them at the start of a run, but not always if that is a short one.
  await workbench.run('workbench.panel.testResults.view.focus');
}

/** Shows the output of the run, and resolves when it lists the calls. The panel may have started with the message. */
export async function showOutput({ page }: Workbench): Promise<Locator> {
  const panel = page.locator('.part.panel');
  const ofRun = panel.getByRole('treeitem', { name: 'Partner Referrals' });
  await ofRun.hover();
  await ofRun.getByRole('button', { name: 'Show Result Output' }).click();
  const output = panel.locator('.xterm-rows');
  await output.filter({ hasText: 'GET /v1.0/engagements/referrals?$top=200: 200' }).waitFor();
  return output;
}
