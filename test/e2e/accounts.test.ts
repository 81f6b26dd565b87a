import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { openWorkbench, type Workbench } from './harness.ts';
import { LiveStage } from './liveStage.ts';
import { SignInPages } from './signInPages.ts';
import { apiHost, collection } from './standInPartnerCenter.ts';

const admin = { label: 'admin@contoso.example', sandboxToken: 'sandbox-admin' };
const jonas = { label: 'jonas@fabrikam.example', sandboxToken: 'sandbox-user:jonas.ahlgren@litware.example' };
const scopes = [`https://${apiHost}/.default`, 'offline_access'];
const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const size = { width: 1600, height: 900 };

describe('The account of a workspace', () => {
  let stage: LiveStage;
  let workbench: Workbench;
  let pages: SignInPages;
  before(async () => {
    stage = await LiveStage.start(admin);
    workbench = await openWorkbench({ ...stage.workbench(), size });
    workbench.page.setDefaultTimeout(10_000);
    pages = new SignInPages(workbench);
  });
  const live = () => workbench.page.locator('.part.statusbar .statusbar-item.warning-kind');

  it('explains why Microsoft refuses a sign-in, and leads to the setup checklist', async () => {
    await pages.openView();
    stage.accounts.refusal = `AADSTS65002: Consent between first party applications for ${admin.label} [x](command:y)`;
    await pages.signInButton.click();
    await pages.allow();
    const message = pages.messages.filter({ hasText: 'The sign-in did not work (AADSTS65002)' });
    await message.waitFor();
    assert.match(await message.innerText(), /Register an app of your own/);
    assert.doesNotMatch(await message.innerText(), /first party applications|@|\[x/);
    await workbench.screenshot('live-refused-sign-in');
    await message.getByRole('button', { name: 'Setup Checklist' }).click();
    const checklist = workbench.page.locator('.gettingStartedContainer');
    await checklist.getByText('Get Started with Partner Referrals').first().waitFor();
    await checklist.getByText('Register an app').first().click();
    await workbench.webview().getByText('4990cffe-04e8-4e8b-808a-1175604b879f').waitFor();
    await workbench.screenshot('setup-checklist');
    await workbench.runCommand('View: Close All Editors');
  });

  it('shows live data in another colour than the sandbox', async () => {
    await pages.signInButton.waitFor();
    assert.equal(await live().count(), 0);
    await pages.signInButton.click();
    await pages.allow();
    await live().filter({ hasText: admin.label }).waitFor();
    await workbench.screenshot('live-colour');
  });

  it('stays with its account when another one signs in elsewhere in VS Code', async () => {
    stage.accounts.add(jonas, scopes);
    const since = stage.watch();
    await pages.open(id);
    await pages.opened(id);
    assert.deepEqual(new Set(since().calls.map(({ token }) => token)), new Set([stage.accounts.issued[0]]));
    await live().filter({ hasText: admin.label }).waitFor();
    assert.deepEqual(since().prompts, []);
  });

  it('changes by a choice from the accounts there are, and what the first one had is gone', async () => {
    const since = stage.watch();
    await workbench.runCommand('Partner: Switch Connection');
    await workbench.quickInput.rows.filter({ hasText: `Partner Center as ${jonas.label}` }).waitFor();
    await workbench.screenshot('live-switch-account');
    await workbench.quickInput.rows.filter({ hasText: `Partner Center as ${jonas.label}` }).click();
    await pages.allow();
    await live().filter({ hasText: jonas.label }).waitFor();
    await workbench.treeItem(/./).first().waitFor();
    assert.equal(await pages.panel(id).count(), 0);
    assert.deepEqual(since().prompts, []);
  });

  it('is signed out with it in VS Code’s Accounts menu, and no other account takes its place', async () => {
    await pages.accountsMenu.locator('a').first().click();
    await workbench.page.getByRole('menuitem', { name: new RegExp(jonas.label) }).hover();
    await workbench.page.getByRole('menuitem', { name: 'Sign Out', exact: true }).hover();
    await workbench.page.keyboard.press('Enter');
    await pages.dialog.getByRole('button', { name: 'Sign Out' }).click();
    await workbench.statusBarItem('Partner Center: signed out').waitFor();
    await pages.signInButton.waitFor();
    const since = stage.watch();
    assert.deepEqual(stage.accounts.signedIn, [admin.label]);
    await pages.open(id);
    await pages.messages.filter({ hasText: 'You are not signed in' }).waitFor();
    assert.deepEqual([since().calls, since().prompts], [[], []]);
    await pages.clearMessages();
  });

  it('answers a claims challenge on a click, with the claims, once', async () => {
    await pages.signInButton.click();
    await pages.allow();
    await workbench.quickInput.rows.filter({ hasText: admin.label }).click();
    await live().filter({ hasText: admin.label }).waitFor();
    const all = JSON.parse(await stage.partnerCenter.list(admin.sandboxToken)) as { value: { id: string }[] };
    // One that no panel shows, so that nothing else asks for it.
    const other = all.value.map((each) => each.id).find((each) => each !== id)!;
    const claims = Buffer.from('{"access_token":{"acrs":{"essential":true,"value":"c1"}}}').toString('base64');
    const header = `Bearer realm="", authorization_uri="https://evil.example/", error="insufficient_claims", claims="${claims}"`;
    await stage.partnerCenter.fault({ status: 403, headers: { 'www-authenticate': header }, path: other });
    const since = stage.watch();
    await pages.open(other);
    const message = pages.messages.filter({ hasText: 'asks for a stronger sign-in' });
    await message.waitFor();
    assert.deepEqual(since().prompts, []);
    await workbench.screenshot('live-challenge');
    await message.getByRole('button', { name: 'Sign In' }).click();
    assert.deepEqual(since().prompts, []);
    await pages.allow();
    await pages.opened(other);
    assert.deepEqual(
      since().prompts.map((prompt) => prompt.claims),
      [claims],
    );
    assert.deepEqual(
      since()
        .calls.filter(({ path }) => path === `${collection}/${other}`)
        .map(({ status }) => status),
      [403, 200],
    );
  });

  it('is examined by the doctor on the way through the proxy, whose authority is named', async () => {
    const since = stage.watch();
    await workbench.runCommand('Partner: Diagnose Connection');
    const report = await reportOf(workbench);
    await workbench.screenshot('live-doctor');
    assert.match(report, /Proxy \| ✅ pass \| http:&#47;&#47;127\.0\.0\.1:\d+, from https_proxy/);
    assert.match(report, /TLS \| ⚠️ warning \| .*signed by Test authority of Partner Referrals.*a proxy looks inside/);
    assert.match(report, /API \| ✅ pass \| It answers, and asks for a sign-in \(401\)/);
    assert.match(report, /Clock \| ✅ pass/);
    assert.match(report, /Token \| ⚠️ warning \| There is one, but it can’t be looked into/);
    assert.match(report, /Role \| ✅ pass/);
    assert.match(report, /linux, remote\./);
    assert.ok(![...stage.accounts.issued, admin.label].some((secret) => report.includes(secret)));
    // Once without a token, once with.
    assert.deepEqual(
      since().calls.map(({ token, status }) => [token === undefined, status]),
      [
        [true, 401],
        [false, 200],
      ],
    );
    assert.deepEqual(since().prompts, []);
  });

  it('sent its token to one origin only', () => {
    const targets = new Set(stage.partnerCenter.targets);
    // VS Code's own look for extensions, which is refused.
    targets.delete('open-vsx.org:443');
    assert.deepEqual([...targets], [`${apiHost}:443`]);
  });
});

describe('The doctor, where the proxy’s authority is not trusted', () => {
  it('names the authority and what to do, and asks nobody to sign in', async () => {
    const stage = await LiveStage.start(admin);
    const workbench = await openWorkbench({ ...stage.workbench({ trusting: false }), size });
    await workbench.runCommand('Partner: Diagnose Connection');
    const report = await reportOf(workbench);
    await workbench.screenshot('live-doctor-untrusted');
    assert.match(report, /It fails at the step “TLS”/);
    assert.match(report, /not trusted \(\w+\)\. .*signed by Test authority of Partner Referrals/);
    assert.match(report, /NODE_EXTRA_CA_CERTS/);
    assert.match(report, /Token \| ❌ fail \| Nobody is signed in/);
    assert.deepEqual(stage.watch()().prompts, []);
    assert.deepEqual(stage.partnerCenter.calls, []);
  });
});

/** The whole report: lines are long, so the editor shows a part only; copying takes all. */
async function reportOf(workbench: Workbench): Promise<string> {
  await workbench.page.locator('.monaco-editor .view-line', { hasText: 'Partner Center connection' }).waitFor();
  await workbench.page.locator('.monaco-editor.focused').waitFor();
  await workbench.page.keyboard.press('ControlOrMeta+A');
  await workbench.page.keyboard.press('ControlOrMeta+C');
  return workbench.page.evaluate(() => navigator.clipboard.readText());
}
