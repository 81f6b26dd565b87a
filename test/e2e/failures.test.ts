import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { commands } from '../../src/ui/names.ts';
import type { TestSandbox } from './sandbox.ts';
import { useSandboxWindow } from './sandboxWindow.ts';
import type { Workbench } from './workbench.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const unknown = '00000000-0000-4000-8000-000000000000';

describe('What goes wrong is said once, clearly, and opens nothing', () => {
  const given = useSandboxWindow();
  let workbench: Workbench;
  let sandbox: TestSandbox;
  before(() => ({ workbench, sandbox } = given));

  /** Returns the text of the only message. */
  const message = async (text: RegExp): Promise<string> => {
    await workbench.showNotifications();
    const shown = workbench.notifications();
    await shown.filter({ hasText: text }).waitFor();
    assert.equal(await shown.count(), 1);
    assert.equal(await workbench.editorTab(/./).count(), 0);
    return shown.innerText();
  };

  it('input that is no id is refused while it is typed', async () => {
    await workbench.ask(commands.openReferral);
    for (const [input, answer] of [
      [unknown.slice(0, -1), /32 hexadecimal digits; this has 31/],
      [unknown.replaceAll('-', ''), /not its form/],
      ['https://partner.microsoft.com/referrals', /URL contains no referral ID/],
    ] as const) {
      await workbench.quickInput.fill(input);
      await workbench.quickInput.rows.filter({ hasText: answer }).waitFor();
    }
    await workbench.screenshot('pick-problem');
    await workbench.quickInput.dismiss();
    assert.ok(!(await sandbox.calls()).some((call) => call.includes(unknown.slice(0, 8))));
  });

  for (const [what, fault, text] of [
    ['an unknown id', undefined, /no such referral.*404 itemNotFound/],
    ['a refusal', { status: 403 }, /don’t have access to this \(403 accessDenied\)/],
    ['an expired token', { status: 401, times: 9 }, /did not accept the sign-in \(401/],
    ['throttling for long', { status: 429, retryAfter: 120 }, /limits the number of requests \(429\).*120 seconds/],
    ['an HTML page with status 500', { status: 500, body: '<html>oops</html>', times: 9 }, /server failed \(500\)/],
    ['connections that break', { disconnect: true, times: 9 }, /can’t be reached \(ECONNRESET\)/],
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:9/' } }, /another address \(302\)/],
    ['malformed JSON', { malformed: true, times: 9 }, /not valid JSON: line \d+, column \d+, \w+ expected/],
    ['JSON that is no referral', { status: 200, body: [1] }, /not a referral: not an object but an array/],
    [
      'another referral',
      { status: 200, body: { id: unknown.replace('4', '5') } },
      /different referral than the one requested/,
    ],
  ] as const) {
    it(`${what} is told`, async () => {
      if (fault) await sandbox.fault(fault);
      await workbench.run(commands.openReferral, fault ? id : unknown);
      assert.doesNotMatch(await message(text), /oops|undefined/);
      if (what === 'throttling for long') assert.equal((await sandbox.calls()).length, 1);
    });
  }

  it('shows the answer that could not be read, at the place of the mistake', async () => {
    await sandbox.fault({ malformed: true });
    await workbench.run(commands.openReferral, id);
    await workbench.showNotifications();
    await workbench.notifications().getByRole('button', { name: 'Show Response' }).click();
    await workbench.editorTab(/^answer-\d+\.json$/).waitFor();
    await workbench.screenshot('malformed-answer');
  });

  it('a slow answer shows progress that can be cancelled', async () => {
    sandbox.hold(id);
    const { ended } = await workbench.start(commands.openReferral, id);
    const progress = workbench.notifications().filter({ hasText: `Opening referral ${id}` });
    await progress.waitFor();
    await workbench.screenshot('open-progress');
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await ended;
    await progress.waitFor({ state: 'detached' });
    assert.equal(await workbench.editorTab(/./).count(), 0);
  });

  it('panels keep what they had when a refresh fails, and say why', async () => {
    await workbench.run(commands.openReferral, id);
    const panel = workbench.webview();
    const customer = panel.locator('[data-path="/customerProfile/name"]');
    const name = await customer.innerText();
    await sandbox.fault({ status: 403, times: 9 });
    await panel.getByRole('button', { name: 'Refresh' }).click();
    const failure = panel.getByRole('region', { name: 'Refresh failed' });
    await failure.getByText('You don’t have access to this (403 accessDenied)').waitFor();
    assert.equal(await customer.innerText(), name);
    await workbench.screenshot('panel-refresh-failed');
    await sandbox.reset();
    await panel.getByRole('button', { name: 'Refresh' }).click();
    await failure.waitFor({ state: 'detached' });
  });
});
