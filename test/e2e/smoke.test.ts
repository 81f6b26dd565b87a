import * as assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openWorkbench } from './harness.ts';

describe('The workbench', () => {
  it('offers the commands of the installed extension', async () => {
    const { page, quickInput } = await openWorkbench();
    await page.keyboard.press('F1');
    await quickInput.fill('>Partner: Open Referral');
    await quickInput.rows.filter({ hasText: 'Partner: Open Referral' }).first().waitFor();
  });

  it('offers them when the extension is under development', async () => {
    const workbench = await openWorkbench({ installed: false, file: 'src/syncReferrals.ts' });
    await workbench.page.keyboard.press('F1');
    await workbench.quickInput.fill('>Partner: Open Referral');
    const labels = await workbench.quickInput.labels();
    assert.ok(
      labels.some((label) => label.includes('Partner: Open Referral')),
      labels.join('\n'),
    );
  });
});
