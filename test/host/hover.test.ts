import * as assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commands } from '../../src/ui/names.ts';
import { hoverAt } from './hoverAt.ts';
import { set, useSandbox } from './sandboxConnection.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';

const untitled = (language: string, content: string): Thenable<vscode.TextDocument> =>
  vscode.workspace.openTextDocument({ language, content });

describe('The hover', () => {
  const sandbox = useSandbox('hover.lookup');
  // Unsaved documents would remain open in other suites, and closing them shows a question.
  afterEach(async () => {
    for (const { uri, isUntitled } of vscode.workspace.textDocuments) {
      if (!isUntitled) continue;
      await vscode.window.showTextDocument(uri);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
    assert.deepEqual(
      vscode.window.tabGroups.all.flatMap((group) => group.tabs.filter((tab) => tab.isDirty)),
      [],
    );
  });
  const calls = async (): Promise<number> =>
    ((await (await fetch(`${sandbox().url}/_sandbox/calls`)).json()) as { calls: unknown[] }).calls.length;

  it('is there in every language, in files and in what was never saved, and asks for nothing', async () => {
    for (const language of ['plaintext', 'csharp', 'typescript', 'json', 'markdown']) {
      const document = await untitled(language, `x = "${id.toUpperCase()}";`);
      assert.match(await hoverAt(document, id.toUpperCase()), /Look up this referral/, language);
    }
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const file = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, 'Reporting/ReferralReport.cs'));
    assert.match(await hoverAt(file, id), /Look up this referral/);
    assert.equal(await calls(), 0);
  });

  it('knows no referral of a sandbox that was reset, or stopped and started again', async () => {
    const run = (command: string, ...args: unknown[]): Thenable<unknown> =>
      vscode.commands.executeCommand(command, ...args);
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
    const arrived = (await (await fetch(`${sandbox().url}/_sandbox/referrals`, init)).json()) as { id: string };
    // VS Code closes documents without an editor after a while.
    const hover = async (): Promise<string> => hoverAt(await untitled('plaintext', arrived.id), arrived.id);
    for (const change of [[commands.stopSandbox, commands.copySandboxUrl], [commands.resetSandbox]]) {
      await run(commands.openReferralJson, arrived.id);
      await run('workbench.action.closeAllEditors');
      assert.match(await hover(), /Open JSON/);
      for (const command of change) await run(command);
      assert.match(await hover(), /Look up this referral/);
    }
  });

  it('is there in a file system of another extension, e.g. of a virtual workspace', async () => {
    const content = Buffer.from(`const id = "${id}";`);
    const stat = { type: vscode.FileType.File, ctime: 0, mtime: 0, size: content.byteLength };
    const refuse = (): never => {
      throw vscode.FileSystemError.NoPermissions();
    };
    const virtual = vscode.workspace.registerFileSystemProvider('virtual-files', {
      onDidChangeFile: () => ({ dispose: () => undefined }),
      watch: () => ({ dispose: () => undefined }),
      stat: () => stat,
      readFile: () => content,
      readDirectory: () => [],
      createDirectory: refuse,
      writeFile: refuse,
      delete: refuse,
      rename: refuse,
    });
    try {
      const file = await vscode.workspace.openTextDocument(vscode.Uri.parse('virtual-files:/src/a.ts'));
      assert.match(await hoverAt(file, id), /Look up this referral/);
    } finally {
      virtual.dispose();
    }
  });

  it('is not there in what is no source file, nor in a referral’s own document', async () => {
    const output = vscode.workspace.registerTextDocumentContentProvider('some-output', {
      provideTextDocumentContent: () => id,
    });
    try {
      const text = await vscode.workspace.openTextDocument(vscode.Uri.parse('some-output:/log'));
      assert.equal(await hoverAt(text, id), '');
      const own = await vscode.workspace.openTextDocument(
        vscode.Uri.parse(`partner-referral://sandbox/${id}.referral.json`),
      );
      // VS Code shows the description of the property.
      assert.doesNotMatch(await hoverAt(own, id), /command:partnerReferrals/);
    } finally {
      output.dispose();
    }
  });

  it('says nothing over a near-miss', async () => {
    for (const text of [id.slice(1), `${id}0`, id.replaceAll('-', '')]) {
      assert.equal(await hoverAt(await untitled('plaintext', text), text), '', text);
    }
  });

  it('asks nobody on a very long line', async () => {
    const document = await untitled('plaintext', `${'a'.repeat(500_000)} ${id} ${'b'.repeat(500_000)}`);
    assert.match(await hoverAt(document, id), /Look up this referral/);
  });

  it('tells of a referral that came in a list', async () => {
    await vscode.commands.executeCommand(commands.refresh);
    const before = await calls();
    const said = await hoverAt(await untitled('plaintext', id), id);
    assert.match(said, /Woodgrove branch security refresh/);
    assert.match(said, /command:partnerReferrals\.openReferral\b/);
    assert.equal(await calls(), before);
  });

  it('says nothing while it is switched off', async () => {
    const document = await untitled('plaintext', id);
    await set('hover.lookup', 'off');
    assert.equal(await hoverAt(document, id), '');
    await set('hover.lookup', 'known');
    assert.match(await hoverAt(document, id), /Look up this referral/);
  });

  it('asks by itself only when it is told to, once for an id that is not there, and tells why there is no answer', async () => {
    await set('hover.lookup', 'always');
    const [unknown, refused, other] = [0, 1, 2].map((nth) => `00000000-0000-4000-8000-00000000000${nth}`) as [
      string,
      string,
      string,
    ];
    const before = await calls();
    const hover = async (id: string): Promise<string> => hoverAt(await untitled('plaintext', id), id);
    for (let nth = 0; nth < 2; nth++) {
      assert.match(
        await hover(unknown),
        /^There is no such referral&#44; or it is not visible[^]*\n\n\[Look up again\]/,
      );
    }
    // After this failure nothing is requested for a while, so it is no test of its own.
    const fault = { path: refused, status: 403 };
    assert.ok((await fetch(`${sandbox().url}/_sandbox/faults`, { method: 'POST', body: JSON.stringify(fault) })).ok);
    for (let nth = 0; nth < 2; nth++) {
      assert.match(await hover(refused), /^You don&#8217;t have access[^]*\n\n\[Look up again\]/);
    }
    // Nothing was asked about this one.
    assert.match(await hover(other), /^\[Look up this referral\]/);
    assert.equal(await calls(), before + 2);
  });
});
