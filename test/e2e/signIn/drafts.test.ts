import assert from 'node:assert/strict';
import { beforeEach, describe, it, before } from 'mocha';
import { commands } from '../../../src/ui/names.ts';
import type { Workbench } from '../harness.ts';
import { defaultScopes, LiveStage, showcase } from './liveStage.ts';
import { SignInPages } from './signInPages.ts';

const { id } = showcase;
const reference = 'CRM-50977';

describe('What was typed and not saved', () => {
  let stage: LiveStage;
  let workbench: Workbench;
  let pages: SignInPages;
  before(async () => {
    stage = await LiveStage.shared();
    workbench = await stage.shareWindow();
    pages = new SignInPages(workbench, stage);
  });
  beforeEach(() => pages.reset());

  const dirty = () => workbench.page.locator('.tab.dirty').filter({ hasText: '.referral.json' });
  const line = (text: string) => workbench.page.locator('.monaco-editor .view-line').filter({ hasText: text }).first();
  const unsaved = () => workbench.treeItem('Unsaved Changes');

  it('is not shown to another account', async () => {
    await pages.signIn();
    await workbench.run(commands.openReferralJson, id);
    await line(reference).waitFor();
    await workbench.select(reference);
    await workbench.page.keyboard.type('CRM-4711');
    await dirty().waitFor();
    await workbench.openView();
    await unsaved().waitFor();
    await stage.accounts.add(stage.jonas, defaultScopes);
    await pages.switchTo(stage.jonas);
    await dirty().waitFor({ state: 'detached' });
    await line('CRM-4711').waitFor({ state: 'detached' });
    assert.equal(await unsaved().count(), 0);
    await pages.assertUnknown(id);
  });

  it('comes back with its account, and can be sent then', async () => {
    await pages.signIn();
    await workbench.run(commands.openReferralJson, id);
    await line(reference).waitFor();
    await workbench.select(reference);
    await workbench.page.keyboard.type('CRM-4711');
    await dirty().waitFor();
    await unsaved().waitFor();
    await workbench.run(commands.signOut);
    await pages.whenSignedOut();
    await dirty().waitFor({ state: 'detached' });
    assert.equal(await line('CRM-4711').count(), 0);
    await pages.signIn();
    await unsaved().waitFor();
    await workbench.run(commands.openReferralJson, id);
    await line('CRM-4711').waitFor();
    await dirty().waitFor();
    const { length } = stage.partnerCenter.calls;
    await workbench.page.keyboard.press('ControlOrMeta+S');
    for (const button of ['Send', 'Allow Changes']) {
      await pages.dialog.getByRole('button', { name: button, exact: true }).click();
    }
    await dirty().waitFor({ state: 'detached' });
    const writes = stage.partnerCenter.calls.slice(length).filter(({ method }) => method !== 'GET');
    assert.deepEqual(
      writes.map(({ method, status }) => [method, status]),
      [['PATCH', 200]],
    );
    await unsaved().waitFor({ state: 'detached' });
  });
});
