import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { commands } from '../../src/ui/names.ts';
import { themes } from './harness.ts';
import { useSandboxWindow } from './sandboxWindow.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const name = 'Woodgrove branch security refresh';

describe('The timeline of an engagement', () => {
  const given = useSandboxWindow({
    settings: { 'partnerReferrals.open.layout': 'panel' },
    size: { width: 1400, height: 950 },
  });

  const page = () => given.workbench.webview();
  const mark = (label: RegExp) => page().getByRole('gridcell', { name: label });
  const accept = (): Promise<void> =>
    given.sandbox.changeTogether(id, { '/status': 'Active', '/substatus': 'Accepted' });

  it('shows who changed what when, and goes on while it is looked at, in all themes', async () => {
    const { workbench, sandbox } = given;
    await workbench.run(commands.showTimeline, id);
    await workbench.editorTab(`Timeline: ${name} (Sandbox)`).waitFor();
    await page().getByRole('row', { name: 'Microsoft’s side' }).waitFor({ state: 'attached' });
    assert.equal(await mark(/changed the status/).count(), 0);
    await accept();
    await sandbox.change(id, '/details/notes', 'Called them.');
    await mark(/^admin changed the status from “New, pending” to “Active, accepted”/).waitFor();
    await sandbox.advance(3);
    await mark(/^The clock was advanced by 3 days/).waitFor();
    await sandbox.fault({ status: 429, times: 1 });
    await sandbox.list().catch(() => undefined);
    await mark(/^GET answered with 429/)
      .first()
      .waitFor();
    await mark(/^admin changed the status/).click();
    await page()
      .getByRole('heading', { name: /^admin changed the status/ })
      .waitFor();
    for (const [word, theme] of Object.entries(themes)) {
      await workbench.useTheme(theme);
      await workbench.screenshot(`timeline-${word}`);
    }
    await workbench.useTheme(themes.dark);
    await workbench.page.setViewportSize({ width: 640, height: 950 });
    await mark(/^admin changed the status/).waitFor();
    await workbench.screenshot('timeline-narrow');
    await workbench.page.setViewportSize({ width: 1400, height: 950 });
  });

  it('opens the referral of an event beside it, by the keyboard', async () => {
    const { workbench } = given;
    await accept();
    await workbench.run(commands.showTimeline, id);
    await mark(/changed the status/).click();
    await workbench.page.keyboard.press('Enter');
    await workbench.webview(1).locator(`main[data-referral-id="${id}"]`).waitFor();
  });

  it('is that of the panel in front, and one for each referral', async () => {
    const { workbench } = given;
    await workbench.run(commands.openReferral, id);
    await workbench.panel(id).waitFor();
    await workbench.run(commands.showTimeline);
    await page().locator(`main[data-timeline-of="${id}"]`).waitFor();
    await workbench.run(commands.showTimeline, id.toUpperCase());
    assert.equal(await workbench.editorTab('Timeline: ').count(), 1);
  });

  it('says why nothing can be shown, and shows it on the next try', async () => {
    const { workbench, sandbox } = given;
    await sandbox.fault({ path: id, status: 403, times: 1 });
    await workbench.run(commands.showTimeline, id);
    await page().getByRole('region', { name: 'Refresh failed' }).waitFor();
    await page().getByRole('button', { name: 'Refresh' }).click();
    await mark(/^The referral was created/)
      .first()
      .waitFor();
    assert.equal(await page().getByRole('region', { name: 'Refresh failed' }).count(), 0);
  });
});
