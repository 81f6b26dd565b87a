import * as assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { prettyJson } from '../../src/referral/prettyJson.ts';
import { Drafts, type Draft, type SecretStore } from '../../src/services/edit/drafts.ts';
import { discardChanges } from '../../src/ui/documents/discardChanges.ts';
import { DraftDocuments } from '../../src/ui/documents/draftDocuments.ts';
import { DraftWarnings } from '../../src/ui/documents/draftWarnings.ts';
import { commands } from '../../src/ui/names.ts';
import { id, uri, useChangedDocument } from './changedDocument.ts';
import { set } from './sandboxConnection.ts';

/** What all windows share. */
class Secrets implements SecretStore {
  readonly stored = new Map<string, string>();
  /** Resolves before anything is read. */
  readable = Promise.resolve();
  keys = async (): Promise<string[]> => {
    await this.readable;
    return [...this.stored.keys()];
  };
  get = async (key: string): Promise<string | undefined> => this.stored.get(key);
  /** Resolves before anything is written. */
  writable = Promise.resolve();
  /** Resolves when something is to be written. */
  readonly asked = Promise.withResolvers<undefined>();
  store = async (key: string, value: string): Promise<void> => {
    this.asked.resolve(undefined);
    await this.writable;
    this.stored.set(key, value);
  };
  delete = async (key: string): Promise<void> => void this.stored.delete(key);

  get texts(): string[] {
    return Array.from(this.stored.values(), (text) => (JSON.parse(text) as Draft).text);
  }
}

describe('A draft', () => {
  const { answers, stored, replace, shows, open } = useChangedDocument();
  let secrets: Secrets;
  let account: string | undefined;
  const ended: vscode.Disposable[] = [];
  const warnings = new DraftWarnings(() => 'a referral', { said: () => undefined });
  beforeEach(() => {
    secrets = new Secrets();
    account = 'ada';
  });
  afterEach(() => vscode.Disposable.from(...ended.splice(0)).dispose());

  /** The drafts of a window with an account, beside those of the extension itself. */
  const windowOf = (name: string, base: string): { drafts: Drafts; documents: DraftDocuments } => {
    const drafts = new Drafts(secrets, () => account, name);
    const documents = new DraftDocuments(
      drafts,
      () => ({ text: base, eTag: undefined, mtime: 1, size: 1 }),
      () => undefined,
      warnings,
    );
    ended.push(drafts, documents);
    return { drafts, documents };
  };

  /** The documents that can be closed when their account signs out. */
  const released = async (documents: DraftDocuments): Promise<readonly vscode.TextDocument[]> => {
    let closed: readonly vscode.TextDocument[] = [];
    await documents.release('sandbox', async (given) => void (closed = given));
    return closed;
  };

  it('that is not stored yet when its account signs out is stored before its document is let go of', async () => {
    const document = await open();
    const { documents } = windowOf('this', document.getText());
    const reading = Promise.withResolvers<undefined>();
    secrets.readable = reading.promise;
    await replace(document, String((await stored()).details.dealValue), '4711');
    account = undefined;
    assert.deepEqual([await released(documents), secrets.texts], [[document], [document.getText()]]);
    reading.resolve(undefined);
  });

  it('of what was typed while the first change was being stored is stored right after it', async () => {
    const document = await open();
    windowOf('this', document.getText());
    const writing = Promise.withResolvers<undefined>();
    secrets.writable = writing.promise;
    await replace(document, String((await stored()).details.dealValue), '4711');
    await secrets.asked.promise;
    await replace(document, '4711', '47112');
    writing.resolve(undefined);
    await setImmediate();
    assert.deepEqual(secrets.texts, [document.getText()]);
  });

  it('that can not be stored keeps its document, and does not hinder others', async () => {
    const document = await open();
    const { documents } = windowOf('this', document.getText());
    secrets.store = () => Promise.reject(new Error('no storage'));
    await replace(document, String((await stored()).details.dealValue), '4711');
    assert.deepEqual(await released(documents), []);
    assert.ok(documents.isChanged(uri));
  });

  it('is what its document is based on while that is closed, whoever is signed in then', async () => {
    const document = await open();
    const base = document.getText();
    const { documents } = windowOf('this', base);
    await replace(document, String((await stored()).details.dealValue), '4711');
    account = 'another';
    await documents.release('sandbox', async () => assert.equal((await documents.find(uri))?.base, base));
    assert.equal(await documents.find(uri), undefined);
  });

  it('is shown when its document gets a tab again, which VS Code has held meanwhile', async () => {
    const { drafts } = windowOf('this', (await open()).getText());
    const held = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    assert.equal(held?.isClosed, false);
    const base = held.getText();
    const file = { connection: 'sandbox', account: 'ada', id, base, mtime: 1, size: 1 } as const;
    await drafts.put({ ...file, text: base.replace('"New"', '"Kept"'), changedAt: 1 });
    await vscode.window.showTextDocument(uri);
    await shows(held, 'Kept');
    assert.ok(held.isDirty);
  });

  it('of a text that was typed before the extension host started has no base', async () => {
    const document = await open();
    await replace(document, String((await stored()).details.dealValue), '4711');
    const drafts = new Drafts(secrets, () => account, 'this');
    const begun = new Promise<void>((resolve) => drafts.onDidChange(resolve));
    const documents = new DraftDocuments(
      drafts,
      () => undefined,
      () => undefined,
      warnings,
    );
    ended.push(drafts, documents);
    await begun;
    const draft = drafts.own('sandbox', id);
    assert.deepEqual([draft?.text, draft?.base, draft?.mtime], [document.getText(), undefined, 1]);
  });

  it('of another window is shown when the document opens, and stays when this window has one of its own', async () => {
    const text = prettyJson(JSON.stringify(await stored()));
    const other = new Drafts(secrets, () => account, 'other');
    const file = { connection: 'sandbox', account: 'ada', id, base: text, mtime: 1, size: 1 } as const;
    await other.put({ ...file, text: text.replace('"New"', '"Of another window"'), changedAt: 1 });
    const document = await open();
    const { drafts, documents } = windowOf('this', document.getText());
    await shows(document, 'Of another window');
    await drafts.load();
    await replace(document, '"Of another window"', '"Of this window"');
    await documents.update(document, {});
    assert.equal(secrets.texts.filter((each) => each.includes('Of another window')).length, 1);
    assert.equal(secrets.texts.filter((each) => each.includes('Of this window')).length, 1);
    assert.deepEqual(
      drafts.others('sandbox').map(({ draft }) => draft.text.includes('Of another window')),
      [true],
    );
    await other.put({ ...file, text: 'typed since', changedAt: 2 });
    const saved = document.getText();
    await documents.saved(uri, saved, { text: saved, eTag: undefined, mtime: 2, size: 2 }, document.version);
    assert.equal(secrets.texts.includes('typed since'), true);
    other.dispose();
  });

  it('is discarded with its text also where VS Code calls the document clean', async () => {
    const ask = vscode.window.showInformationMessage;
    await set('edit.preview', 'always');
    try {
      const document = await open();
      await replace(document, String((await stored()).details.dealValue), '4711');
      Object.assign(vscode.window, {
        showInformationMessage: async (): Promise<string> => {
          await replace(document, '4711', '4712');
          return 'Send';
        },
      });
      await document.save();
      assert.ok(document.getText().includes('4712'));
      answers.choose('Discard');
      await vscode.commands.executeCommand(commands.discardChanges, { id, connection: 'sandbox' });
      assert.deepEqual(answers.shown, ['Discard the unsaved changes of this referral?']);
      await shows(document, (await stored()).updatedDateTime);
      assert.ok(!document.getText().includes('4712'));
      assert.equal(document.isDirty, false);
    } finally {
      Object.assign(vscode.window, { showInformationMessage: ask });
      await set('edit.preview', undefined);
    }
  });

  it('is discarded with its text also where it was stored again while the question was open', async () => {
    const document = await open();
    const { drafts, documents } = windowOf('this', document.getText());
    await replace(document, String((await stored()).details.dealValue), '4711');
    await documents.update(document, {});
    answers.beforeResponse = () => documents.update(document, { changedAt: Date.now() + 1 });
    answers.choose('Discard');
    await discardChanges(drafts, 'sandbox', [id]);
    assert.deepEqual([document.isDirty, secrets.texts], [false, []]);
  });

  it('is kept after "Cancel", and that of another window is not touched by discarding this one', async () => {
    const document = await open();
    const { drafts, documents } = windowOf('this', document.getText());
    const other = new Drafts(secrets, () => account, 'other');
    const file = { connection: 'sandbox', account: 'ada', id, base: '{}', mtime: 1, size: 1 } as const;
    await other.put({ ...file, text: 'of the other', changedAt: 1 });
    await replace(document, String((await stored()).details.dealValue), '4711');
    await documents.update(document, {});
    answers.choose(undefined);
    await discardChanges(drafts, 'sandbox', [id]);
    assert.equal(secrets.stored.size, 2);
    assert.ok(document.isDirty);
    answers.choose('Discard');
    await discardChanges(drafts, 'sandbox', [id]);
    assert.deepEqual(secrets.texts, ['of the other']);
    assert.equal(document.isDirty, false);
    other.dispose();
  });
});
