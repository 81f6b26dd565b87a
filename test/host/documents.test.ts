import * as assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { closeDocuments } from '../../src/ui/documents/openDocuments.ts';
import { referralUri } from '../../src/ui/documents/referralUri.ts';
import { commands } from '../../src/ui/names.ts';
import { uri, useChangedDocument } from './changedDocument.ts';
import { catalogOf, documentsOf } from './documentsOf.ts';
import { openGate } from './gate.ts';
import { set, useSandbox } from './sandboxConnection.ts';

const ask = { signal: new AbortController().signal };
const close = (): Thenable<unknown> => vscode.commands.executeCommand('workbench.action.closeAllEditors');

describe('The documents of referrals', () => {
  const sandbox = useSandbox();
  afterEach(close);

  const stage = async () => {
    const { catalog, connection } = catalogOf(() => sandbox().url);
    const { items } = await (await connection.client()).list(undefined, ask);
    return { connection, catalog, ids: items.map(({ id }) => id) };
  };

  it('that have a tab are read again when their connection is forgotten, those without one are not', async () => {
    const { catalog, connection, ids } = await stage();
    const [shown, held] = ids.map((id) => referralUri('sandbox', id)) as [vscode.Uri, vscode.Uri];
    const documents = documentsOf(catalog);
    try {
      await vscode.window.showTextDocument(held);
      await close();
      await vscode.window.showTextDocument(shown);
      const open = vscode.workspace.textDocuments.map(({ uri }) => uri.toString());
      assert.ok(open.includes(held.toString()), 'VS Code holds the document whose tab was closed.');
      for (const uri of [shown, held]) await documents.readFile(uri);
      const changed: string[] = [];
      documents.onDidChangeFile((events) => changed.push(...events.map(({ uri }) => uri.toString())));
      catalog.forget('sandbox');
      assert.deepEqual(changed, [shown.toString()]);
    } finally {
      documents.dispose();
      connection.dispose();
    }
  });

  it('without a tab get the news as well, which costs no request', async () => {
    const { catalog, connection, ids } = await stage();
    const [id] = ids as [string];
    const uri = referralUri('sandbox', id);
    const documents = documentsOf(catalog);
    try {
      await vscode.workspace.openTextDocument(uri);
      const changed: string[] = [];
      documents.onDidChangeFile((events) => changed.push(...events.map((event) => event.uri.toString())));
      await catalog.open('sandbox', id, ask);
      assert.deepEqual(changed, [uri.toString()]);
    } finally {
      documents.dispose();
      connection.dispose();
    }
  });

  it('are refreshed two at a time, and not those whose tab was closed', async () => {
    const { connection, ids } = await stage();
    connection.dispose();
    const [closed, ...open] = ids.slice(0, 6) as [string, ...string[]];
    await vscode.window.showTextDocument(referralUri('sandbox', closed));
    await close();
    for (const id of open) await vscode.window.showTextDocument(referralUri('sandbox', id), { preview: false });
    const gate = await openGate(sandbox().url);
    try {
      // The new URL is a new sandbox, so VS Code reads the documents in tabs again.
      await set('sandbox.url', gate.url);
      for (const id of open) await vscode.workspace.fs.readFile(referralUri('sandbox', id));
      gate.seen.ids.length = gate.seen.most = 0;
      const held = gate.hold(/\/referrals\/./);
      const refreshing = vscode.commands.executeCommand(commands.refresh);
      await held.asked;
      held.release();
      await refreshing;
      assert.deepEqual([...new Set(gate.seen.ids)].sort(), [...open].sort());
      assert.ok(gate.seen.most <= 2, `${gate.seen.most} at the same time`);
    } finally {
      await gate.close();
    }
  });

  it('are closed with their connection, comparisons too, and no others', async () => {
    const { connection, ids } = await stage();
    connection.dispose();
    const [first, second] = ids.map((id) => referralUri('sandbox', id)) as [vscode.Uri, vscode.Uri];
    await vscode.commands.executeCommand('vscode.diff', first, second);
    const text = await vscode.workspace.openTextDocument({ content: 'x' });
    await vscode.commands.executeCommand('vscode.diff', second, text.uri);
    await vscode.window.showTextDocument(second, { preview: false });
    await vscode.window.showTextDocument(text, { preview: false });
    await closeDocuments('partner-center');
    assert.equal(vscode.window.tabGroups.all.flatMap((group) => group.tabs).length, 4);
    await closeDocuments('sandbox');
    const left = vscode.window.tabGroups.all.flatMap((group) => group.tabs.map((tab) => tab.label));
    assert.equal(left.length, 1, left.join());
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});

describe('A changed document whose file another extension writes', () => {
  const { stored, byOthers, replace, shows, open } = useChangedDocument();

  it('can be given up, and follows the server then', async () => {
    const document = await open();
    const { dealValue } = (await stored()).details;
    const text = document.getText();
    await replace(document, `"dealValue": ${dealValue}`, '"dealValue": 1234');
    const written = text.replace(`"dealValue": ${dealValue}`, '"dealValue": 99');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(written));
    assert.deepEqual([(await stored()).details.dealValue, document.isDirty], [99, true]);
    await vscode.window.showTextDocument(uri);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await shows(document, '"dealValue": 99');
    await byOthers('/details/notes', 'later');
    await vscode.commands.executeCommand(commands.refresh);
    await shows(document, '"notes": "later"');
  });
});
