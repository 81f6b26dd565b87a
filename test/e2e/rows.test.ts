import { before, describe, it } from 'mocha';
import type { Locator } from 'playwright-core';
import { openWorkbench, type Workbench } from './harness.ts';
import { TestSandbox } from './sandbox.ts';

const openView = (workbench: Workbench): Promise<void> =>
  workbench.page.getByRole('tab', { name: 'Partner Referrals' }).locator('a').click();

const named = 'Woodgrove branch security refresh';

/** The row of the list, or of a section when `nth` says so. */
const rowOf = (workbench: Workbench, text: string | RegExp, nth = 0): Locator => workbench.treeItem(text).nth(nth);

describe('The rows of the side panel', () => {
  let sandbox: TestSandbox;
  let workbench: Workbench;
  before(async () => {
    sandbox = await TestSandbox.start();
    workbench = await openWorkbench({ settings: sandbox.settings });
    await openView(workbench);
    await rowOf(workbench, named).waitFor();
  });

  it('say at the view’s icon how many expire within three days', async () => {
    await workbench.page.locator('.activitybar .badge-content').filter({ hasText: /^\d+$/ }).first().waitFor();
    await workbench.screenshot('rows-badge');
  });

  it('expand to Microsoft’s side and the customer’s contacts, which asks the server once', async () => {
    await rowOf(workbench, named).click({ button: 'left' });
    await workbench.page.keyboard.press('ArrowRight');
    await workbench.treeItem('Microsoft’s side').first().waitFor();
    await workbench.screenshot('rows-expanded');
  });

  it('show a context menu', async () => {
    await rowOf(workbench, named).click({ button: 'right' });
    await workbench.page.waitForTimeout(1000);
    await workbench.screenshot('rows-menu');
    await workbench.page.keyboard.press('Escape');
  });
});
