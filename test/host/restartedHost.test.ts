import * as assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { ReferralDocuments } from '../../src/ui/documents/documents.ts';
import { uri, useChangedDocument } from './changedDocument.ts';
import { catalogOf, documentsOf, saveTo } from './documentsOf.ts';
import { openGate } from './gate.ts';

describe('A document that was open before the extension host started', () => {
  const { answers, sandbox, stored, byOthers, replace, open } = useChangedDocument();
  let document: vscode.TextDocument;
  const ended: vscode.Disposable[] = [];
  beforeEach(async () => (document = await open()));
  afterEach(() => ended.splice(0).forEach((each) => each.dispose()));

  const restart = (url = sandbox().url): ReferralDocuments => {
    const { catalog, connection } = catalogOf(() => url);
    const documents = documentsOf(catalog);
    ended.push(documents, connection);
    return documents;
  };
  const edit = async (): Promise<void> =>
    replace(document, `"dealValue": ${(await stored()).details.dealValue}`, '"dealValue": 4711');
  const save = (documents: ReferralDocuments): Promise<void> => saveTo(documents, document);

  it('is based on the version that it showed when it was not changed yet', async () => {
    const documents = restart();
    await byOthers('/details/notes', 'theirs');
    await edit();
    await save(documents);
    const { details } = await stored();
    assert.deepEqual([details.dealValue, details.notes, answers.shown], [4711, 'theirs', []]);
  });

  it('and changed before a draft was stored, is sent if its version is the server’s', async () => {
    await edit();
    await save(restart());
    assert.deepEqual([(await stored()).details.dealValue, answers.shown], [4711, []]);
  });

  it('and changed before a draft was stored, is not sent if others changed anything: nobody knows who changed what', async () => {
    await edit();
    await byOthers('/details/notes', 'theirs');
    const { details } = await stored();
    const documents = restart();
    // With a later time, VS Code would offer to overwrite the newer file.
    assert.equal((await documents.stat(uri)).mtime, 1);
    await assert.rejects(save(documents), /Nothing was overwritten/);
    assert.match(answers.shown.join(), /details\/(dealValue|notes), details\/(dealValue|notes)/);
    assert.deepEqual((await stored()).details, details);
    await assert.rejects(save(documents), /Nothing was overwritten/);
  });

  it('and changed before a draft was stored, can be sent when the server is reached again, which looks first', async () => {
    const show = vscode.window.showErrorMessage;
    const offered = Promise.withResolvers<readonly unknown[]>();
    const showErrorMessage = async (_text: string, ...buttons: unknown[]) => offered.resolve(buttons);
    let gate = await openGate(sandbox().url);
    try {
      await edit();
      const documents = restart(gate.url);
      await gate.close();
      Object.assign(vscode.window, { showErrorMessage });
      await assert.rejects(save(documents), /It could not be sent/);
      assert.ok((await offered.promise).includes('Send When Online'));
      await byOthers('/details/notes', 'theirs');
      const { details } = await stored();
      gate = await openGate(sandbox().url, undefined, Number(new URL(gate.url).port));
      await assert.rejects(save(documents), /Nothing was overwritten/);
      assert.deepEqual((await stored()).details, details);
    } finally {
      Object.assign(vscode.window, { showErrorMessage: show });
      await gate.close();
    }
  });
});
