import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'mocha';
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
    // By default, it would be asked for once in a window.
    await workbench.configure({ 'partnerReferrals.edit.preview': 'always' });
  });
  after(() => workbench.configure({ 'partnerReferrals.edit.preview': null }));
  beforeEach(async () => {
    await pages.reset();
    await pages.signIn();
    await workbench.run(commands.openReferralJson, id);
    await line(reference).waitFor();
    await workbench.select(reference);
    await workbench.page.keyboard.type('CRM-4711');
    await dirty().waitFor();
    await unsaved().waitFor();
  });

  const dirty = () => workbench.page.locator('.tab.dirty').filter({ hasText: '.referral.json' });
  const line = (text: string) => workbench.page.locator('.monaco-editor .view-line').filter({ hasText: text }).first();
  const unsaved = () => workbench.treeItem('Unsaved Changes');
  /** Presses buttons of the dialogs that come one after the other. */
  const answer = async (...buttons: readonly string[]): Promise<void> => {
    for (const button of buttons) await pages.dialog.getByRole('button', { name: button, exact: true }).click();
  };
  /** Status codes of the changes that Partner Center got. */
  const writes = (): number[] => {
    const since = stage.partnerCenter.calls.slice(begun);
    return since.filter(({ method }) => method === 'PATCH').map(({ status }) => status);
  };
  let begun = 0;
  beforeEach(() => (begun = stage.partnerCenter.calls.length));

  it('is not shown to another account', async () => {
    await stage.accounts.add(stage.jonas, defaultScopes);
    await pages.switchTo(stage.jonas);
    await dirty().waitFor({ state: 'detached' });
    await line('CRM-4711').waitFor({ state: 'detached' });
    assert.equal(await unsaved().count(), 0);
    await pages.assertHoverUnknown(id);
  });

  it('comes back with its account, and can be sent then', async () => {
    await workbench.run(commands.signOut);
    await pages.whenSignedOut();
    await dirty().waitFor({ state: 'detached' });
    assert.equal(await line('CRM-4711').count(), 0);
    const { ended } = await workbench.start(commands.signIn);
    await pages.allow();
    await workbench.quickInput.rows.filter({ hasText: stage.admin.label }).click();
    await ended;
    await pages.whenSignedIn(stage.admin);
    await unsaved().waitFor();
    await workbench.run(commands.openReferralJson, id);
    await line('CRM-4711').waitFor();
    await dirty().waitFor();
    await workbench.page.keyboard.press('ControlOrMeta+s');
    await answer('Send', 'Allow Changes');
    await dirty().waitFor({ state: 'detached' });
    assert.deepEqual(writes(), [200]);
    await unsaved().waitFor({ state: 'detached' });
  });

  it('is sent after the session expired in the middle of a save and the person signed in again', async () => {
    stage.accounts.revoke({ renewable: false });
    await workbench.page.keyboard.press('ControlOrMeta+s');
    await answer('Send', 'Allow Changes');
    const message = await pages.message('did not accept the sign-in (401');
    assert.equal(await dirty().count(), 1);
    await message.getByRole('button', { name: 'Sign In' }).click();
    await pages.allow();
    await answer('Send');
    await dirty().waitFor({ state: 'detached' });
    assert.deepEqual(writes(), [401, 200]);
  });
});
