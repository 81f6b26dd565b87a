import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { commands } from '../../src/ui/names.ts';
import { themes, type Workbench } from './harness.ts';
import type { TestSandbox } from './sandbox.ts';
import { useSandboxWindow } from './sandboxWindow.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const reference = 'CRM-50977';
const name = 'Woodgrove branch security refresh';
const otherId = '1e206b24-dfe2-4e63-af99-4593591098db';

describe('A document that a person changes', () => {
  const given = useSandboxWindow({ settings: { 'partnerReferrals.open.layout': 'panel', 'files.autoSave': 'off' } });
  let workbench: Workbench;
  let sandbox: TestSandbox;
  beforeEach(async () => {
    ({ workbench, sandbox } = given);
    await workbench.run(commands.openReferralJson, id);
    await line(reference).waitFor();
  });

  const stored = async (): Promise<{ externalReferenceId: string; statusReason: string }> => {
    const headers = { authorization: 'Bearer sandbox-admin' };
    const response = await fetch(`${sandbox.url}/v1.0/engagements/referrals/${id}`, { headers });
    return (await response.json()) as { externalReferenceId: string; statusReason: string };
  };
  /** What the server has where the tests and others change it. */
  const changed = async (): Promise<string[]> => {
    const { externalReferenceId, statusReason } = await stored();
    return [externalReferenceId, statusReason];
  };
  const byOthers = async (path: string, value: unknown): Promise<void> => {
    const response = await fetch(`${sandbox.url}/v1.0/engagements/referrals/${id}`, {
      method: 'PATCH',
      headers: { authorization: 'Bearer sandbox-admin', 'content-type': 'application/json' },
      body: JSON.stringify([{ op: 'replace', path, value }]),
    });
    assert.equal(response.status, 204);
  };
  const type = async (text: string): Promise<void> => {
    await workbench.select(reference);
    await workbench.page.keyboard.type(text);
    await dirty().waitFor();
  };
  const dirty = () => workbench.page.locator('.tab.dirty').filter({ hasText: '.referral.json' });
  const line = (text: string) => workbench.page.locator('.monaco-editor .view-line').filter({ hasText: text }).first();
  const saved = async (): Promise<void> => {
    await workbench.run('workbench.action.files.save');
    await dirty().waitFor({ state: 'detached' });
  };

  const patches = async (): Promise<number> =>
    (await sandbox.calls()).filter((call) => call.startsWith('PATCH ')).length;
  /** The button of the message after a save that did not reach the server. */
  const sendWhenOnline = () => workbench.notifications().getByRole('button', { name: 'Send When Online' });
  const savedOffline = async (): Promise<void> => {
    await workbench.run('workbench.action.files.save').catch(() => undefined);
    await sendWhenOnline().waitFor();
  };
  const sentOnline = async (): Promise<void> => {
    await sendWhenOnline().click();
    await sendWhenOnline().waitFor({ state: 'detached' });
    await sandbox.connect();
    await dirty().waitFor({ state: 'detached' });
    assert.deepEqual([await patches(), (await stored()).externalReferenceId], [1, 'CRM-4711']);
  };

  it('is listed in the side panel, outlasts a reload, and is sent when it is saved', async () => {
    await type('CRM-4711');
    await workbench.openView();
    const section = workbench.treeItem('Unsaved Changes');
    await section.waitFor();
    await workbench.treeItem(name).first().waitFor();
    await workbench.screenshot('editing-unsaved');
    await workbench.reload();
    await dirty().waitFor();
    await line('CRM-4711').waitFor();
    await section.waitFor();
    assert.equal((await stored()).externalReferenceId, reference);
    await saved();
    assert.equal((await stored()).externalReferenceId, 'CRM-4711');
    await section.waitFor({ state: 'detached' });
  });

  it('is not sent by Auto Save, which can be limited', async () => {
    await workbench.configure({ 'files.autoSave': 'afterDelay', 'files.autoSaveDelay': 100 });
    await type('CRM-4711');
    const message = workbench.notifications().filter({ hasText: 'Auto Save doesn’t send a changed referral' });
    await message.waitFor();
    assert.equal((await stored()).externalReferenceId, reference);
    await message.getByRole('button', { name: 'Limit Auto Save' }).click();
    await message.waitFor({ state: 'detached' });
    await saved();
    assert.equal((await stored()).externalReferenceId, 'CRM-4711');
    await workbench.configure({ 'files.autoSaveDelay': null, 'files.autoSaveWorkspaceFilesOnly': null });
  });

  it('while the server can not be reached is sent when it can, once, and only if that is asked for', async () => {
    await type('CRM-4711');
    await sandbox.disconnect();
    await savedOffline();
    await workbench.screenshot('editing-offline');
    await sandbox.connect();
    // The server is reached, and nothing else is sent.
    await workbench.run(commands.openReferral, otherId);
    assert.deepEqual([await patches(), (await stored()).externalReferenceId], [0, reference]);
    await sandbox.disconnect();
    await sentOnline();
  });

  it('is compared with what others changed at the same place, and saved after that', async () => {
    await type('CRM-4711');
    await byOthers('/externalReferenceId', 'CRM-1234');
    await workbench.run('workbench.action.files.save').catch(() => undefined);
    const message = workbench.notifications().filter({ hasText: 'Others changed this referral meanwhile' });
    await message.waitFor();
    await workbench.screenshot('editing-conflict');
    await message.getByRole('button', { name: 'Compare' }).click();
    await workbench.editorTab('Theirs ↔ Yours').waitFor();
    await workbench.page.locator('.monaco-diff-editor .view-line').filter({ hasText: 'CRM-1234' }).first().waitFor();
    for (const theme of Object.values(themes)) {
      await workbench.useTheme(theme);
      await workbench.screenshot(`editing-compare-${theme.replaceAll(' ', '-').toLowerCase()}`);
    }
    await workbench.useTheme(themes.dark);
    assert.equal((await stored()).externalReferenceId, 'CRM-1234');
    await saved();
    assert.equal((await stored()).externalReferenceId, 'CRM-4711');
  });

  describe('at a crash of the extension host', () => {
    // VS Code gives up on an extension host that crashes for the third time in a window.
    afterEach(() => workbench.reload());

    /** The extension host doesn't see it, so there is no draft of it. */
    const typeUnseen = async (): Promise<void> => {
      await workbench.select(reference);
      workbench.freezeExtensionHost();
      await workbench.page.keyboard.type('CRM-4711');
      await dirty().waitFor();
    };

    it('outlasts it, and is still based on the version that it was typed into', async () => {
      await workbench.openView();
      await type('CRM-4711');
      // It is told to the window behind the draft.
      await workbench.treeItem('Unsaved Changes').waitFor();
      await workbench.crashExtensionHost();
      await byOthers('/statusReason', 'Written by others.');
      await saved();
      assert.deepEqual(await changed(), ['CRM-4711', 'Written by others.']);
      await line('Written by others.').waitFor();
    });

    it('outlasts it also before it was stored, and overwrites nothing of others unseen', async () => {
      await typeUnseen();
      await workbench.crashExtensionHost();
      await byOthers('/statusReason', 'Written by others.');
      await workbench.run('workbench.action.files.save').catch(() => undefined);
      const message = workbench.notifications().filter({ hasText: 'Others changed this referral meanwhile' });
      await message.waitFor();
      assert.equal(await workbench.notifications().filter({ hasText: 'Overwrite' }).count(), 0);
      assert.deepEqual(await changed(), [reference, 'Written by others.']);
      await line('CRM-4711').waitFor();
      await message.getByRole('button', { name: 'Compare' }).click();
      await workbench.editorTab('Theirs ↔ Yours').waitFor();
      await workbench.page
        .locator('.monaco-diff-editor .view-line')
        .filter({ hasText: 'Written by' })
        .first()
        .waitFor();
      assert.deepEqual(await changed(), [reference, 'Written by others.']);
      await saved();
      assert.equal((await stored()).externalReferenceId, 'CRM-4711');
    });

    it('outlasts it also before it was stored, and can be sent when the server is reached again', async () => {
      await typeUnseen();
      // Nobody can tell the next extension host which version the text is based on.
      await sandbox.disconnect();
      await workbench.crashExtensionHost();
      await savedOffline();
      await sentOnline();
    });

    it('in the middle of a save is sent once', async () => {
      await type('CRM-4711');
      const answer = sandbox.hold(id);
      await workbench.start('workbench.action.files.save');
      await answer.reached;
      await workbench.crashExtensionHost();
      answer.release();
      await dirty().waitFor();
      await saved();
      assert.equal((await stored()).externalReferenceId, 'CRM-4711');
    });
  });
});
