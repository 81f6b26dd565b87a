import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { commands, settings } from '../../../src/ui/names.ts';
import type { Workbench } from '../harness.ts';
import { defaultScopes, LiveStage, showcase } from './liveStage.ts';
import { SignInPages } from './signInPages.ts';
import { apiHost, collection } from './standInPartnerCenter.ts';

const { id } = showcase;
const list = /^\/v1\.0\/engagements\/referrals\?/;

describe('A window in which nobody has signed in yet', () => {
  let stage: LiveStage;
  let workbench: Workbench;
  let pages: SignInPages;
  before(async () => {
    stage = await LiveStage.shared();
    workbench = await stage.openWindow();
    pages = new SignInPages(workbench, stage);
  });
  afterEach(() => stage.assertNothingLeaked(workbench.server));

  it('asks nobody before a click, and then once; a sign-in fills the view with one request', async () => {
    const sinceStart = stage.watch();
    await step('a hover and the view ask silently, and no request is made', async () => {
      await pages.assertHoverUnknown(id);
      await workbench.openView();
      await pages.whenSignedOut();
      assert.ok(sinceStart().asked.length > 0);
      assert.deepEqual(sinceStart().calls, []);
      await pages.assertNoPrompt(sinceStart());
    });
    await step('a dismissed consent is said nothing about', async () => {
      const { ended } = await workbench.start(commands.signIn);
      await pages.dialog.waitFor();
      await workbench.screenshot('live-consent');
      await pages.dialog.getByRole('button', { name: 'Cancel' }).click();
      await pages.dialog.waitFor({ state: 'detached' });
      await ended;
      await pages.assertNoMessage();
      assert.equal(await pages.signInButton.count(), 1);
      assert.deepEqual(sinceStart().prompts, []);
    });
    await step('the view fills and the account is told, with the token on the one request', async () => {
      await pages.signInButton.click();
      await pages.allow();
      await pages.whenSignedIn(stage.admin);
      await workbench.screenshot('live-tree');
      const { calls, prompts } = sinceStart();
      // Without settings, VS Code's client is used.
      assert.deepEqual(prompts, [{ method: 'createSession', scopes: [...defaultScopes].sort() }]);
      assert.equal(calls.length, 1);
      const [call] = calls;
      assert.match(call!.path, list);
      assert.deepEqual([call!.origin, call!.token, call!.status], [`https://${apiHost}`, latestToken(stage), 200]);
    });
  });
});

describe('Signing in to Partner Center', () => {
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

  describe('with an app registration of one’s own', () => {
    const clientId = '11111111-2222-4333-8444-555555555555';
    before(() =>
      workbench.configure({ [settings.authClientId]: clientId, [settings.authTenantId]: 'contoso.example' }),
    );
    after(() => workbench.configure({ [settings.authClientId]: null, [settings.authTenantId]: null }));

    it('asks for that one, in the tenant that the settings name', async () => {
      const since = stage.watch();
      await pages.signIn();
      const scopes = [`VSCODE_CLIENT_ID:${clientId}`, 'VSCODE_TENANT:contoso.example', ...defaultScopes].sort();
      assert.deepEqual(since().prompts, [{ method: 'createSession', scopes }]);
      assert.deepEqual(
        since().calls.map(({ path, token, status }) => [path.split('?')[0], token, status]),
        [[collection, latestToken(stage), 200]],
      );
    });
  });

  it('opens a referral from Partner Center: panel and JSON document', async () => {
    await pages.signIn();
    const since = stage.watch();
    await pages.open(id);
    await workbench.screenshot('live-referral');
    assert.deepEqual(
      since().calls.map(({ path, token, status }) => [path, token, status]),
      [[`${collection}/${id}`, latestToken(stage), 200]],
    );
    await pages.assertNoPrompt(since());
  });

  it('renews a refused token once, silently, and repeats the request once', async () => {
    await pages.signIn();
    stage.accounts.revoke({ renewable: true });
    const stale = latestToken(stage);
    const since = stage.watch();
    await pages.open(id);
    assert.deepEqual(
      since().calls.map(({ path, token, status }) => [path, token, status]),
      [
        [`${collection}/${id}`, stale, 401],
        [`${collection}/${id}`, latestToken(stage), 200],
      ],
    );
    assert.notEqual(latestToken(stage), stale);
    assert.equal(since().asked.length, 2);
    await pages.assertNoPrompt(since());
    await pages.assertNoMessage();
  });

  it('when the renewal is refused too: one message, one prompt after a click on it, and the opening goes on', async () => {
    await pages.signIn();
    stage.accounts.revoke({ renewable: false });
    const since = stage.watch();
    const message = await pages.openFailing(id, 'did not accept the sign-in (401 unauthenticated)');
    // The renewal returns the same token again, which isn't tried twice.
    assert.deepEqual(
      since().calls.map(({ status }) => status),
      [401],
    );
    assert.equal(since().asked.length, 2);
    assert.equal(await pages.messages.count(), 1);
    await workbench.screenshot('live-refused');
    assert.equal(await pages.dialog.count(), 0);
    await message.getByRole('button', { name: 'Sign In' }).click();
    await pages.dialog.waitFor();
    await workbench.screenshot('live-consent-again');
    assert.deepEqual(since().prompts, []);
    await pages.allow();
    await pages.opened(id);
    assert.equal(since().prompts.length, 1);
    assert.equal(since().calls.at(-1)?.token, latestToken(stage));
    await pages.assertNoMessage();
  });

  it('follows no redirect, so that the token stays with its origin', async () => {
    await pages.signIn();
    await stage.partnerCenter.fault({ status: 302, headers: { location: 'https://evil.example/' }, path: id });
    const since = stage.watch();
    await pages.openFailing(id, 'another address (302)');
    assert.equal(since().calls.length, 1);
    assert.ok(!since().targets.some((target) => target.includes('evil')));
  });

  it('tells a refusal without the words of the server, and logs them without people and tokens', async () => {
    await pages.signIn();
    const words = `The user ${showcase.customer} with Bearer ${latestToken(stage)} may not`;
    await stage.partnerCenter.fault({
      status: 403,
      body: { error: { code: 'accessDenied', message: words } },
      path: id,
    });
    const since = stage.watch();
    const message = await pages.openFailing(id, '403 accessDenied');
    assert.doesNotMatch(await message.innerText(), /Bearer|@/);
    await stage.whenLogged(
      workbench.server,
      `GET ${collection}/${id} → 403 in `,
      `client-request-id ${since().calls[0]?.clientRequestId}`,
      'Message: The user <e-mail> with Bearer <token> may not',
    );
  });

  it('signing out empties the view, shuts the panels and forgets what was known', async () => {
    await pages.signIn();
    await pages.open(id);
    const since = stage.watch();
    await workbench.run(commands.signOut);
    await pages.whenSignedOut();
    await pages.signedOutPanel.getByRole('button', { name: 'Sign In' }).waitFor();
    await workbench.screenshot('live-signed-out');
    assert.equal(await workbench.webview().locator('[data-path]').count(), 0);
    await pages.assertHoverUnknown(id);
    assert.deepEqual(since().calls, []);
    await pages.assertNoPrompt(since());
  });

  it('stays signed out after a reload, though VS Code still has the session', async () => {
    await pages.signIn();
    await pages.open(id);
    await workbench.run(commands.signOut);
    await pages.signedOutPanel.waitFor();
    assert.deepEqual(stage.accounts.signedIn, [stage.admin.label]);
    const since = stage.watch();
    // Without the view, since the status bar also shows what a restored panel learns about the account.
    await workbench.run('workbench.action.toggleSidebarVisibility');
    await workbench.reload();
    await workbench.editorTab(new RegExp(`^${id}$`)).click();
    await pages.signedOutPanel.waitFor();
    await workbench.statusBarItem('Partner Center: signed out').waitFor();
    await workbench.openView();
    await pages.signInButton.waitFor();
    assert.deepEqual(since().calls, []);
    await pages.assertNoPrompt(since());
  });

  it('signing in again asks which account, and panels and view fill again', async () => {
    await pages.signIn();
    await pages.open(id);
    await workbench.run(commands.signOut);
    await stage.accounts.add(stage.jonas, defaultScopes);
    const since = stage.watch();
    await pages.signedOutPanel.getByRole('button', { name: 'Sign In' }).click();
    await pages.allow();
    await workbench.quickInput.rows.filter({ hasText: stage.jonas.label }).waitFor();
    await workbench.screenshot('live-accounts');
    await workbench.quickInput.rows.filter({ hasText: stage.admin.label }).click();
    await workbench.panel(id).waitFor();
    await pages.whenSignedIn(stage.admin);
    assert.deepEqual(since().prompts, []);
  });

  it('another account sees nothing of what the first one had', async () => {
    const { jonas } = stage;
    const ofJonas = await stage.idsOf(jonas);
    assert.ok(ofJonas.length > 0 && ofJonas.length < 20 && !ofJonas.includes(id));
    await pages.signIn();
    await pages.open(id);
    stage.accounts.person = jonas;
    await stage.partnerCenter.fault({ status: 403, path: id });
    const message = await pages.openFailing(id, '403');
    await message.getByRole('button', { name: 'Sign In' }).click();
    await pages.allow();
    await pages.dialog.getByRole('button', { name: `Keep ${jonas.label}` }).click();
    await pages.message('not visible to you');
    await pages.whenSignedIn(jonas);
    await workbench.panel(id).waitFor({ state: 'detached' });
    await pages.assertHoverUnknown(id);
  });

  it('a session that ends in VS Code’s Accounts empties the view, without a prompt', async () => {
    await pages.signIn();
    await pages.open(id);
    const since = stage.watch();
    await stage.accounts.removeAll();
    await pages.whenSignedOut();
    await pages.signedOutPanel.waitFor();
    await pages.assertHoverUnknown(id);
    await pages.assertNoPrompt(since());
    assert.deepEqual(since().calls, []);
    await pages.assertNoMessage();
  });
});

const latestToken = (stage: LiveStage): string | undefined => stage.accounts.issued.at(-1);

/** A step of a test. Its title is part of a failure's message. */
async function step(title: string, task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    if (error instanceof Error) error.message = `While ${title}: ${error.message}`;
    throw error;
  }
}
