import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'mocha';
import { leavesOf, parseJsonTree } from '../../src/referral/leaves.ts';
import { prettyJson } from '../../src/referral/prettyJson.ts';
import { commands } from '../../src/ui/names.ts';
import { root } from '../vscode/paths.ts';
import { useSandboxWindow } from './sandboxWindow.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const title = 'Woodgrove branch security refresh (Sandbox)';
/** The response of the official example "Get a referral by ID", with its missing comma added. */
const official = readFileSync(join(root, 'test/fixtures/getReferralById.json'), 'utf8');
const officialId = '61c65491-2f2c-461a-84b4-3654499bc1d9';

describe('Opening a referral', () => {
  const given = useSandboxWindow();

  it('shows the panel and, beside it, the JSON document', async () => {
    const { workbench } = given;
    await workbench.runFromPalette('Partner: Open Referral');
    await workbench.quickInput.answer(id);
    await workbench.panel(id).waitFor();
    await workbench.editorTab(`${id}.referral.json`).waitFor();
    await workbench.editorTab(title).waitFor();
    await workbench.screenshot('open-referral');
  });

  it('opens the same one again in the same editors, whatever the case of the id and the form it comes in', async () => {
    const { workbench } = given;
    for (const input of [id, id.toUpperCase(), `https://partner.microsoft.com/dashboard/referrals/${id}?x=1`]) {
      const { ended } = await workbench.ask(commands.openReferral);
      await workbench.quickInput.answer(input);
      await ended;
      assert.deepEqual(
        (await workbench.editorTab(/./).allInnerTexts()).map((text) => text.replace('\n', '')),
        [title, `${id}.referral.json`],
      );
    }
  });

  it('suggests the id on the clipboard, and opens it beside what is open', async () => {
    const { workbench, sandbox } = given;
    await workbench.run(commands.openReferral, id);
    const copied = (await sandbox.list()).map((each) => each.id).find((each) => each !== id)!;
    await workbench.copy(`see ${copied}.`);
    const { ended } = await workbench.ask(commands.openReferral);
    await workbench.quickInput.rows.first().filter({ hasText: 'from the clipboard' }).waitFor();
    await workbench.screenshot('pick');
    await workbench.quickInput.input.press('Enter');
    await ended;
    await workbench.panel(copied).waitFor();
    // The second panel and document open in the groups of the first ones.
    assert.equal(await workbench.page.locator('.editor-group-container').count(), 2);
  });

  it('is restored after the window is reloaded', async () => {
    const { workbench } = given;
    await workbench.run(commands.openReferral, id);
    await workbench.reload();
    await workbench.panel(id).waitFor();
    await workbench.editorTab(title).waitFor();
    await workbench.editorTab(`${id}.referral.json`).waitFor();
  });
});

describe('A referral of the official document', () => {
  const given = useSandboxWindow({ sandbox: { seed: official } });
  beforeEach(() => given.workbench.run(commands.openReferral, officialId));

  it('has every value in the panel', async () => {
    const { workbench } = given;
    const panel = workbench.panel(officialId);
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
    const expected = leavesOf(parseJsonTree(official)).map((leaf) => [leaf.pointer, leaf.raw]);
    const byPath = ([a]: string[], [b]: string[]): number => (a! < b! ? -1 : 1);
    assert.deepEqual(shown.sort(byPath), expected.sort(byPath));
  });

  it('has a document that is the same JSON', async () => {
    const { workbench } = given;
    await workbench.editorTab(`${officialId}.referral.json`).click();
    await workbench.page.locator('.monaco-editor.focused').waitFor();
    await workbench.run('editor.action.selectAll');
    await workbench.run('editor.action.clipboardCopyAction');
    await workbench.clipboard(prettyJson(official));
  });
});
