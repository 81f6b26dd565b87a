import * as assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { referralUri } from '../../src/ui/documents/referralUri.ts';
import { hoverAt } from './hoverAt.ts';
import { useSandbox } from './sandboxConnection.ts';

const source = 'Partner Referrals';
const showcase = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const base = {
  id: '0f1e2d3c-0000-4000-8000-000000000001',
  eTag: '"1"',
  status: 'New',
  substatus: 'Pending',
  details: { dealValue: 5000, closingDateTime: '2026-10-30T00:00:00Z' },
};

const close = async (): Promise<void> => {
  for (const { uri, isDirty } of vscode.workspace.textDocuments) {
    if (!isDirty) continue;
    await vscode.window.showTextDocument(uri);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
};

/** Returns the diagnostics of a document when they match. Waits only for events. */
async function diagnosticsOf(
  uri: vscode.Uri,
  are: (own: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  const own = (): vscode.Diagnostic[] => vscode.languages.getDiagnostics(uri).filter((each) => each.source === source);
  if (!are(own())) {
    await new Promise<void>((resolve) => {
      const listening = vscode.languages.onDidChangeDiagnostics(() => {
        if (!are(own())) return;
        listening.dispose();
        resolve();
      });
    });
  }
  return own();
}

async function untitled(name: string, text: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: 'untitled', path: name }));
  await vscode.window.showTextDocument(document);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
  return document;
}

async function replace(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const at = document.getText().indexOf(from);
  assert.ok(at >= 0, from);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(at), document.positionAt(at + from.length)), to);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** Restores the text, so that nothing is unsaved. */
async function restore(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
  await diagnosticsOf(document.uri, (own) => own.length === 0);
}

const fix = async (document: vscode.TextDocument, range: vscode.Range, title: string): Promise<void> => {
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
  );
  const action = actions.find((each) => each.title === title);
  assert.ok(action?.edit, actions.map((each) => each.title).join());
  assert.ok(await vscode.workspace.applyEdit(action.edit));
};

describe('The diagnostics of a file with referrals', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fixtures-'));
  });
  afterEach(close);
  after(() => rm(folder, { recursive: true, force: true }));

  const open = async (name: string, value: unknown): Promise<vscode.TextDocument> => {
    const path = join(folder, name);
    await writeFile(path, JSON.stringify(value, null, 2));
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
    await vscode.window.showTextDocument(document);
    return document;
  };

  it('are warnings as soon as it opens, and a quick fix removes one', async () => {
    const document = await open('list.referral.json', { value: [base, { details: { closeDate: null } }] });
    const [found] = await diagnosticsOf(document.uri, (own) => own.length === 1);
    assert.ok(found);
    assert.equal(found.severity, vscode.DiagnosticSeverity.Warning);
    assert.equal(document.getText(found.range), '"closeDate"');
    await fix(document, found.range, 'Change to "closingDateTime"');
    await diagnosticsOf(document.uri, (own) => own.length === 0);
  });

  it('follow what is typed', async () => {
    const document = await open('one.referral.json', base);
    await replace(document, '"New"', '"Active"');
    const [found] = await diagnosticsOf(document.uri, (own) => own.length === 1);
    assert.ok(found);
    assert.equal(document.getText(found.range), '"Pending"');
    await fix(document, found.range, 'Set substatus to Accepted');
    await diagnosticsOf(document.uri, (own) => own.length === 0);
  });

  it('are there in an unsaved text with such a name, and not in other files', async () => {
    const other = await open('other.json', { details: { closeDate: null } });
    const document = await untitled(
      'New deal.referral.json',
      '{ "customerProfile": { "address": { "country": "Germany" } } }',
    );
    const { uri } = document;
    const [found] = await diagnosticsOf(uri, (own) => own.length === 1);
    assert.equal(found && document.getText(found.range), '"Germany"');
    assert.deepEqual(vscode.languages.getDiagnostics(other.uri), []);
  });
});

describe('The diagnostics of an edited referral', () => {
  useSandbox();
  afterEach(close);

  it('are errors against the version that was fetched, and end with the last change', async () => {
    const document = await vscode.workspace.openTextDocument(referralUri('sandbox', showcase));
    await vscode.window.showTextDocument(document);
    const created = /"createdDateTime": (".*?")/.exec(document.getText())?.[1] ?? '';
    await replace(document, created, '"2020-01-01T00:00:00Z"');
    const [found] = await diagnosticsOf(document.uri, (own) => own.length === 1);
    assert.ok(found);
    assert.equal(found.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(document.getText(found.range), '"2020-01-01T00:00:00Z"');
    await fix(document, found.range, `Restore ${created}`);
    await diagnosticsOf(document.uri, (own) => own.length === 0);
  });

  it('have an error for an emptied text, and leave malformed text to the JSON language', async () => {
    const document = await vscode.workspace.openTextDocument(referralUri('sandbox', showcase));
    await vscode.window.showTextDocument(document);
    const text = document.getText();
    await replace(document, text, '');
    const [found] = await diagnosticsOf(document.uri, (own) => own.length === 1);
    assert.equal(found?.severity, vscode.DiagnosticSeverity.Error);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '{ "id": ');
    await vscode.workspace.applyEdit(edit);
    await diagnosticsOf(document.uri, (own) => own.length === 0);
    const language = (): vscode.Diagnostic[] =>
      vscode.languages
        .getDiagnostics(document.uri)
        .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
    if (language().length === 0) {
      await new Promise<void>((resolve) => {
        const listening = vscode.languages.onDidChangeDiagnostics(() => {
          if (language().length === 0) return;
          listening.dispose();
          resolve();
        });
      });
    }
    await restore(document, text);
  });
});

describe('The JSON Schema of referrals', () => {
  useSandbox();
  afterEach(close);

  it('describes properties and values, and completes both, in an unsaved text with such a name', async () => {
    const document = await untitled('Other deal.referral.json', '[{ "status": "Active", "substatus": "" }]');
    const { uri } = document;
    assert.match(await hoverAt(document, '"status"'), /Where the deal stands/);
    assert.match(await hoverAt(document, '"Active"'), /Accepted, and being worked on/);
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      uri,
      document.positionAt(document.getText().indexOf('""') + 1),
    );
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(labels.includes('"Accepted"'), labels.join());
  });

  it('describes the documents of the extension', async () => {
    const document = await vscode.workspace.openTextDocument(referralUri('sandbox', showcase));
    await vscode.window.showTextDocument(document);
    assert.match(await hoverAt(document, '"status"'), /Where the deal stands/);
  });
});
