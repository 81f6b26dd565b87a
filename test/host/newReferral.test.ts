import * as assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commands } from '../../src/ui/names.ts';
import { serveSandbox } from '../../src/sandbox/http/serveSandbox.ts';
import { run, useChangeCommands, type Referral } from './changeCommands.ts';
import { set } from './sandboxConnection.ts';

describe('The commands that create referrals', () => {
  const { sandbox, shown, answer, ask, arrive, writes, failNext, close } = useChangeCommands();

  it('from a template, which can be sent as it is and is opened then', async () => {
    for (const [template, referrals] of [
      ['Private deal', 1],
      ['Shared deal', 2],
      ['Test fixture', 2],
    ] as const) {
      answer(template);
      await run(commands.newReferral);
      const document = vscode.window.activeTextEditor?.document;
      assert.equal(document?.languageId, 'json');
      assert.ok(document.isUntitled);
      const before = await writes();
      await run(commands.sendReferral, document.uri);
      assert.equal((await writes()) - before, referrals, `${template}: ${shown.join()}`);
      const labels = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
      assert.ok(labels.includes('Example deal (Sandbox)'), labels.join());
      await close(document);
      await run('workbench.action.closeAllEditors');
    }
  });

  it('has only the template, also where VS Code still has the text of a closed document with that name', async () => {
    const { openTextDocument } = vscode.workspace;
    const withRest = async (uri: vscode.Uri): Promise<vscode.TextDocument> => {
      const document = await openTextDocument(uri);
      const edit = new vscode.WorkspaceEdit();
      edit.insert(uri, new vscode.Position(0, 0), '{\n  "name": "closed"\n}\n');
      await vscode.workspace.applyEdit(edit);
      return document;
    };
    Object.assign(vscode.workspace, { openTextDocument: withRest });
    try {
      answer('Private deal');
      await run(commands.newReferral);
    } finally {
      Object.assign(vscode.workspace, { openTextDocument });
    }
    const { document } = vscode.window.activeTextEditor!;
    const { name } = JSON.parse(document.getText()) as { name: string };
    assert.equal(name, 'Example deal');
    await close(document);
  });

  it('in a document of its own with the checks of referrals, which no template fails', async () => {
    const opened: vscode.TextDocument[] = [];
    for (const template of ['Private deal', 'Shared deal', 'Test fixture', 'Private deal']) {
      answer(template);
      await run(commands.newReferral);
      const editor = vscode.window.activeTextEditor!;
      opened.push(editor.document);
      // A wrong value shows that the check has seen the whole text.
      const at = editor.document.getText().indexOf('USD');
      const range = new vscode.Range(editor.document.positionAt(at), editor.document.positionAt(at + 3));
      await editor.edit((edit) => edit.replace(range, 'Euros'));
      const found = await problemsOf(editor.document.uri);
      // JSON's own check may find the same.
      assert.deepEqual(
        [...new Set(found.map((each) => editor.document.getText(each.range)))],
        ['"Euros"'],
        `${template}: ${found.map(({ message }) => message).join()}`,
      );
    }
    assert.equal(new Set(opened.map(({ uri }) => uri.toString())).size, 4);
    for (const document of opened) await close(document);
  });

  it('send nothing that is no JSON or breaks a rule, and say where', async () => {
    const before = await writes();
    for (const [content, said] of [
      ['{\n  "name": x\n}', /line 2, column 11/],
      ['', /not valid JSON/],
      ['[]', /one JSON object/],
      ['{ "name": "x" }', /is required/],
    ] as const) {
      const document = await vscode.workspace.openTextDocument({ language: 'json', content });
      shown.length = 0;
      await run(commands.sendReferral, document.uri);
      assert.equal(shown.length, 1);
      assert.match(shown[0]!, said);
      await close(document);
    }
    assert.equal(await writes(), before);
  });

  it('post nothing again after an error of the server before somebody says so, nor to another server', async () => {
    answer('Private deal');
    await run(commands.newReferral);
    const { document } = vscode.window.activeTextEditor!;
    const path = '/v1.0/*';
    await failNext({ method: 'POST', path, status: 503 });
    const before = await writes();
    await run(commands.sendReferral, document.uri);
    assert.match(shown.join(), /may or may not have been created/);
    assert.equal((await writes()) - before, 1);
    const other = await serveSandbox();
    try {
      const clicks = new Map<string, (button: string) => void>();
      const said = new Map<string, (text: string) => void>();
      const told = (what: string): Promise<string> => new Promise((resolve) => said.set(what, resolve));
      const warning = (text: string): Promise<string> => {
        said.get('warning')?.(text);
        return new Promise((click) => clicks.set('warning', click));
      };
      const error = async (text: string): Promise<undefined> => said.get('error')?.(text) as undefined;
      Object.assign(vscode.window, { showWarningMessage: warning, showErrorMessage: error });
      const asked = told('warning');
      await run(commands.sendReferral, document.uri);
      await asked;
      await set('sandbox.url', other.url);
      const refused = told('error');
      clicks.get('warning')?.('Send Again');
      assert.match(await refused, /account or the server has changed since\. Nothing was sent/);
      assert.deepEqual(
        other.traffic.calls().filter(({ method }) => method === 'POST'),
        [],
      );
    } finally {
      await set('sandbox.url', sandbox().url);
      await other.close();
    }
    await close(document);
  });

  it('tell what a half-created deal has when the document was changed since', async () => {
    answer('Shared deal');
    await run(commands.newReferral);
    const { document } = vscode.window.activeTextEditor!;
    const path = '/v1.0/*';
    await failNext({ method: 'POST', path, delayMs: 1 });
    await failNext({ method: 'POST', path, status: 403 });
    const before = await writes();
    await run(commands.sendReferral, document.uri);
    assert.equal((await writes()) - before, 2);
    const editor = await vscode.window.showTextDocument(document);
    const text = document
      .getText()
      .replace(/"dealValue": \d+/, '"dealValue": 99999')
      .replace('"Example deal"', '"Renamed deal"');
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, document.lineCount, 0), text));
    shown.length = 0;
    await run(commands.sendReferral, document.uri);
    assert.match(
      shown.join(),
      /created before you changed the document.*isn’t invited yet\. It has name: Example deal; Deal value: 25000\./,
    );
    assert.equal((await writes()) - before, 2);
    await close(document);
  });

  it('send nothing of a referral that exists, and say how its changes are sent', async () => {
    const id = await arrive();
    await run(commands.openReferralJson, id);
    const { document } = vscode.window.activeTextEditor!;
    const before = await writes();
    for (const given of [[], [document.uri]]) {
      shown.length = 0;
      await run(commands.sendReferral, ...given);
      assert.match(shown.join(), /exists already, so nothing was sent\. Save the document/);
    }
    assert.equal(await writes(), before);
  });

  it('are sent by their address in any form, and never another document in their place', async () => {
    answer('Private deal');
    await run(commands.newReferral);
    const { document } = vscode.window.activeTextEditor!;
    const before = await writes();
    for (const wrong of [42, 'Untitled-1', {}, { uri: document.uri }, vscode.Uri.file('/none.json'), []]) {
      shown.length = 0;
      await run(commands.sendReferral, wrong);
      assert.match(shown.join(), /Nothing was sent\.$/, JSON.stringify(wrong));
    }
    assert.equal(await writes(), before);
    const other = await vscode.workspace.openTextDocument({ language: 'json', content: '{}' });
    await vscode.window.showTextDocument(other);
    for (const address of [document.uri.toString(), JSON.parse(JSON.stringify(document.uri))]) {
      await run(commands.sendReferral, address);
    }
    assert.equal((await writes()) - before, 1);
    await close(document);
    await close(other);
  });

  it('are created once, and again only if somebody says so', async () => {
    answer('Private deal');
    await run(commands.newReferral);
    const { document } = vscode.window.activeTextEditor!;
    const before = await writes();
    await run(commands.sendReferral, document.uri);
    for (const name of ['Example deal with a corrected name', 'Example deal']) {
      const text = document.getText().replace(/"name": "Example deal[^"]*"/, `"name": "${name}"`);
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
      await vscode.workspace.applyEdit(edit);
      shown.length = 0;
      await run(commands.sendReferral, document.uri);
      assert.match(shown.join(), /has created a deal already, so nothing was sent/, name);
      assert.equal((await writes()) - before, 1, name);
    }
    const tabOf = () =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label === 'Example deal (Sandbox)');
    await vscode.window.tabGroups.close(tabOf()!);
    const opened = new Promise<void>((resolve) => {
      const listening = vscode.window.tabGroups.onDidChangeTabs(() => {
        if (!tabOf()) return;
        listening.dispose();
        resolve();
      });
    });
    answer('Create Another');
    await run(commands.sendReferral, document.uri);
    await opened;
    assert.equal((await writes()) - before, 2);
    await close(document);
  });

  it('send nothing with a property that is repeated, and select it', async () => {
    const content = '{ "name": "a", "details": { "dealValue": 25000, "dealValue": 1 } }';
    const document = await vscode.workspace.openTextDocument({ language: 'json', content });
    await run(commands.sendReferral, document.uri);
    assert.match(shown.join(), /"dealValue" is set more than once/);
    assert.equal(document.getText(vscode.window.activeTextEditor?.selection), '25000');
    await close(document);
  });

  it('find the deal whose answer was lost and post it once', async () => {
    answer('Private deal');
    await run(commands.newReferral);
    const editor = vscode.window.activeTextEditor!;
    const text = editor.document.getText().replace('"externalReferenceId": ""', '"externalReferenceId": "crm-lost"');
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, editor.document.lineCount, 0), text));
    await failNext({ method: 'POST', path: '/v1.0/*', disconnect: true, applyFirst: true });
    const before = await writes();
    await run(commands.sendReferral);
    assert.equal((await writes()) - before, 1, shown.join());
    const { value } = (await ask('/v1.0/engagements/referrals')) as { value: Referral[] };
    assert.equal(value.filter(({ externalReferenceId }) => externalReferenceId === 'crm-lost').length, 1);
    await close(editor.document);
  });
});

/** The problems of a document, when this extension has found some. */
async function problemsOf(uri: vscode.Uri): Promise<readonly vscode.Diagnostic[]> {
  const found = (): vscode.Diagnostic[] => vscode.languages.getDiagnostics(uri);
  const isChecked = (): boolean => found().some(({ source }) => source === 'Partner Referrals');
  if (!isChecked()) {
    await new Promise<void>((resolve) => {
      const listening = vscode.languages.onDidChangeDiagnostics(() => {
        if (!isChecked()) return;
        listening.dispose();
        resolve();
      });
    });
  }
  return found();
}
