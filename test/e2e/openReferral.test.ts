import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openWorkbench } from './harness.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';

describe('Opening a referral', () => {
  it('shows the panel and, beside it, the JSON document', async () => {
    const workbench = await openWorkbench({ settings: { 'partnerReferrals.connection': 'sandbox' } });
    await workbench.runCommand('Partner: Open Referral');
    await workbench.quickInput.fill(id);
    await workbench.page.keyboard.press('Enter');
    await workbench.webview().locator(`main[data-referral-id="${id}"]`).waitFor();
    await workbench.editorTab(`${id}.referral.json`).waitFor();
    await workbench.screenshot('open-referral');
    assert.match(await workbench.editorText(), /"id": /);
  });
});
