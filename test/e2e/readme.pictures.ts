import { describe, it } from 'mocha';
import { commands } from '../../src/ui/names.ts';
import { openWorkbench, themes } from './harness.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const settings = { 'partnerReferrals.connection': 'sandbox', 'editor.minimap.enabled': false };

/** Not a test: test/e2e/takePictures.ts runs it. */
describe('The pictures of the README', () => {
  for (const [name, theme] of [
    ['dark', themes.dark],
    ['light', themes.light],
  ] as const) {
    it(`show tree, panel and document, ${name}`, async () => {
      const workbench = await openWorkbench({ settings, theme, size: { width: 1440, height: 900 } });
      await workbench.openView();
      await workbench.treeItem(/./).first().waitFor();
      await workbench.run(commands.openReferral, id);
      await workbench.page.mouse.move(720, 890);
      await workbench.screenshot(`readme-${name}`);
    });
  }

  it('show a hover', async () => {
    const workbench = await openWorkbench({ settings, file: 'src/syncReferrals.ts' });
    await (await workbench.hover(id)).getByText('Look up this referral').click();
    await workbench.page.locator('.monaco-hover').filter({ hasText: 'Woodgrove Bank Iberia' }).waitFor();
    await workbench.screenshot('readme-hover');
  });

  it('show a filtered side panel, and a referral opened to its engagement', async () => {
    const workbench = await openWorkbench({ settings, size: { width: 960, height: 560 } });
    await workbench.openView();
    await workbench.treeItem(/./).first().waitFor();
    const { ended } = await workbench.ask(commands.filter);
    await workbench.quickInput.answer('woodgrove');
    await ended;
    await workbench.treeItem('Wingtip').first().waitFor({ state: 'detached' });
    // Makes the view wider.
    const sash = workbench.page.locator('.monaco-sash.vertical').nth(1);
    const box = (await sash.boundingBox())!;
    await workbench.page.mouse.move(box.x + 1, 300);
    await workbench.page.mouse.down();
    await workbench.page.mouse.move(620, 300, { steps: 4 });
    await workbench.page.mouse.up();
    const ours = workbench.treeItem('Woodgrove branch security refresh').filter({ hasNotText: 'Microsoft’s side' });
    await ours.first().locator('.monaco-tl-twistie').click();
    await workbench.treeItem('Lucía Ferrer').waitFor();
    await workbench.treeItem('Searching for').waitFor({ state: 'detached' });
    await workbench.page.mouse.move(800, 550);
    await workbench.screenshot('readme-browse');
  });
});
