import assert from 'node:assert/strict';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import { commands } from '../../../src/ui/names.ts';
import type { Workbench } from '../harness.ts';
import { defaultScopes, LiveStage, showcase } from './liveStage.ts';
import { SignInPages } from './signInPages.ts';
import { collection } from './standInPartnerCenter.ts';

const { id } = showcase;

describe('The account of a workspace', () => {
  let stage: LiveStage;
  let workbench: Workbench;
  let pages: SignInPages;
  before(async () => {
    stage = await LiveStage.shared();
    workbench = await stage.shareWindow();
    pages = new SignInPages(workbench, stage);
  });
  beforeEach(() => pages.reset());
  afterEach(() => stage.assertNothingLeaked(workbench.server));

  it('explains why Microsoft refuses a sign-in, and leads to the setup checklist', async () => {
    stage.accounts.refusal = `AADSTS65002: Consent between first party applications for ${stage.admin.label} [x](command:y)`;
    const { ended } = await workbench.start(commands.signIn);
    await pages.allow();
    await ended;
    const message = await pages.message('The sign-in did not work (AADSTS65002)');
    assert.match(await message.innerText(), /Register an app of your own/);
    assert.doesNotMatch(await message.innerText(), /first party applications|@|\[x/);
    await workbench.screenshot('live-refused-sign-in');
    await message.getByRole('button', { name: 'Setup Checklist' }).click();
    const checklist = workbench.page.locator('.gettingStartedContainer');
    await checklist.getByText('Get Started with Partner Referrals').first().waitFor();
    await checklist.getByText('Register an app').first().click();
    await workbench.webview().getByText('4990cffe-04e8-4e8b-808a-1175604b879f').waitFor();
    await workbench.screenshot('setup-checklist');
  });

  it('shows live data in a colour that nothing has while nobody is signed in', async () => {
    assert.equal(await pages.liveStatus.count(), 0);
    await pages.signIn();
    await pages.liveStatus.filter({ hasText: stage.admin.label }).waitFor();
    await workbench.screenshot('live-colour');
  });

  it('stays with its account when another one signs in elsewhere in VS Code', async () => {
    await pages.signIn();
    const token = stage.accounts.issued.at(-1);
    await stage.accounts.add(stage.jonas, defaultScopes);
    const since = stage.watch();
    await pages.open(id);
    assert.deepEqual(new Set(since().calls.map((call) => call.token)), new Set([token]));
    await pages.liveStatus.filter({ hasText: stage.admin.label }).waitFor();
    await pages.assertNoPrompt(since());
  });

  it('changes by a choice from the accounts there are, and what the first one had is gone', async () => {
    await pages.signIn();
    await pages.open(id);
    await stage.accounts.add(stage.jonas, defaultScopes);
    const since = stage.watch();
    await pages.switchTo(stage.jonas);
    await pages.liveStatus.filter({ hasText: stage.jonas.label }).waitFor();
    await workbench.panel(id).waitFor({ state: 'detached' });
    await pages.assertHoverUnknown(id);
    assert.deepEqual(since().prompts, []);
  });

  it('is signed out with it in VS Code’s Accounts menu, and no other account takes its place', async () => {
    await pages.signIn();
    await stage.accounts.add(stage.jonas, defaultScopes);
    await pages.switchTo(stage.jonas);
    await pages.accountsMenu.locator('a').first().click();
    await workbench.page.getByRole('menuitem', { name: stage.jonas.label }).hover();
    await workbench.page.getByRole('menuitem', { name: 'Sign Out', exact: true }).hover();
    await workbench.page.keyboard.press('Enter');
    await pages.dialog.getByRole('button', { name: 'Sign Out' }).click();
    await pages.whenSignedOut();
    assert.deepEqual(stage.accounts.signedIn, [stage.admin.label]);
    const since = stage.watch();
    await pages.openFailing(id, 'You are not signed in');
    assert.deepEqual(since().calls, []);
    await pages.assertNoPrompt(since());
  });

  it('answers a claims challenge on a click, with the claims, once', async () => {
    await pages.signIn();
    const claims = Buffer.from('{"access_token":{"acrs":{"essential":true,"value":"c1"}}}').toString('base64');
    const header = `Bearer realm="", authorization_uri="https://evil.example/", error="insufficient_claims", claims="${claims}"`;
    await stage.partnerCenter.fault({ status: 403, headers: { 'www-authenticate': header }, path: id });
    const since = stage.watch();
    const message = await pages.openFailing(id, 'requires additional authentication');
    assert.deepEqual(since().prompts, []);
    await workbench.screenshot('live-challenge');
    await message.getByRole('button', { name: 'Sign In' }).click();
    await pages.dialog.waitFor();
    assert.deepEqual(since().prompts, []);
    await pages.allow();
    await pages.opened(id);
    assert.deepEqual(
      since().prompts.map((prompt) => prompt.claims),
      [claims],
    );
    assert.deepEqual(
      since()
        .calls.filter(({ path }) => path === `${collection}/${id}`)
        .map(({ status }) => status),
      [403, 200],
    );
  });

  it('is examined by the diagnosis on the way through the proxy, whose authority is named', async () => {
    await pages.signIn();
    const since = stage.watch();
    const report = await pages.diagnose();
    await workbench.screenshot('live-diagnosis');
    assert.match(report, /Proxy \| ✅ pass \| `http:\/\/127\.0\.0\.1:\d+`, from https_proxy/);
    assert.match(
      report,
      /TLS \| ⚠️ warning \| .*signed by Test authority of Partner Referrals.*A proxy probably inspects TLS/,
    );
    assert.match(report, /API \| ✅ pass \| The API responds and requires a sign-in \(401\)/);
    assert.match(report, /Clock \| ✅ pass/);
    assert.match(report, /Token \| ⚠️ warning \| There is a token, but its claims can’t be read/);
    assert.match(report, /Role \| ✅ pass/);
    assert.match(report, /linux, remote\./);
    assert.ok(![...stage.accounts.issued, stage.admin.label].some((secret) => report.includes(secret)));
    // One call without a token and one with it.
    assert.deepEqual(
      since().calls.map(({ token, status }) => [token === undefined, status]),
      [
        [true, 401],
        [false, 200],
      ],
    );
    assert.deepEqual(since().prompts, []);
  });
});
