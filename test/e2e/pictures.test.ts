import { describe, it } from 'mocha';
import { openWorkbench, themes } from './harness.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';

/** The pictures that README.md shows; `npm run pictures` puts them into media/readme. */
describe('The pictures of the README', () => {
  for (const [name, theme] of [
    ['dark', themes.dark],
    ['light', themes.light],
  ] as const) {
    it(`show tree, panel and document, ${name}`, async () => {
      const workbench = await openWorkbench({
        settings: { 'partnerReferrals.connection': 'sandbox', 'editor.minimap.enabled': false },
        theme,
        size: { width: 1440, height: 900 },
      });
      await workbench.page.getByRole('tab', { name: 'Partner Referrals' }).locator('a').click();
      await workbench.treeItem(/./).first().waitFor();
      await workbench.runCommand('Partner: Open Referral');
      await workbench.quickInput.fill(id);
      await workbench.page.keyboard.press('Enter');
      await workbench.webview().locator(`main[data-referral-id="${id}"]`).waitFor();
      await workbench.editorTab(`${id}.referral.json`).waitFor();
      await workbench.page.mouse.move(720, 890);
      await workbench.screenshot(`readme-${name}`);
    });
  }

  it('show a filtered side panel, and a referral opened to its engagement', async () => {
    const workbench = await openWorkbench({
      settings: { 'partnerReferrals.connection': 'sandbox' },
      size: { width: 960, height: 560 },
    });
    await workbench.page.getByRole('tab', { name: 'Partner Referrals' }).locator('a').click();
    await workbench.treeItem(/./).first().waitFor();
    await workbench.runCommand('Partner: Filter Referrals…');
    await workbench.quickInput.answer('woodgrove');
    await workbench.page
      .locator('.tree-explorer-viewlet-tree-view .message')
      .filter({ hasText: 'woodgrove' })
      .waitFor();
    await workbench.treeItem('Wingtip').first().waitFor({ state: 'detached' });
    // The view gets the room.
    const sash = workbench.page.locator('.monaco-sash.vertical').nth(1);
    const box = (await sash.boundingBox())!;
    await workbench.page.mouse.move(box.x + 1, 300);
    await workbench.page.mouse.down();
    await workbench.page.mouse.move(620, 300, { steps: 4 });
    await workbench.page.mouse.up();
    const ours = workbench.treeItem('Woodgrove branch security refresh').filter({ hasNotText: 'Microsoft’s side' });
    await ours.first().locator('.monaco-tl-twistie').click();
    await workbench.treeItem('Lucía Ferrer').waitFor();
    await workbench.treeItem('Looking for').waitFor({ state: 'detached' });
    await workbench.page.mouse.move(800, 550);
    await workbench.screenshot('readme-browse');
  });
});
