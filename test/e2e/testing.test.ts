import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { openWorkbench, themes } from './harness.ts';

const id = '5b0e9c54-6f7e-4d0c-8a51-2f1f6f1f7a01';
const scenario = {
  name: 'accept-in-time',
  title: 'A lead is accepted before it expires',
  seed: [{ id, name: 'Harbour logistics', status: 'New', substatus: 'Pending', direction: 'Incoming' }],
  steps: [{ run: 'toEnd' }],
  expect: [
    { exitCode: 0 },
    { state: { referral: id, status: 'Active', substatus: 'Accepted' } },
    { calls: { method: 'GET' } },
  ],
};
/** Reads the referrals and leaves it at that. */
const client = `
  const { PARTNER_API_URL: url, PARTNER_API_TOKEN: token } = process.env;
  const headers = { Authorization: 'Bearer ' + token, 'client-request-id': 'reads' };
  fetch(url + '/v1.0/engagements/referrals?$top=200', { headers }).then(() => console.log('Read.'));`;

describe('The Testing view', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'partner-referrals-testing-'));
    writeFileSync(join(folder, 'accept-in-time.scenario.json'), JSON.stringify(scenario, undefined, 2));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('runs a scenario, and shows the expectation that fails at its line, and the calls', async () => {
    const workbench = await openWorkbench({
      folder,
      settings: { 'partnerReferrals.scenarios.command': ['node', '-e', client] },
      size: { width: 1400, height: 900 },
    });
    await workbench.run('workbench.view.testing.focus');
    await workbench.treeItem('Scenarios of the Sandbox').waitFor();
    const row = workbench.treeItem('accept-in-time');
    await row.click();
    await row.getByRole('button', { name: 'Run Test', exact: true }).click();
    await workbench.page.locator('.part.sidebar .monaco-list-row[aria-label*="Failed"]').first().waitFor();

    const { page } = workbench;
    const line = JSON.stringify(scenario, undefined, 2).split('\n').indexOf('      "state": {');
    await workbench.editorTab('accept-in-time.scenario.json').waitFor();
    const message = page.locator('.test-error-content-widget').first();
    await message.waitFor();
    assert.match((await message.innerText()).replaceAll('\u00a0', ' '), /status: "New"/);
    const number = page.locator('.line-numbers').filter({ hasText: new RegExp(`^${line}$`) });
    const [at, numbered] = [await message.boundingBox(), await number.boundingBox()];
    assert.ok(at && numbered && Math.abs(at.y - numbered.y) < 6, JSON.stringify({ at, numbered }));

    // VS Code decides by itself whether the panel starts with the output or with the message.
    const results = page.locator('.part.panel');
    await results.getByRole('treeitem', { name: 'Expected status' }).click();
    // Both sides of the comparison.
    for (const side of ['original', 'modified']) {
      await results.locator(`.editor.${side} .view-line`).first().waitFor();
    }
    await workbench.screenshot('testing-message');

    const ofRun = results.getByRole('treeitem', { name: 'Partner Referrals' });
    await ofRun.hover();
    await ofRun.getByRole('button', { name: 'Show Result Output' }).click();
    const output = results.locator('.xterm-rows');
    await output.filter({ hasText: 'GET /v1.0/engagements/referrals?$top=200: 200' }).waitFor();
    assert.match(await output.innerText(), /Read\./);
    for (const [name, theme] of Object.entries(themes)) {
      await workbench.useTheme(theme);
      await workbench.screenshot(`testing-${name}`);
    }
  });
});
