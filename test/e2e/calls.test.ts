import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'mocha';
import type { Locator } from 'playwright-core';
import { commands, innerCallCommands, sandboxTask } from '../../src/ui/names.ts';
import { openWorkbench, themes, type Workbench } from './harness.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const collection = '/v1.0/engagements/referrals';
const task = 'Sandbox of the test';
const anyAddress = /^http:\/\/127\.0\.0\.1:\d+$/;

/** A project that starts the sandbox with F5. */
function createProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'partner-referrals-calls-'));
  const write = (name: string, content: string): void => writeFileSync(join(folder, name), content);
  mkdirSync(join(folder, '.vscode'));
  const definition = { label: task, type: sandboxTask, lenient: true, count: 60, problemMatcher: `$${sandboxTask}` };
  write('.vscode/tasks.json', JSON.stringify({ version: '2.0.0', tasks: [definition] }));
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
  write('.vscode/launch.json', JSON.stringify({ configurations: [configuration] }));
  write(
    'program.mjs',
    `const { PARTNER_API_URL, PARTNER_API_TOKEN } = process.env;
    const headers = {
      authorization: 'Bearer ' + PARTNER_API_TOKEN,
      'content-type': 'application/json',
      'user-agent': 'program/1',
    };
    // Only the sandbox of the task is lenient.
    const body = JSON.stringify([{ op: 'replace', path: '/status', value: 'Won' }]);
    await fetch(PARTNER_API_URL + '${collection}/${id}', { method: 'PATCH', headers, body });`,
  );
  return folder;
}

describe('The view of calls', () => {
  let folder: string;
  let workbench: Workbench;
  before(() => {
    folder = createProject();
  });
  after(() => rmSync(folder, { recursive: true }));

  const row = (text: string | RegExp): Locator => workbench.treeItem(text).first();
  const open = async (settings: Readonly<Record<string, unknown>> = {}): Promise<void> => {
    workbench = await openWorkbench({ folder, size: { width: 1280, height: 900 }, settings });
    await workbench.run(commands.showCalls);
    // Else there is room for few calls.
    await workbench.page.locator('.part.sidebar .pane-header').filter({ hasText: 'Referrals' }).click();
  };

  describe('while a sandbox runs', () => {
    let url: string;
    before(async () => {
      await open({ 'partnerReferrals.connection': 'sandbox', 'partnerReferrals.open.layout': 'json' });
      await workbench.runTask(task);
      const listening = workbench.page.locator('.xterm-rows').filter({ hasText: 'Partner API sandbox listening on' });
      await listening.waitFor();
      await workbench.run(commands.copySandboxUrl);
      url = await workbench.clipboard(anyAddress);
    });
    beforeEach(async () => {
      await workbench.clear();
      await workbench.run(commands.showCalls);
      await workbench.run(innerCallCommands.showAllCallers);
      await workbench.run(commands.clearCalls);
      // VS Code shows the rows of another test for a while longer.
      await workbench.page.locator('.welcome-view').filter({ hasText: 'Copy Sandbox URL' }).waitFor();
    });

    const call = async (method: string, path: string, body?: unknown): Promise<Response> =>
      fetch(url + path, {
        method,
        headers: {
          authorization: 'Bearer sandbox-admin',
          'content-type': 'application/json',
          'client-request-id': crypto.randomUUID(),
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
      const got = row(/^GET 200 \/referrals\/8d5b1f0a/);
      await got.waitFor();
      await row('Findings').waitFor();
      const spoken = await got.getAttribute('aria-label');
      assert.match(spoken ?? '', new RegExp(`^GET ${collection}/${id}, status 200, .* ms, admin · crm-sync/2\\.1`));
      await workbench.run(commands.openReferralJson, id);
      await row('This Window').waitFor();
      await row(/^PATCH 204/).click();
      await workbench.page
        .locator('.monaco-editor .view-line')
        .filter({ hasText: '# 204 No Content' })
        .first()
        .waitFor();
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
      for (const each of [get, row(/^DELETE 405/), row('Findings')]) await each.waitFor();
      await workbench.run(commands.showCalls);
      await page.locator('.part.sidebar .monaco-list:focus').waitFor();
      // While VS Code asks for rows, it passes none to the command of a key.
      await workbench.whenTreeIsDrawn(250, 2);
      await press('Home');
      await focused.waitFor();
      while ((await focused.and(get).count()) === 0) await press('ArrowDown');
      await press('Space');
      await workbench.editorTab('GET referrals 8d5b1f0a.http').waitFor();
      await focused.and(get).waitFor();
      await press('ControlOrMeta+c');
      await workbench.clipboard(/^[0-9a-f-]{36}$/);
      const choose = async (entry: string): Promise<void> => {
        await focused.and(get).waitFor();
        await press('Shift+F10');
        const item = page.getByRole('menuitem', { name: entry, exact: true });
        await item.waitFor();
        await workbench.screenshot('calls-menu');
        const chosen = page.locator('.context-view .action-item.focused').filter({ has: item });
        while ((await chosen.count()) === 0) await press('ArrowDown');
        await press('Enter');
        await item.waitFor({ state: 'detached' });
      };
      await choose('Copy as cURL');
      const curl = await workbench.clipboard(/^curl /);
      assert.ok(!curl.includes('sandbox-admin'), curl);
      await choose('Replay Call');
      await row(/^GET 200 .*Replay/).waitFor();
      const { ended } = await workbench.ask(commands.filterCalls);
      await workbench.screenshot('calls-filter');
      await workbench.quickInput.pick('admin · Replay');
      await ended;
      await row(/^DELETE/).waitFor({ state: 'detached' });
      await row(/^GET 200 .*Replay/).waitFor();
      await workbench.screenshot('calls-filtered');
    });
  });

  it('shows the calls of a program that F5 starts, with the sandbox of its task', async () => {
    await open();
    await workbench.page.locator('.welcome-view').filter({ hasText: 'Start Sandbox' }).waitFor();
    await workbench.screenshot('calls-stopped');
    // In the view of referrals the key refreshes.
    await workbench.run(commands.showCalls);
    await workbench.page.keyboard.press('F5');
    await row(/^PATCH 204 .*program\/1/).waitFor();
    await row('/status was dropped').waitFor();
    await workbench.screenshot('calls-launched');
  });

  it('says what to do while a sandbox elsewhere does not answer', async () => {
    await open({ 'partnerReferrals.sandbox.url': 'http://127.0.0.1:1' });
    await row('does not respond').waitFor();
    await row('Try again').waitFor();
    await workbench.screenshot('calls-failed');
  });
});
