import * as assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { Drafts, type SecretStore } from '../../src/services/edit/drafts.ts';
import { DraftDocuments } from '../../src/ui/documents/draftDocuments.ts';
import { windowId } from '../../src/ui/documents/draftStore.ts';
import { DraftWarnings } from '../../src/ui/documents/draftWarnings.ts';
import { uri, useChangedDocument } from './changedDocument.ts';
import { catalogOf, documentsOf, saveTo } from './documentsOf.ts';

const account = 'ada@litware.example';

/** Keeps nothing while it is full. */
class FullStorage implements SecretStore {
  isFull = true;
  #attempts = 0;
  #waiting: { readonly attempts: number; readonly resolve: () => void } | undefined;
  keys = async (): Promise<string[]> => [];
  get = async (): Promise<undefined> => undefined;
  store = (key: string, value: string): Promise<void> => this.#write(`${key} ${value.slice(0, 200)}`);
  delete = (key: string): Promise<void> => this.#write(key);

  /** Resolves when something was to be written this many times. */
  attempts(attempts: number): Promise<void> {
    return new Promise((resolve) => (this.#waiting = { attempts, resolve }));
  }

  async #write(what: string): Promise<void> {
    this.#attempts++;
    if (this.#waiting?.attempts === this.#attempts) this.#waiting.resolve();
    const message = `no space\nleft for ${what}`;
    if (this.isFull) throw Object.assign(new Error(message), { code: 'ENOSPC' });
  }
}

describe('A draft that VS Code does not store', () => {
  const { answers, sandbox, stored, replace, open } = useChangedDocument();
  let storage: FullStorage;
  let logged: string[];
  let unhandled: unknown[];
  const ended: vscode.Disposable[] = [];
  const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
  beforeEach(() => {
    storage = new FullStorage();
    logged = [];
    unhandled = [];
    process.on('unhandledRejection', onUnhandled);
  });
  afterEach(() => {
    process.off('unhandledRejection', onUnhandled);
    vscode.Disposable.from(...ended.splice(0)).dispose();
  });

  const follow = (base: string): DraftDocuments => {
    const drafts = new Drafts(storage, () => account, 'this');
    const warnings = new DraftWarnings(() => 'Woodgrove', { said: (...words) => logged.push(words.join(' ')) });
    const documents = new DraftDocuments(
      drafts,
      () => ({ text: base, eTag: undefined, mtime: 1, size: 1 }),
      () => undefined,
      warnings,
    );
    ended.push(drafts, documents);
    return documents;
  };

  it('is told once, with the next step, until it is stored again', async () => {
    const document = await open();
    const documents = follow(document.getText());
    const told = answers.next();
    await replace(document, String((await stored()).details.dealValue), '4711');
    assert.match(
      await told,
      /^The unsaved changes of "Woodgrove" can’t be kept for a restart \(no space left for .+…\)\. Save or copy them/,
    );
    await documents.update(document, {});
    assert.equal(answers.shown.length, 1);
    storage.isFull = false;
    await documents.update(document, {});
    storage.isFull = true;
    await documents.update(document, {});
    assert.equal(answers.shown.length, 2);
  });

  it('is nothing that goes wrong unseen, and the log names neither account nor text', async () => {
    const document = await open();
    follow(document.getText());
    const told = answers.next();
    await replace(document, String((await stored()).details.dealValue), '4711');
    await told;
    // At once, and again after the pause.
    const tried = storage.attempts(3);
    await replace(document, '4711', '4712');
    await tried;
    // When nobody handles a rejection is known at the end of a turn.
    await setImmediate();
    assert.deepEqual([unhandled, answers.shown.length], [[], 1]);
    assert.deepEqual(logged, ['Unsaved changes of a referral can’t be stored. ENOSPC']);
  });

  it('and can not be removed when it was given up, is told in the log alone', async () => {
    const document = await open();
    const documents = follow(document.getText());
    storage.isFull = false;
    const typed = storage.attempts(1);
    await replace(document, String((await stored()).details.dealValue), '4711');
    await typed;
    storage.isFull = true;
    const removed = storage.attempts(2);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await removed;
    await setImmediate();
    assert.deepEqual([documents.isChanged(uri), unhandled, answers.shown], [false, [], []]);
    assert.deepEqual(logged, ['The stored changes of a referral can’t be removed. ENOSPC']);
  });

  it('is sent all the same when it is saved', async () => {
    const document = await open();
    const { catalog, connection } = catalogOf(() => sandbox().url);
    const documents = documentsOf(catalog, storage);
    ended.push(documents, connection);
    const tried = storage.attempts(1);
    await replace(document, String((await stored()).details.dealValue), '4711');
    await tried;
    await saveTo(documents, document);
    assert.equal((await stored()).details.dealValue, 4711);
  });

  it('is one of a window that has a name also if that is not stored', async () => {
    const workspaceState = {
      keys: () => [],
      get: () => undefined,
      update: () => storage.store('name', 'of the window'),
    };
    assert.match(windowId({ workspaceState }), /^[\da-f-]{36}$/);
    await setImmediate();
    assert.deepEqual(unhandled, []);
  });
});
