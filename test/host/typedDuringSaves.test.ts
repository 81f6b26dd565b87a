import * as assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { prettyJson } from '../../src/referral/prettyJson.ts';
import { replaceText } from '../../src/ui/documents/draftDocuments.ts';
import { useAskedSaves } from './askedSaves.ts';
import { uri, useChangedDocument } from './changedDocument.ts';

describe('What is typed while a document is being saved', () => {
  const { answers, stored, byOthers, replace, shows, open } = useChangedDocument();
  const asked = useAskedSaves();

  it('can be a new registration that is typed on', async () => {
    await byOthers('/consent/consentToShareReferralWithMicrosoftSellers', true);
    await byOthers('/status', 'Closed', { op: 'replace', path: '/substatus', value: 'Won' });
    const document = await open();
    const added = {
      type: 'AzureIPCoSell',
      contract: { value: 180_000, currency: 'EUR', term: 'Perpetual', signDateTime: '2026-06-10T00:00:00Z' },
      solutionDetails: [{ id: 'S', value: 150_000, currency: 'EUR' }],
    };
    const deal = JSON.parse(document.getText()) as { registrations: object[] | null };
    const text = prettyJson(JSON.stringify({ ...deal, registrations: [...(deal.registrations ?? []), added] }));
    await replaceText(document, text);
    asked.meanwhile = () => replace(document, '"value": 150000', '"value": 160000');
    await document.save();
    asked.meanwhile = () => Promise.resolve();
    assert.equal(await document.save(), true, answers.shown.join());
    const after = (await stored()) as unknown as { registrations: (typeof added)[] };
    assert.equal(after.registrations.at(-1)?.solutionDetails[0]?.value, 160_000);
    assert.deepEqual([document.isDirty, answers.shown], [false, []]);
  });

  it('and taken back stays unsaved in VS Code, and can be saved or given up', async () => {
    const isTabChanged = (): boolean | undefined => vscode.window.tabGroups.activeTabGroup.activeTab?.isDirty;
    for (const end of [(document: vscode.TextDocument) => document.save(), revert]) {
      const document = await open();
      const { dealValue } = (await stored()).details;
      await replace(document, `"dealValue": ${dealValue}`, `"dealValue": ${dealValue + 1}`);
      await byOthers('/details/notes', `theirs ${dealValue}`);
      asked.meanwhile = async () => {
        await replace(document, `"dealValue": ${dealValue + 1}`, '"dealValue": 7');
        await replace(document, '"dealValue": 7', `"dealValue": ${dealValue + 1}`);
      };
      await document.save();
      assert.equal(isTabChanged(), true);
      asked.meanwhile = () => Promise.resolve();
      await end(document);
      await shows(document, `"notes": "theirs ${dealValue}"`);
      assert.deepEqual([isTabChanged(), (await stored()).details.dealValue], [false, dealValue + 1]);
      assert.deepEqual(answers.shown, []);
    }
  });
});

describe('A saved document', () => {
  const { answers, stored, byOthers, replace, shows, open } = useChangedDocument();

  it('is taken back by undo after it was saved, and what others changed is kept', async () => {
    const document = await open();
    const { dealValue } = (await stored()).details;
    const opened = document.getText();
    await replace(document, `"dealValue": ${dealValue}`, '"dealValue": 4711');
    await byOthers('/details/notes', 'theirs');
    assert.equal(await document.save(), true);
    await shows(document, '"notes": "theirs"');
    await vscode.window.showTextDocument(uri);
    while (document.getText() !== opened) await vscode.commands.executeCommand('undo');
    assert.equal(await document.save(), true, answers.shown.join());
    await shows(document, '"notes": "theirs"');
    const { details } = await stored();
    assert.deepEqual([details.dealValue, details.notes, document.isDirty], [dealValue, 'theirs', false]);
  });
});

async function revert(): Promise<boolean> {
  await vscode.window.showTextDocument(uri);
  await vscode.commands.executeCommand('workbench.action.files.revert');
  return true;
}
