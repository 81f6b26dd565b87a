import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'mocha';
import type { Locator } from 'playwright-core';
import { commands, sandboxTask } from '../../src/ui/names.ts';
import { openWorkbench, themes, type Workbench } from './harness.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const collection = '/v1.0/engagements/referrals';
const task = 'Sandbox of the test';

describe('The view of calls', () => {
  let folder: string;
  let workbench: Workbench;
  let url: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'partner-referrals-calls-'));
    mkdirSync(join(folder, '.vscode'));
    const definition = { label: task, type: sandboxTask, lenient: true, count: 7, problemMatcher: `$${sandboxTask}` };
    writeFileSync(join(folder, '.vscode/tasks.json'), JSON.stringify({ version: '2.0.0', tasks: [definition] }));
    const configuration = {
      name: 'Program',
      type: 'test-program',
      request: 'launch',
      program: '${workspaceFolder}/program.mjs',
      preLaunchTask: task,
      env: {
        PARTNER_API_URL: '${command:partnerReferrals.sandboxUrl}',
        PARTNER_API_TOKEN: '${command:partnerReferrals.sandboxToken}',
      },
    };
    writeFileSync(join(folder, '.vscode/launch.json'), JSON.stringify({ configurations: [configuration] }));
    writeFileSync(
      join(folder, 'program.mjs'),
      `const { PARTNER_API_URL, PARTNER_API_TOKEN } = process.env;
      const headers = { authorization: 'Bearer ' + PARTNER_API_TOKEN, 'user-agent': 'program/1' };
      const answer = await fetch(PARTNER_API_URL + '${collection}?$top=1', { headers });
      console.log(answer.status);`,
    );
    workbench = await openWorkbench({
      folder,
      size: { width: 1280, height: 900 },
      settings: { 'partnerReferrals.connection': 'sandbox', 'partnerReferrals.open.layout': 'panel' },
    });
  });
  beforeEach(async () => {
    await workbench.clear();
    await workbench.configure({ 'partnerReferrals.connection': 'sandbox', 'partnerReferrals.sandbox.url': null });
    await workbench.run(commands.stopSandbox);
    await workbench.run(commands.showCalls);
    const others = workbench.page
      .locator('.part.sidebar .pane-header[aria-expanded="true"]')
      .filter({ hasText: 'Referrals' });
    if ((await others.count()) > 0) await others.click();
    await workbench.run('workbench.action.terminal.killAll');
    await workbench.page.locator('.xterm').waitFor({ state: 'detached' });
    await workbench.run('workbench.action.tasks.runTask', task);
    const listening = workbench.page.locator('.xterm-rows').filter({ hasText: 'Partner API sandbox listening on' });
    await listening.waitFor();
    await workbench.run(commands.copySandboxUrl);
    url = await workbench.clipboard(/^http:\/\/127\.0\.0\.1:\d+$/);
    await workbench.run(commands.clearCalls);
  });
  after(() => rmSync(folder, { recursive: true }));

  const row = (text: string | RegExp): Locator => workbench.treeItem(text).first();
  const call = async (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(url + path, {
      method,
      headers: {
        authorization: 'Bearer sandbox-admin',
        'content-type': 'application/json',
        'user-agent': 'crm-sync/2.1 (test)',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  it('shows what an integration calls, as it calls, with findings, details and the calls of the window', async () => {
    await workbench.screenshot('calls-none');
    await call('GET', `${collection}?$filter=${encodeURIComponent("status eq 'New'")}&$top=5`);
    await call('GET', `${collection}/${id}`);
    await call('PATCH', `${collection}/${id}`, [{ op: 'replace', path: '/status', value: 'Won' }]);
    await call('POST', collection, { name: 'Deal of the test', nmae: 'x', unknown: 1 });
    await call('GET', '/v1/referrals');
    await row(/^GET 200 \/referrals\/8d5b1f0a/).waitFor();
    await row('Findings').waitFor();
    await workbench.run(commands.openReferralJson, id);
    await row('This Window').waitFor();
    await workbench.screenshot('calls');
    const spoken = await row(/^GET 200 \/referrals\/8d5b1f0a/).getAttribute('aria-label');
    assert.match(spoken ?? '', new RegExp(`^GET ${collection}/${id}, status 200, .* ms, admin · crm-sync/2\\.1`));
    await row(/^PATCH/).click();
    await workbench.page.locator('.monaco-editor .view-line').filter({ hasText: 'HTTP/1.1 204' }).first().waitFor();
    await workbench.screenshot('calls-details');
    for (const [name, theme] of Object.entries(themes)) {
      await workbench.useTheme(theme);
      await workbench.screenshot(`calls-${name}`);
    }
    await workbench.useTheme(themes.dark);
    await workbench.page.setViewportSize({ width: 620, height: 700 });
    await workbench.screenshot('calls-narrow');
    await workbench.page.setViewportSize({ width: 1280, height: 900 });
  });

  it('is filtered, replays calls and copies them with the keyboard alone', async () => {
    const { page } = workbench;
    const press = (key: string): Promise<void> => page.keyboard.press(key);
    const focused = page.locator('.part.sidebar .monaco-list:focus .monaco-list-row.focused');
    await call('GET', `${collection}/${id}`);
    await call('DELETE', `${collection}/${id}`);
    const get = row(/^GET 200 \/referrals\/8d5b1f0a/);
    await get.waitFor();
    await workbench.run(commands.showCalls);
    await press('Home');
    await focused.filter({ hasText: /^Sandbox/ }).waitFor();
    await press('ArrowDown');
    await press('ArrowDown');
    await focused.and(get).waitFor();
    await press('Space');
    await workbench.editorTab('GET referrals 8d5b1f0a….http').waitFor();
    await focused.and(get).waitFor();
    await press('ControlOrMeta+c');
    await workbench.clipboard(/^[0-9a-f-]{36}$/);
    await press('Shift+F10');
    const copy = page.getByRole('menuitem', { name: 'Copy as cURL', exact: true });
    await copy.waitFor();
    await workbench.screenshot('calls-menu');
    await copy.hover();
    await page.locator('.context-view .action-item.focused').filter({ has: copy }).waitFor();
    await press('Enter');
    const curl = await workbench.clipboard(/^curl /);
    assert.ok(!curl.includes('sandbox-admin'), curl);
    await workbench.run(commands.replayCall);
    await row(/^GET 200 .*Replay/).waitFor();
    const { ended } = await workbench.ask(commands.filterCalls);
    await workbench.screenshot('calls-filter');
    await workbench.quickInput.pick('admin · Replay');
    await ended;
    await row(/^DELETE/).waitFor({ state: 'detached' });
    await row(/^GET 200 .*Replay/).waitFor();
    await workbench.screenshot('calls-filtered');
  });

  it('shows the calls of a program that was started with F5, with the sandbox of its task', async () => {
    await workbench.run('workbench.action.terminal.killAll');
    await workbench.page.locator('.xterm').waitFor({ state: 'detached' });
    await workbench.run(commands.stopSandbox);
    await workbench.start('workbench.action.debug.start');
    await workbench.run(commands.showCalls);
    await row(/^GET 200 \/referrals\?\$top=1.*program\/1/).waitFor();
    await workbench.screenshot('calls-launched');
    await workbench.run(commands.copySandboxUrl);
    const launched = await workbench.clipboard(/^http:\/\/127\.0\.0\.1:\d+$/);
    const health = (await (await fetch(`${launched}/_sandbox/health`)).json()) as { referrals: number };
    assert.equal(health.referrals, 7);
  });

  it('says what to do while no sandbox runs, and while one elsewhere does not answer', async () => {
    await workbench.run(commands.stopSandbox);
    await workbench.configure({ 'partnerReferrals.sandbox.url': 'http://127.0.0.1:1' });
    await row('does not answer').waitFor();
    await workbench.screenshot('calls-failed');
    await workbench.configure({ 'partnerReferrals.connection': null, 'partnerReferrals.sandbox.url': null });
    await workbench.run(commands.clearCalls);
    await workbench.page.locator('.welcome-view').filter({ hasText: 'Start Sandbox' }).waitFor();
    await workbench.screenshot('calls-stopped');
  });
});
