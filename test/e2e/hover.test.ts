import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openWorkbench } from './harness.ts';
import { TestSandbox } from './sandbox.ts';
import { useSandboxWindow } from './sandboxWindow.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';

describe('Hovering a referral id', () => {
  it('works in a fresh window in which only a source file was opened, and asks for nothing', async () => {
    const sandbox = await TestSandbox.start();
    const workbench = await openWorkbench({ settings: sandbox.settings, file: 'src/syncReferrals.ts' });
    assert.match(await workbench.hoverText(id), /Look up this referral/);
    assert.deepEqual(await sandbox.calls(), []);
    await workbench.screenshot('hover-unknown');

    await (await workbench.hover(id)).getByText('Look up this referral').click();
    const known = workbench.page.locator('.monaco-hover').filter({ hasText: 'Woodgrove Bank Iberia' });
    await known.waitFor();
    await workbench.screenshot('hover-known');
    assert.equal((await sandbox.calls()).length, 1);
    await known.getByText('Open JSON').click();
    await workbench.editorTab(`${id}.referral.json`).waitFor();
  });

  describe('of a hostile server', () => {
    const evil =
      '](command:workbench.action.quit) <command:x> https://evil.example www.evil.example <img src=x> $(alert) `a` **b**';
    const seed = JSON.stringify({
      id,
      name: evil,
      customerProfile: { name: evil },
      status: evil,
      details: { currency: evil, dealValue: 5 },
    });
    const given = useSandboxWindow({
      sandbox: { seed },
      settings: { 'partnerReferrals.hover.lookup': 'always' },
    });

    it('shows server text as text only', async () => {
      const { workbench } = given;
      await workbench.openFile('fixtures/referrals.json');
      const text = await workbench.hoverText(id);
      assert.ok(text.includes(evil), text);
      const hover = await workbench.hover(id);
      assert.deepEqual(
        (await hover.locator('a').allInnerTexts()).filter((link) => link.trim() !== ''),
        ['Open', 'Open JSON'],
      );
      assert.equal(await hover.locator('img').count(), 0);
      await workbench.screenshot('hover-hostile');
    });
  });
});
