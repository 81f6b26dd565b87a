import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { openWorkbench, type Workbench } from './harness.ts';
import { LiveStage } from './liveStage.ts';
import { SignInPages } from './signInPages.ts';
import { apiHost, collection } from './standInPartnerCenter.ts';

const admin = { label: 'admin@contoso.example', sandboxToken: 'sandbox-admin' };
/** Sees few of the deals, and the showcase is none of them. */
const jonas = { label: 'jonas@fabrikam.example', sandboxToken: 'sandbox-user:jonas.ahlgren@litware.example' };

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
/** Stands in the data of the showcase. */
const customer = 'lucia.ferrer@woodgrove.example';
const clientId = '11111111-2222-4333-8444-555555555555';
const defaultScopes = [`https://${apiHost}/.default`, 'offline_access'];
const ownScopes = [`VSCODE_CLIENT_ID:${clientId}`, 'VSCODE_TENANT:contoso.example', ...defaultScopes];
/** Half of it is wide enough for the hovered id. */
const size = { width: 1600, height: 900 };
const api = `${apiHost}:443`;
const list = /^\/v1\.0\/engagements\/referrals\?/;

const idsIn = (list: string): string[] =>
  (JSON.parse(list) as { value: { id: string }[] }).value.map((each) => each.id);

describe('Signing in to Partner Center', () => {
  let stage: LiveStage;
  let workbench: Workbench;
  let pages: SignInPages;
  let sinceStart: ReturnType<LiveStage['watch']>;
  /** All referrals, as the API has them. */
  let everything: string;
  let others: readonly [string, string];
  let ofJonas: readonly string[];
  before(async () => {
    stage = await LiveStage.start(admin);
    sinceStart = stage.watch();
    everything = await stage.partnerCenter.list(admin.sandboxToken);
    const [first = '', second = ''] = idsIn(everything).filter((each) => each !== id);
    others = [first, second];
    ofJonas = idsIn(await stage.partnerCenter.list(jonas.sandboxToken));
    assert.ok(ofJonas.length > 0 && ofJonas.length < 20 && !ofJonas.includes(id));
    const settings = {
      'partnerReferrals.auth.clientId': clientId,
      'partnerReferrals.auth.tenantId': 'contoso.example',
    };
    workbench = await openWorkbench({ ...stage.workbench({ settings }), size });
    pages = new SignInPages(workbench);
    // The tests go on from each other: one that fails must not hold up all the rest.
    workbench.page.setDefaultTimeout(10_000);
  });

  const account = () => workbench.statusBarItem(admin.label);
  const latestToken = (): string | undefined => stage.accounts.issued.at(-1);
  const onlySilently = async (since: ReturnType<LiveStage['watch']>): Promise<void> => {
    assert.deepEqual(since().prompts, []);
    assert.equal(await pages.dialog.count(), 0);
    assert.equal(await pages.accountsMenu.count(), 1);
    assert.equal(await pages.accountsMenu.locator('.badge').filter({ visible: true }).count(), 0);
  };

  it('asks nobody anything before a click: a hover and the view ask silently, and no request is made', async () => {
    await workbench.openFile('src/syncReferrals.ts');
    assert.match(await workbench.hoverText(id), /Look up this referral/);
    await pages.openView();
    await pages.signInButton.waitFor();
    await workbench.statusBarItem('Partner Center: signed out').waitFor();
    assert.ok(sinceStart().asked.length > 0);
    assert.deepEqual(sinceStart().calls, []);
    await onlySilently(sinceStart);
  });

  it('says nothing when the consent is dismissed', async () => {
    const since = stage.watch();
    await pages.signInButton.click();
    await pages.dialog.waitFor();
    await workbench.screenshot('live-consent');
    await pages.dialog.getByRole('button', { name: 'Cancel' }).click();
    await pages.dialog.waitFor({ state: 'detached' });
    // By the time that the extension host answers this, it would have shown a message.
    await workbench.hoverText(id);
    assert.equal(await pages.messages.count(), 0);
    assert.equal(await pages.signInButton.count(), 1);
    assert.deepEqual(since().prompts, []);
  });

  it('fills the view with live data and tells the account, with the token on the one request', async () => {
    const since = stage.watch();
    await pages.signInButton.click();
    await pages.allow();
    await workbench.treeItem(/./).first().waitFor();
    await account().waitFor();
    await workbench.screenshot('live-tree');
    const { calls, prompts } = since();
    assert.deepEqual(prompts, [{ method: 'createSession', scopes: [...ownScopes].sort() }]);
    assert.equal(calls.length, 1);
    const [call] = calls;
    assert.match(call!.path, list);
    assert.deepEqual([call!.origin, call!.token, call!.status], [`https://${apiHost}`, latestToken(), 200]);
  });

  it('opens a referral from Partner Center: panel and JSON document', async () => {
    const since = stage.watch();
    await pages.open(id);
    await pages.opened(id);
    await workbench.screenshot('live-referral');
    assert.deepEqual(
      since().calls.map(({ path, token, status }) => [path, token, status]),
      [[`${collection}/${id}`, latestToken(), 200]],
    );
    await onlySilently(since);
  });

  it('renews a refused token once, silently, and repeats the request once', async () => {
    stage.accounts.revoke({ renewable: true });
    const stale = latestToken();
    const since = stage.watch();
    await pages.open(others[0]);
    await pages.opened(others[0]);
    assert.deepEqual(
      since().calls.map(({ path, token, status }) => [path, token, status]),
      [
        [`${collection}/${others[0]}`, stale, 401],
        [`${collection}/${others[0]}`, latestToken(), 200],
      ],
    );
    assert.notEqual(latestToken(), stale);
    assert.equal(since().asked.length, 2);
    await onlySilently(since);
    assert.equal(await pages.messages.count(), 0);
  });

  it('when the renewal is refused too: one message, one prompt after a click on it, and the opening goes on', async () => {
    stage.accounts.revoke({ renewable: false });
    const since = stage.watch();
    await pages.open(others[1]);
    const message = pages.messages.filter({ hasText: 'did not accept the sign-in (401 unauthenticated)' });
    await message.waitFor();
    await onlySilently(since);
    // The renewal yields the same token again, which is not tried twice.
    assert.deepEqual(
      since().calls.map(({ status }) => status),
      [401],
    );
    assert.equal(since().asked.length, 2);
    assert.equal(await pages.messages.count(), 1);
    await workbench.screenshot('live-refused');
    await message.getByRole('button', { name: 'Sign In' }).click();
    await pages.dialog.waitFor();
    await workbench.screenshot('live-consent-again');
    assert.deepEqual(since().prompts, []);
    await pages.allow();
    await pages.opened(others[1]);
    assert.equal(since().prompts.length, 1);
    assert.equal(since().calls.at(-1)?.token, latestToken());
    assert.equal(await pages.messages.count(), 0);
  });

  it('follows no redirect, so that the token stays with its origin', async () => {
    await stage.partnerCenter.fault({ status: 302, headers: { location: 'https://evil.example/' } });
    await pages.open(id);
    await pages.messages.filter({ hasText: 'another address (302)' }).waitFor();
    await pages.clearMessages();
  });

  it('tells a refusal without the words of the server', async () => {
    const words = `The user ${customer} with Bearer ${latestToken()} may not`;
    await stage.partnerCenter.fault({ status: 403, body: { error: { code: 'accessDenied', message: words } } });
    await pages.open(id);
    const message = pages.messages.filter({ hasText: '403 accessDenied' });
    await message.waitFor();
    assert.doesNotMatch(await message.innerText(), /Bearer|@/);
    await pages.clearMessages();
  });

  it('signing out empties the view, shuts the panels and forgets what was known', async () => {
    const since = stage.watch();
    await workbench.runCommand('Partner: Sign Out');
    await pages.signInButton.waitFor();
    await workbench.statusBarItem('Partner Center: signed out').waitFor();
    await pages.signedOutPanel.getByRole('button', { name: 'Sign In' }).waitFor();
    await workbench.screenshot('live-signed-out');
    assert.equal(await workbench.webview().locator('[data-path]').count(), 0);
    await workbench.openFile('src/syncReferrals.ts');
    assert.match(await workbench.hoverText(id), /Look up this referral/);
    assert.deepEqual(since().calls, []);
    await onlySilently(since);
  });

  it('stays signed out after a reload, though VS Code still has the session', async () => {
    assert.deepEqual(stage.accounts.signedIn, [admin.label]);
    const since = stage.watch();
    // Without the view: what a restored panel learns about the account, the status bar tells too.
    await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
    await workbench.reload();
    await workbench.editorTab(new RegExp(`^${id}$`)).click();
    await pages.signedOutPanel.waitFor();
    await workbench.statusBarItem('Partner Center: signed out').waitFor();
    await pages.openView();
    await pages.signInButton.waitFor();
    assert.deepEqual(since().calls, []);
    await onlySilently(since);
  });

  it('signing in again asks which account, and panels and view fill again', async () => {
    stage.accounts.add(jonas, ownScopes);
    const since = stage.watch();
    await pages.signedOutPanel.getByRole('button', { name: 'Sign In' }).click();
    await pages.allow();
    await workbench.quickInput.rows.filter({ hasText: jonas.label }).waitFor();
    await workbench.screenshot('live-accounts');
    await workbench.quickInput.rows.filter({ hasText: admin.label }).click();
    await workbench.webview().locator('main[data-referral-id]').waitFor();
    await workbench.treeItem(/./).nth(5).waitFor();
    await account().waitFor();
    assert.deepEqual(since().prompts, []);
  });

  it('another account sees nothing of what the first one had', async () => {
    stage.accounts.person = jonas;
    await stage.partnerCenter.fault({ status: 403 });
    await pages.open(id);
    await pages.messages.filter({ hasText: '403' }).getByRole('button', { name: 'Sign In' }).click();
    await pages.allow();
    await pages.dialog.getByRole('button', { name: `Keep ${jonas.label}` }).click();
    await workbench.statusBarItem(jonas.label).waitFor();
    await pages.messages.filter({ hasText: 'not visible to you' }).waitFor();
    await pages.clearMessages();
    // Below the headings.
    const referrals = workbench.page.locator('.part.sidebar .monaco-list-row[aria-level="2"]');
    await referrals.nth(ofJonas.length - 1).waitFor();
    await referrals.nth(ofJonas.length).waitFor({ state: 'detached' });
    assert.equal(await pages.panel(id).count(), 0);
    await workbench.openFile('src/syncReferrals.ts');
    assert.match(await workbench.hoverText(id), /Look up this referral/);
  });

  it('a session that ends in VS Code’s Accounts empties the view, without a prompt', async () => {
    const since = stage.watch();
    stage.accounts.removeAll();
    await pages.signInButton.waitFor();
    await workbench.statusBarItem('Partner Center: signed out').waitFor();
    await workbench.openFile('src/syncReferrals.ts');
    assert.match(await workbench.hoverText(id), /Look up this referral/);
    await onlySilently(since);
    assert.deepEqual(since().calls, []);
    assert.equal(await pages.messages.count(), 0);
  });

  it('no token ever went to another origin', () => {
    const targets = new Set(stage.partnerCenter.targets);
    // VS Code's own look for extensions, which is refused.
    targets.delete('open-vsx.org:443');
    assert.deepEqual([...targets], [api]);
    assert.deepEqual(new Set(stage.partnerCenter.calls.map(({ origin }) => origin)), new Set([`https://${apiHost}`]));
  });

  it('neither a token nor a customer’s e-mail address stands in any log or file of VS Code', () => {
    const written = filesIn(workbench.server.dirs.serverData, workbench.server.dirs.userData);
    const log = written.filter(({ path }) => path.endsWith('Partner Referrals.log'));
    assert.ok(log.some(({ text }) => /GET \/v1\.0\/engagements\/referrals\/8d5b1f0a-.* → 403/.test(text)));
    assert.ok(log.some(({ text }) => text.includes('said: The user <e-mail> with Bearer <token> may not')));
    const people: string[] = everything.match(/[\w.+-]+@[\w.-]+/g) ?? [];
    assert.ok(people.includes(customer));
    const secrets = [...stage.accounts.issued, ...new Set(people)];
    const leaks = written.filter(({ text }) => secrets.some((secret) => text.includes(secret)));
    assert.deepEqual(
      leaks.map(({ path }) => path),
      [],
    );
  });
});

/** All files below some folders. */
function filesIn(...folders: string[]): { path: string; text: string }[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({ path, text: readFileSync(path, 'utf8') })),
  );
}

describe('A Partner Center whose certificate VS Code does not trust', () => {
  it('is told as that, in the view and in a message, and gets no token', async () => {
    const stage = await LiveStage.start(admin);
    const workbench = await openWorkbench(stage.workbench({ trusting: false }));
    const pages = new SignInPages(workbench);
    await pages.openView();
    await pages.signInButton.click();
    await pages.allow();
    const said = /api\.partner\.microsoft\.com can’t be reached \(\w+\)\. The connection’s certificate is not trusted/;
    await workbench.page.locator('.part.sidebar .message').filter({ hasText: said }).waitFor();
    await workbench.treeItem('Try again').waitFor();
    await pages.open(id);
    await pages.messages.filter({ hasText: said }).waitFor();
    await workbench.screenshot('live-certificate');
    assert.equal(await pages.messages.count(), 1);
    assert.deepEqual(stage.partnerCenter.calls, []);
    assert.ok(stage.partnerCenter.targets.includes(api));
    // Without settings of one's own, VS Code's client is asked for.
    const [prompt] = stage.accounts.calls.filter(({ method }) => method === 'createSession');
    assert.deepEqual(prompt?.scopes, [...defaultScopes].sort());
  });
});
