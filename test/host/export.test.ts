import * as assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commands } from '../../src/ui/names.ts';
import { createSandbox } from '../../src/sandbox/http/createSandbox.ts';
import { previewedSource } from './previewedSource.ts';
import { set, useSandbox } from './sandboxConnection.ts';

interface Referral {
  readonly id: string;
  readonly engagementId: string;
  readonly eTag: string;
  readonly status: string;
  readonly team: readonly { readonly email: string }[] | null;
}

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const run = (command: string, ...given: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(command, ...given);
const copied = (): Thenable<string> => vscode.env.clipboard.readText();
const row = (of: string) => ({ kind: 'referral', id: of, connection: 'sandbox' });

describe('The commands that make fixtures and code', () => {
  const sandbox = useSandbox('sandbox.seedFile');
  const shown: string[] = [];
  /** What is answered: the label of a choice, the button of a message, or the file of a dialog; in order. */
  let answers: (string | vscode.Uri)[];
  let dialogs: vscode.SaveDialogOptions[];
  let restore: () => void;
  let folder: vscode.Uri;

  beforeEach(async () => {
    shown.length = 0;
    answers = [];
    dialogs = [];
    // VS Code has no API to answer its dialogs.
    const { showErrorMessage, showInformationMessage, showQuickPick, showSaveDialog } = vscode.window;
    const message = (text: string, ...buttons: string[]): Promise<string | undefined> => {
      shown.push(text);
      const [answer] = answers;
      return Promise.resolve(
        typeof answer === 'string' && buttons.includes(answer) ? String(answers.shift()) : undefined,
      );
    };
    Object.assign(vscode.window, {
      showErrorMessage: message,
      showInformationMessage: message,
      showQuickPick: (items: readonly { label: string }[]) => {
        shown.push(items.map(({ label }) => label.replace(/^\$\([\w-]+\) /, '')).join(', '));
        const wanted = answers.shift();
        return Promise.resolve(items.find(({ label }) => label.replace(/^\$\([\w-]+\) /, '') === wanted));
      },
      showSaveDialog: (options: vscode.SaveDialogOptions) => {
        dialogs.push(options);
        return Promise.resolve(answers.shift());
      },
    });
    restore = () =>
      void Object.assign(vscode.window, { showErrorMessage, showInformationMessage, showQuickPick, showSaveDialog });
    folder = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'exported');
    await vscode.workspace.fs.createDirectory(folder);
    await vscode.env.clipboard.writeText('');
  });
  afterEach(async () => {
    restore();
    await run('workbench.action.revertAndCloseActiveEditor');
    await run('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  const target = (name = 'x.referral.json'): vscode.Uri => vscode.Uri.joinPath(folder, name);
  const readText = async (file: vscode.Uri): Promise<string> =>
    new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  const shownReport = (name: string): Promise<vscode.TextEditor> => previewedSource(`Report on ${name}.md`);
  const list = async (): Promise<Referral[]> => {
    const answer = await fetch(`${sandbox().url}/v1.0/engagements/referrals`, {
      headers: { authorization: 'Bearer sandbox-admin' },
    });
    return ((await answer.json()) as { value: Referral[] }).value;
  };

  it('write a fixture of a referral into a given file, and overwrite it', async () => {
    await run(commands.saveAsFixture, id, target());
    const text = await readText(target());
    const referral = JSON.parse(text) as Referral;
    assert.equal(referral.status, 'New');
    assert.doesNotMatch(text, /Woodgrove|Lucía|8d5b1f0a/i);
    assert.match(shown.join(), /^Saved 1 referral in exported\/x\.referral\.json\. Replaced values: \d+\.$/);
    await run(commands.saveAsFixture, { id: id.toUpperCase() }, target());
    assert.equal(await readText(target()), text);
  });

  it('write a fixture of several, given as ids or as selected rows, which the sandbox takes as its seed', async () => {
    const ids = (await list()).slice(0, 5).map((each) => each.id);
    await run(commands.saveAsFixture, ids, target());
    const text = await readText(target());
    assert.equal((JSON.parse(text) as Referral[]).length, 5);
    const seeded = createSandbox({ seed: text });
    const answer = await seeded.fetch(new Request('http://127.0.0.1/_sandbox/health'));
    assert.equal(((await answer.json()) as { referrals: number }).referrals, 5);
    answers = [target('rows.referral.json')];
    await run(
      commands.saveAsFixture,
      row(ids[0]!),
      ids.map((each) => row(each)),
    );
    assert.equal(await readText(target('rows.referral.json')), text);
    assert.match(String(dialogs[0]?.defaultUri), /\/fixtures\.referral\.json$/);
  });

  it('take rows from the connection that they come from', async () => {
    const ids = (await list()).slice(0, 2).map((each) => each.id);
    await set('connection', undefined);
    try {
      await run(
        commands.saveAsFixture,
        ids.map((each) => row(each)),
        target(),
      );
      assert.equal((JSON.parse(await readText(target())) as Referral[]).length, 2);
      shown.length = 0;
      // An ID alone is one of the current connection.
      await run(commands.saveAsFixture, [row(ids[0]!), ids[1]], target('mixed.referral.json'));
      await run(commands.saveAsFixture, row(ids[0]!), [
        row(ids[0]!),
        { ...row(ids[1]!), connection: 'partner-center' },
      ]);
      const [first, ...others] = shown;
      assert.match(String(first), /come from the sandbox and from Partner Center/);
      assert.deepEqual([others, dialogs], [[first], []]);
      assert.deepEqual(
        (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name),
        ['x.referral.json'],
      );
    } finally {
      await set('connection', 'sandbox');
    }
  });

  it('open a report without the originals, and set the file as the seed', async () => {
    answers = ['Open Report'];
    await run(commands.saveAsFixture, id, target());
    const editor = await shownReport('x.referral.json');
    assert.equal(editor.document.languageId, 'markdown');
    const report = editor.document.getText();
    assert.match(report, /\| `\/customerProfile\/name` \| Names \| 1 \|/);
    assert.doesNotMatch(report, /Woodgrove|Lucía|8d5b1f0a/i);
    // It asks for nothing when it is closed.
    assert.equal(editor.document.isUntitled, false);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'x'));
    assert.deepEqual([editor.document.getText(), editor.document.isDirty], [report, false]);
    answers = ['Use as Sandbox Seed'];
    const setting = (): unknown => vscode.workspace.getConfiguration().get('partnerReferrals.sandbox.seedFile');
    const changed = new Promise<void>((resolve) => {
      const listening = vscode.workspace.onDidChangeConfiguration(() => {
        if (setting() === '') return;
        listening.dispose();
        resolve();
      });
    });
    await run(commands.saveAsFixture, id, target());
    await changed;
    assert.equal(setting(), '${workspaceFolder}/exported/x.referral.json');
    const { Workspace } = vscode.ConfigurationTarget;
    await vscode.workspace.getConfiguration().update('partnerReferrals.sandbox.seedFile', undefined, Workspace);
  });

  it('show the newest report of a file that is saved again', async () => {
    // VS Code keeps a document for a while after it is closed, so no other test has one of this name.
    const name = 'twice.referral.json';
    answers = ['Open Report'];
    await run(commands.saveAsFixture, id, target(name));
    const { document } = await shownReport(name);
    assert.match(document.getText(), /^1 referral, /m);
    const changed = new Promise<void>((resolve) => {
      const listening = vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document !== document) return;
        listening.dispose();
        resolve();
      });
    });
    answers = ['Open Report'];
    const ids = (await list()).slice(0, 2).map((each) => each.id);
    await run(commands.saveAsFixture, ids, target(name));
    await changed;
    assert.match(document.getText(), /^2 referrals, /m);
  });

  it('save nothing when the dialog is dismissed, and say why a file can’t be written', async () => {
    await run(commands.saveAsFixture, id);
    assert.equal(dialogs.length, 1);
    assert.match(String(dialogs[0]?.defaultUri), /\/fixture\.referral\.json$/);
    assert.deepEqual(shown, []);
    await run(commands.saveAsFixture, id, vscode.Uri.parse('nothing-here:/x.referral.json'));
    assert.match(shown.join(), /can’t be written to .*Save it in another folder/);
    shown.length = 0;
    await run(commands.saveAsFixture, [id, 'no id'], target());
    assert.match(shown.join(), /not a referral ID/);
    await run(commands.saveAsFixture, [], target());
    assert.match(shown.join(), /Choose at least one/);
    await run(commands.saveAsFixture, [id, '00000000-0000-4000-8000-000000000000'], target());
    assert.match(shown.join(), /no such referral/);
    assert.deepEqual(await vscode.workspace.fs.readDirectory(folder), []);
  });

  it('copy code in the language that was given', async () => {
    for (const [language, sign] of [
      ['curl', /^curl /m],
      ['http', /^GET \{\{address\}\}/m],
      ['csharp', /HttpClient/],
      ['typescript', /await fetch/],
      ['python', /urllib\.request/],
    ] as const) {
      await run(commands.copyAs, id, language);
      const code = await copied();
      assert.match(code, sign);
      assert.ok(code.includes(`/v1.0/engagements/referrals/${id}`), language);
      assert.match(code, /PARTNER_API_TOKEN/);
      assert.doesNotMatch(code, /sandbox-admin|127\.0\.0\.1/);
    }
    assert.deepEqual(shown, []);
    await run(commands.copyAs, id, 'perl');
    assert.match(shown.join(), /curl, http, csharp, typescript, python, not as "perl"/);
    shown.length = 0;
    await vscode.env.clipboard.writeText('before');
    await run(commands.copyAs, id, 'curl', 'lst');
    assert.match(shown.join(), /get, list, patch, receiver, not "lst"/);
    assert.equal(await copied(), 'before');
  });

  it('ask what the code shall do, and in which language', async () => {
    answers = ['Receive webhook events', 'TypeScript'];
    await run(commands.copyAs);
    assert.deepEqual(shown, ['Read one referral, Read the list, Receive webhook events', 'C#, TypeScript, Python']);
    assert.match(await copied(), /x-ms-certificate-url/);
    shown.length = 0;
    answers = ['Read one referral', '.http'];
    await run(commands.copyAs, row(id), [row(id)]);
    assert.deepEqual(shown, ['Read one referral, Receive webhook events', 'cURL, .http, C#, TypeScript, Python']);
    assert.match(await copied(), /^GET /m);
  });

  it('copy the list as the side panel filters it', async () => {
    await run(commands.clearFilter);
    await run(commands.copyListAs, 'curl');
    assert.ok((await copied()).includes("path='/v1.0/engagements/referrals?$orderby=updatedDateTime%20desc'"));
    await run(commands.showAttention);
    await run(commands.copyAs, undefined, 'python', 'list');
    assert.match(await copied(), /The side panel filters by more than the API can/);
    await run(commands.clearFilter);
    answers = ['cURL'];
    await run(commands.copyListAs, row(id));
    assert.ok((await copied()).includes('$orderby=updatedDateTime%20desc'));
  });

  it('copy the change that saving would send', async () => {
    const before = (await list()).find((each) => each.id === id)!;
    await run(commands.copyAs, id, 'curl', 'patch');
    assert.match(shown.join(), /no unsaved changes/);
    await set('open.layout', 'json');
    await run(commands.openReferralJson, id);
    const editor = vscode.window.activeTextEditor!;
    const text = editor.document.getText();
    const at = text.indexOf('Needs identity');
    await editor.edit((edit) => {
      const start = editor.document.positionAt(at);
      edit.replace(new vscode.Range(start, start.translate(0, 'Needs'.length)), "It's 5 $ `now`:");
    });
    answers = ['Send the unsaved changes', 'TypeScript'];
    await run(commands.copyAs, editor.document.uri);
    const code = await copied();
    assert.ok(code.includes(`'If-Match': '${before.eTag}'`), code);
    assert.ok(code.includes(String.raw`[{"op":"replace","path":"/details/notes","value":"It\'s 5 $ ` + '`now`:'), code);
    await run('workbench.action.files.revert');
    await set('open.layout', undefined);
  });
});
