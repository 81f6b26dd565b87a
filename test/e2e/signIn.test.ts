import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import type { Locator } from 'playwright-core';
import { whenWorkbenchReady } from '../vscode/workbench.ts';
import { openWorkbench, type Workbench } from './harness.ts';
import { LiveStage } from './liveStage.ts';
import { apiHost, collection } from './standInPartnerCenter.ts';

const admin = { label: 'admin@contoso.example', sandboxToken: 'sandbox-admin' };
/** Sees three of the deals only, and the showcase is none of them. */
const jonas = { label: 'jonas@fabrikam.example', sandboxToken: 'sandbox-user:jonas.ahlgren@litware.example' };

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const others = ['451c1f6d-7318-4b7b-abb2-aa00da2d84ba', 'dfb2a4b0-03d4-4903-a922-a704eaecdf5b'] as const;
const clientId = '11111111-2222-4333-8444-555555555555';
const defaultScopes = [`https://${apiHost}/.default`, 'offline_access'];
const ownScopes = [`VSCODE_CLIENT_ID:${clientId}`, 'VSCODE_TENANT:contoso.example', ...defaultScopes];
const list = /^\/v1\.0\/engagements\/referrals\?/;

const openView = (workbench: Workbench): Promise<void> =>
  workbench.page.getByRole('tab', { name: 'Partner Referrals' }).locator('a').click();
const openReferral = async (workbench: Workbench, wanted: string): Promise<void> => {
  await workbench.runCommand('Partner: Open Referral');
  await workbench.quickInput.answer(wanted);
};
const dialog = (workbench: Workbench): Locator => workbench.page.locator('.monaco-dialog-box');
const signInButton = (workbench: Workbench): Locator =>
  workbench.page.locator('.part.sidebar').getByRole('button', { name: 'Sign in', exact: true });
const allow = async (workbench: Workbench): Promise<void> => {
  await dialog(workbench).getByRole('button', { name: 'Allow' }).click();
  await dialog(workbench).waitFor({ state: 'detached' });
};

describe('Signing in to Partner Center', () => {
  let stage: LiveStage;
  let workbench: Workbench;
  before(async () => {
    stage = await LiveStage.start(admin);
    const settings = {
      'partnerReferrals.auth.clientId': clientId,
      'partnerReferrals.auth.tenantId': 'contoso.example',
    };
    workbench = await openWorkbench({ ...stage.workbench({ settings }), file: 'src/syncReferrals.ts' });
  });

  const panel = (wanted: string): Locator => workbench.webview().locator(`main[data-referral-id="${wanted}"]`);
  const account = (): Locator => workbench.statusBarItem(admin.label);
  const latestToken = (): string | undefined => stage.accounts.issued.at(-1);
  const onlySilently = async (since: ReturnType<LiveStage['watch']>): Promise<void> => {
    assert.deepEqual(since().prompts, []);
    assert.equal(await dialog(workbench).count(), 0);
    assert.equal(await workbench.page.locator('.activitybar .badge').filter({ visible: true }).count(), 0);
  };

  it('asks nobody anything before a click: a hover and the view ask silently, and no request is made', async () => {
    assert.match(await workbench.hoverText(id), /Look up this referral/);
    await openView(workbench);
    await signInButton(workbench).waitFor();
    await workbench.statusBarItem('Partner Center: signed out').waitFor();
    const since = stage.watch();
    assert.ok(stage.accounts.calls.some(({ scopes }) => scopes?.length));
    await onlySilently(since);
    assert.deepEqual(stage.partnerCenter.calls, []);
  });

  it('says nothing when the consent is dismissed', async () => {
    const since = stage.watch();
    await signInButton(workbench).click();
    await dialog(workbench).waitFor();
    await workbench.screenshot('live-consent');
    await dialog(workbench).getByRole('button', { name: 'Cancel' }).click();
    await dialog(workbench).waitFor({ state: 'detached' });
    // By the time that the extension host answers this, it would have shown a message.
    await workbench.hoverText(id);
    assert.equal(await workbench.notifications().count(), 0);
    assert.equal(await signInButton(workbench).count(), 1);
    assert.deepEqual(since().prompts, []);
  });

  it('fills the view with live data and tells the account, with the token on the one request', async () => {
    const since = stage.watch();
    await signInButton(workbench).click();
    await allow(workbench);
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
});
