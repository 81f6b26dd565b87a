import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { formatMoney } from '../../src/referral/money.ts';
import { commands } from '../../src/ui/names.ts';
import { useSandboxWindow } from './sandboxWindow.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const name = 'Woodgrove branch security refresh';
const tab = `${name} (Sandbox)`;
const otherTab = 'Microsoft’s side (Sandbox)';
const document = `${id}.referral.json`;

describe('The panel of a referral', () => {
  const given = useSandboxWindow({
    settings: { 'partnerReferrals.open.layout': 'panel' },
    size: { width: 1500, height: 950 },
  });
  beforeEach(async () => {
    // The list contains the other referral of the engagement.
    await given.workbench.run(commands.refresh);
    await given.workbench.run(commands.openReferral, id);
    await page().getByRole('navigation', { name: 'Engagement' }).waitFor();
  });
  afterEach(() => given.workbench.run(commands.showPersonalData));

  const page = () => given.workbench.webview();
  const panel = () => given.workbench.panel(id);
  const field = (pointer: string) => page().locator(`[data-path="${pointer}"]`);
  const button = (label: string) => page().getByRole('button', { name: label, exact: true });
  const otherSide = () =>
    page().getByRole('navigation', { name: 'Engagement' }).getByRole('button', { name: 'Microsoft’s side' });
  const changed = () => page().getByText(/fields changed since/);
  /** Changes the deal's value on the server, refreshes, and returns the previous value. */
  const changeDealValue = async (): Promise<string> => {
    const before = (await field('/details/dealValue').getAttribute('data-value'))!;
    await given.sandbox.change(id, '/details/dealValue', 777_000);
    await button('Refresh').click();
    await changed().waitFor();
    return before;
  };

  it('marks what a refresh changed, with its old value, until that is dismissed', async () => {
    const { workbench } = given;
    const before = formatMoney(Number(await changeDealValue()), 'EUR', 'en');
    assert.equal(await field('/details/dealValue').getAttribute('data-value'), '777000');
    const marked = page().locator('.figure', { has: field('/details/dealValue') });
    await marked.getByText(`was ${before}`).waitFor();
    await workbench.screenshot('panel-changed');
    // Nothing has changed, so the marks remain.
    await workbench.run(commands.refresh);
    await marked.getByText(`was ${before}`).waitFor();
    await button('Dismiss').click();
    await changed().waitFor({ state: 'detached' });
    assert.equal(await marked.getByText('was').count(), 0);
  });

  it('compares with the version before', async () => {
    const { workbench } = given;
    await changeDealValue();
    await button('Compare with Previous').click();
    await workbench.editorTab(/↔ now/).waitFor();
    await workbench.page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await workbench.screenshot('panel-compare');
  });

  it('hides personal data everywhere in it, in its tab and in what is copied, at one click', async () => {
    const { workbench } = given;
    await button('Hide personal data').click();
    await workbench.editorTab(`Referral ${id.slice(0, 8)}… (Sandbox)`).waitFor();
    const shown = await panel().innerText();
    for (const secret of [name, 'Woodgrove', 'Lucía', 'lucia.ferrer@', 'Valencia', 'noor.dewit@']) {
      assert.ok(!shown.includes(secret), secret);
    }
    assert.equal(await field('/name').getAttribute('data-value'), name);
    await workbench.screenshot('panel-masked');
    await button('Copy summary').click();
    const summary = await workbench.clipboard(new RegExp(`ID: ${id}`));
    assert.ok(!summary.includes('Woodgrove'), summary);
    await workbench.run(commands.showPersonalData);
    await workbench.editorTab(tab).waitFor();
    await panel().getByRole('heading', { name }).waitFor();
  });

  it('goes to the other side of the engagement and back in the same panel', async () => {
    const { workbench } = given;
    const tabs = await workbench.editorTab('(Sandbox)').count();
    await otherSide().click();
    await workbench.editorTab(otherTab).waitFor();
    assert.equal(await workbench.editorTab('(Sandbox)').count(), tabs);
    await workbench.screenshot('panel-other-side');
    await workbench.editorTab(otherTab).click();
    await button('Back').click();
    await panel().waitFor();
    await workbench.page.keyboard.press('Alt+ArrowRight');
    await workbench.editorTab(otherTab).waitFor();
    await workbench.page.keyboard.press('Alt+ArrowLeft');
    await panel().waitFor();
  });

  it('shows a field in the document, and the field of the line one goes to in the document', async () => {
    const { workbench } = given;
    await field('/customerProfile/size').hover();
    await button('Show in JSON').click();
    await workbench.editorTab(document).waitFor();
    await workbench.page.locator('.monaco-editor .selected-text').first().waitFor();
    await workbench.editorTab(document).click();
    await workbench.page.locator('.monaco-editor.focused').waitFor();
    await workbench.page.keyboard.press('ControlOrMeta+Home');
    await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('ArrowDown');
    await page().locator('.revealed').waitFor();
  });

  it('leaves itself as it is when it is pinned: links open panels of their own', async () => {
    const { workbench } = given;
    await button('Open links in new panels').click();
    await otherSide().click();
    await workbench.editorTab(otherTab).waitFor();
    assert.equal(await workbench.editorTab(tab).count(), 1);
  });

  it('shows what is newest when it is shown again, not what its page came with', async () => {
    const { workbench } = given;
    await changeDealValue();
    await button('Open links in new panels').click();
    await otherSide().click();
    await workbench.editorTab(otherTab).waitFor();
    await panel().waitFor({ state: 'detached' });
    await workbench.editorTab(tab).click();
    await page().locator('[data-path="/details/dealValue"][data-value="777000"]').waitFor();
    await changed().waitFor();
  });

  it('moves the referral on by its buttons, which are those that the life cycle allows', async () => {
    const { workbench } = given;
    const names = () => page().locator('.stage button').allTextContents();
    assert.deepEqual(await names(), ['Accept', 'Decline…']);
    await workbench.screenshot('panel-moves');
    await button('Accept').focus();
    await workbench.page.keyboard.press('Enter');
    await button('Close…').waitFor();
    assert.deepEqual(await names(), ['Close…']);
    // The focus moves from the removed button to its successor.
    await page().locator('.stage button:focus', { hasText: 'Close…' }).waitFor();
    assert.equal(await field('/status').getAttribute('data-value'), 'Active');
    const calls = await given.sandbox.calls();
    assert.equal(calls.filter((call) => call.startsWith('PATCH')).length, 1, calls.join());
  });
});
