import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { openWorkbench, type Workbench } from './harness.ts';
import { TestSandbox } from './sandbox.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const name = 'Woodgrove branch security refresh';
const document = `${id}.referral.json`;

describe('The panel of a referral', () => {
  let sandbox: TestSandbox;
  let workbench: Workbench;
  before(async () => {
    sandbox = await TestSandbox.start();
    workbench = await openWorkbench({ settings: sandbox.settings, size: { width: 1500, height: 950 } });
    // The list knows the other side of the engagement.
    await workbench.page.getByRole('tab', { name: 'Partner Referrals' }).locator('a').click();
    await workbench.treeItem(name).first().waitFor();
    await workbench.runCommand('Partner: Open Referral');
    await workbench.quickInput.fill(id);
    await workbench.page.keyboard.press('Enter');
    await panel().waitFor();
    await workbench.editorTab(document).waitFor();
  });
  const page = () => workbench.webview();
  const panel = (of = id) => page().locator(`main[data-referral-id="${of}"]`);
  const field = (pointer: string) => page().locator(`[data-path="${pointer}"]`);
  const button = (label: string) => page().getByRole('button', { name: label, exact: true });
  const change = async (path: string, value: unknown): Promise<void> => {
    const headers = { authorization: 'Bearer sandbox-admin', 'content-type': 'application/json' };
    const body = JSON.stringify([{ op: 'replace', path, value }]);
    const answer = await fetch(`${sandbox.url}/v1.0/engagements/referrals/${id}`, { method: 'PATCH', headers, body });
    assert.ok(answer.ok, await answer.text());
  };

  it('marks what a refresh changed, with its old value, until that is dismissed', async () => {
    const before = await field('/details/dealValue').getAttribute('data-value');
    await change('/details/dealValue', 777_000);
    await button('Refresh').click();
    await page()
      .getByText(/fields changed since/)
      .waitFor();
    assert.equal(await field('/details/dealValue').getAttribute('data-value'), '777000');
    const marked = page().locator('.figure', { has: field('/details/dealValue') });
    await marked.getByText(`was ${before}`).waitFor();
    await workbench.screenshot('panel-changed');
    // Nothing new: the marks stay.
    await button('Refresh').click();
    await marked.getByText(`was ${before}`).waitFor();
  });

  it('compares with the version before', async () => {
    await button('Compare with Previous').click();
    const diff = workbench.editorTab(/↔ now/);
    await diff.waitFor();
    await workbench.page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await workbench.screenshot('panel-compare');
    await workbench.page.keyboard.press('ControlOrMeta+W');
    await diff.waitFor({ state: 'detached' });
    await workbench.editorTab(name).click();
    await panel().waitFor();
    await button('Dismiss').click();
    await page()
      .getByText(/fields changed since/)
      .waitFor({ state: 'detached' });
  });

  it('hides personal data everywhere in it, in its tab and in what is copied, at one click', async () => {
    await button('Hide personal data').click();
    await workbench.editorTab(`Referral ${id.slice(0, 8)}… (Sandbox)`).waitFor();
    const shown = await panel().innerText();
    for (const secret of [name, 'Woodgrove', 'Lucía', 'lucia.ferrer@', 'Valencia', 'noor.dewit@']) {
      assert.ok(!shown.includes(secret), secret);
    }
    assert.equal(await field('/name').getAttribute('data-value'), name);
    await workbench.screenshot('panel-masked');
    await button('Copy summary').click();
    await workbench.page.waitForFunction((wanted) => {
      const seen = globalThis as { clipboardText?: string };
      void navigator.clipboard.readText().then((text) => (seen.clipboardText = text));
      return seen.clipboardText?.includes(`ID: ${wanted}`) === true && !seen.clipboardText.includes('Woodgrove');
    }, id);
    await workbench.runCommand('Partner: Show Personal Data in Panels');
    await workbench.editorTab(`${name} (Sandbox)`).first().waitFor();
    await panel().getByRole('heading', { name }).waitFor();
  });

  it('goes to the other side of the engagement and back in the same panel', async () => {
    const tabs = await workbench.editorTab('(Sandbox)').count();
    await page()
      .getByRole('navigation', { name: 'Engagement' })
      .getByRole('button', { name: 'Microsoft’s side' })
      .click();
    await workbench.editorTab('Microsoft’s side (Sandbox)').waitFor();
    assert.equal(await workbench.editorTab('(Sandbox)').count(), tabs);
    await workbench.screenshot('panel-other-side');
    await workbench.editorTab('Microsoft’s side (Sandbox)').click();
    await button('Back').click();
    await panel().waitFor();
    await workbench.page.keyboard.press('Alt+ArrowRight');
    await workbench.editorTab('Microsoft’s side (Sandbox)').waitFor();
    await workbench.page.keyboard.press('Alt+ArrowLeft');
    await panel().waitFor();
  });

  it('shows a field in the document, and the field of the line one goes to in the document', async () => {
    await workbench.editorTab(document).click();
    await workbench.editorTab(name).click();
    await field('/customerProfile/size').hover();
    await button('Show in JSON').click();
    const selected = workbench.page.locator('.monaco-editor .selected-text').first();
    await selected.waitFor();
    await workbench.editorTab(document).click();
    await workbench.page.keyboard.press('ControlOrMeta+Home');
    await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('ArrowDown');
    await page().locator('.revealed').waitFor();
  });

  it('leaves itself as it is when it is pinned: links open panels of their own', async () => {
    await workbench.editorTab(name).first().click();
    await button('Open links in panels of their own').click();
    await page()
      .getByRole('navigation', { name: 'Engagement' })
      .getByRole('button', { name: 'Microsoft’s side' })
      .click();
    await workbench.editorTab('Microsoft’s side (Sandbox)').waitFor();
    assert.equal(await workbench.editorTab(`${name} (Sandbox)`).count(), 1);
  });

  it('shows what is newest when it is shown again, not what its page came with', async () => {
    await workbench.editorTab(`${name} (Sandbox)`).click();
    await panel().waitFor();
    await change('/details/dealValue', 888_000);
    await button('Refresh').click();
    await page().locator('[data-path="/details/dealValue"][data-value="888000"]').waitFor();
    await workbench.editorTab('Microsoft’s side (Sandbox)').click();
    await panel().waitFor({ state: 'detached' });
    await workbench.editorTab(`${name} (Sandbox)`).click();
    await page().locator('[data-path="/details/dealValue"][data-value="888000"]').waitFor();
    await page()
      .getByText(/changed since/)
      .waitFor();
  });
});
