import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { leavesOf, parseTree } from '../../src/referral/leaves.ts';
import { prettyJson } from '../../src/referral/prettyJson.ts';
import { root } from '../vscode/paths.ts';
import { openWorkbench, type Workbench } from './harness.ts';
import { TestSandbox } from './sandbox.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
/** The response of the official "Get a referral by ID", its missing comma mended. */
const seedFile = join(root, 'test/fixtures/getReferralById.json');
const seedId = '61c65491-2f2c-461a-84b4-3654499bc1d9';

describe('Opening a referral', () => {
  let sandbox: TestSandbox;
  let workbench: Workbench;
  before(async () => {
    sandbox = await TestSandbox.start();
    workbench = await openWorkbench({ settings: sandbox.settings, size: { width: 1400, height: 900 } });
  });
  const panel = (of: string) => workbench.webview().locator(`main[data-referral-id="${of}"]`);

  it('shows the panel and, beside it, the JSON document', async () => {
    await workbench.runCommand('Partner: Open Referral');
    await workbench.quickInput.fill(id);
    await workbench.page.keyboard.press('Enter');
    await panel(id).waitFor();
    await workbench.editorTab(`${id}.referral.json`).waitFor();
    await workbench.editorTab('Woodgrove branch security refresh (Sandbox)').waitFor();
    await workbench.screenshot('open-referral');
  });

  it('opens the same one again in the same editors, whatever the case of the id and the form it comes in', async () => {
    for (const input of [id.toUpperCase(), `https://partner.microsoft.com/dashboard/referrals/${id}?x=1`]) {
      await workbench.persist(async () => {
        await workbench.runCommand('Partner: Open Referral');
        await workbench.quickInput.fill(input, 5_000);
      });
      await workbench.page.keyboard.press('Enter');
      await panel(id).waitFor();
    }
    assert.equal(await workbench.editorTab(/./).count(), 2);
  });

  it('suggests the id on the clipboard', async () => {
    const other = (await (
      await fetch(`${sandbox.url}/v1.0/engagements/referrals?$top=9`, {
        headers: { authorization: 'Bearer sandbox-admin' },
      })
    ).json()) as { value: { id: string }[] };
    const copied = other.value.map((each) => each.id).find((each) => each !== id)!;
    await workbench.page.evaluate((text) => navigator.clipboard.writeText(`see ${text}.`), copied);
    await workbench.runCommand('Partner: Open Referral');
    const first = workbench.quickInput.rows.first();
    await first.filter({ hasText: 'from the clipboard' }).waitFor();
    await workbench.screenshot('pick');
    await workbench.page.keyboard.press('Enter');
    await panel(copied).waitFor();
    // The pair joins the groups of the first pair instead of splitting further.
    assert.equal(await workbench.page.locator('.editor-group-container').count(), 2);
  });

  it('is restored after the window is reloaded', async () => {
    await workbench.reload();
    await workbench.webview().locator('main[data-referral-id]').waitFor();
    await workbench.editorTab('Woodgrove branch security refresh (Sandbox)').click();
    await panel(id).waitFor();
  });
});

describe('A referral of the official document', () => {
  it('has every value in the panel, and its document is the same JSON', async () => {
    const workbench = await openWorkbench({
      settings: { 'partnerReferrals.connection': 'sandbox', 'partnerReferrals.sandbox.seedFile': seedFile },
      size: { width: 1400, height: 900 },
    });
    const text = readFileSync(seedFile, 'utf8');
    await workbench.runCommand('Partner: Open Referral');
    await workbench.quickInput.fill(seedId);
    await workbench.page.keyboard.press('Enter');
    const panel = workbench.webview().locator(`main[data-referral-id="${seedId}"]`);
    await panel.waitFor();
    await workbench.screenshot('official-document');
    const shown = await panel
      .locator('[data-path]')
      .evaluateAll((elements) =>
        elements.map((element) => [
          element.getAttribute('data-path') ?? '',
          element.getAttribute('data-value') ?? element.textContent,
        ]),
      );
    const expected = leavesOf(parseTree(text)).map((leaf) => [leaf.pointer, leaf.raw]);
    const byPath = ([a]: string[], [b]: string[]): number => (a! < b! ? -1 : 1);
    assert.deepEqual(shown.sort(byPath), expected.sort(byPath));

    await workbench.editorTab(`${seedId}.referral.json`).click();
    await workbench.page.keyboard.press('ControlOrMeta+A');
    await workbench.page.keyboard.press('ControlOrMeta+C');
    await workbench.page.waitForFunction(
      async (wanted) => (await navigator.clipboard.readText()).replaceAll('\r\n', '\n') === wanted,
      prettyJson(text),
    );
  });
});
