import * as assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { commands, innerCommands, pickerCommands } from '../../src/ui/names.ts';
import { openGate } from './gate.ts';
import { set, useSandbox } from './sandboxConnection.ts';
import { watchMessages } from './watchMessages.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
const uri = vscode.Uri.parse(`partner-referral://sandbox/${id}.referral.json`);
const run = (command: string, argument?: unknown): Thenable<unknown> =>
  vscode.commands.executeCommand(command, argument);
const tabs = (): vscode.Tab[] => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
const labels = (): string[] => tabs().map((tab) => tab.label);

/** Resolves with the next event that matches. */
function once<T>(event: vscode.Event<T>, wanted: (each: T) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const listening = event((each) => {
      if (!wanted(each)) return;
      listening.dispose();
      resolve();
    });
  });
}

describe('The commands', () => {
  const sandbox = useSandbox('open.layout');
  let watched: ReturnType<typeof watchMessages>;
  beforeEach(() => (watched = watchMessages()));
  afterEach(async () => {
    watched.stop();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('open a referral by id, by URL and by object, and are done when panel and document are there', async () => {
    for (const argument of [id.toUpperCase(), `https://x.example/referrals/${id}`, { id }]) {
      await run(commands.openReferral, argument);
      assert.deepEqual(labels(), ['Woodgrove branch security refresh (Sandbox)', `${id}.referral.json`]);
      assert.ok(vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString()));
    }
    const [panel, document] = vscode.window.tabGroups.all;
    assert.equal(document?.viewColumn, (panel?.viewColumn ?? 0) + 1);
    assert.deepEqual(watched.messages, []);
  });

  it('show what the layout setting says', async () => {
    await set('open.layout', 'panel');
    await run(commands.openReferral, id);
    assert.deepEqual(labels(), ['Woodgrove branch security refresh (Sandbox)']);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await set('open.layout', 'json');
    await run(commands.openReferral, id);
    assert.deepEqual(labels(), [`${id}.referral.json`]);
  });

  it('open the document alone as json that can be changed, with its language and the server’s text', async () => {
    await run(commands.openReferralJson, id);
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.uri.toString(), uri.toString());
    assert.equal(document.languageId, 'json');
    assert.equal(vscode.workspace.fs.isWritableFileSystem('partner-referral'), true);
    const served = await fetch(`${sandbox().url}/v1.0/engagements/referrals/${id}`, {
      headers: { authorization: 'Bearer sandbox-admin' },
    });
    assert.deepEqual(JSON.parse(document.getText()), await served.json());
  });

  it('ask once when they are called twice, as by a double click, and open what is chosen', async () => {
    await set('open.layout', 'panel');
    // The first row is the id that is selected. Otherwise, it would be what the clipboard or the history has.
    const document = await vscode.workspace.openTextDocument({ content: id });
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(0, 0, 0, id.length);
    const asking = [run(commands.openReferral), run(commands.openReferral)];
    // The second list replaces the first.
    await Promise.race(asking);
    assert.deepEqual(watched.messages, []);
    await run('workbench.action.acceptSelectedQuickOpenItem');
    await Promise.all(asking);
    assert.deepEqual(labels().slice(1), ['Woodgrove branch security refresh (Sandbox)']);
    assert.deepEqual(watched.messages, []);
    const registered = await vscode.commands.getCommands();
    assert.ok(Object.values(pickerCommands).every((command) => !registered.includes(command)));
  });

  it('refresh brings what the server has now into tree, panel and document', async () => {
    await run(commands.openReferral, id);
    await fetch(`${sandbox().url}/_sandbox/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"advanceDays":30}',
    });
    const document = await vscode.workspace.openTextDocument(uri);
    assert.match(document.getText(), /"status": "New"/);
    const changed = new Promise<void>((resolve) => {
      const listening = vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document !== document) return;
        listening.dispose();
        resolve();
      });
    });
    await run(commands.refresh);
    await changed;
    assert.match(document.getText(), /"substatus": "Expired"/);
  });

  it('open the tab of a referral that is known while the server takes its time, and shut it when it refuses', async () => {
    const headers = { authorization: 'Bearer sandbox-admin' };
    const list = await fetch(`${sandbox().url}/v1.0/engagements/referrals?$top=9`, { headers });
    const { value } = (await list.json()) as { value: { id: string }[] };
    const refused = value.findLast((each) => each.id !== id)!.id;
    await fetch(`${sandbox().url}/_sandbox/faults`, {
      method: 'POST',
      body: JSON.stringify({ path: refused, status: 403 }),
    });
    // The first panel of a window has to load its code, so its tab opens after the response.
    await run(commands.openReferral, id);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const gate = await openGate(sandbox().url);
    try {
      await set('sandbox.url', gate.url);
      await run(commands.refresh);
      await set('open.layout', 'panel');
      for (const [asked, shown] of [
        [id, ['Woodgrove branch security refresh (Sandbox)']],
        [refused, []],
      ] as const) {
        const held = gate.hold(/\/referrals\/./);
        const opened = once(vscode.window.tabGroups.onDidChangeTabs, (change) => change.opened.length > 0);
        const closed = once(vscode.window.tabGroups.onDidChangeTabs, (change) => change.closed.length > 0);
        const opening = run(commands.openReferral, asked);
        await opened;
        held.release();
        await opening;
        if (asked === refused) await closed;
        assert.deepEqual(labels(), shown);
        await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      }
      assert.equal(watched.messages.length, 1);
    } finally {
      await gate.close();
    }
  });

  it('copy an id', async () => {
    await run(commands.copyReferralId, { id: id.toUpperCase() });
    assert.equal(await vscode.env.clipboard.readText(), id);
  });

  it('never reject, and say once what is wrong', async () => {
    for (const [argument, said] of [
      ['', /Enter a referral ID/],
      ['Contoso', /not a referral ID/],
      [{}, /must be a referral ID/],
      [42, /must be a referral ID/],
      ['https://x.example/', /URL contains no referral ID/],
      ['00000000-0000-4000-8000-000000000000', /no such referral.*404/],
    ] as const) {
      for (const command of [commands.openReferral, commands.openReferralJson]) {
        watched.messages.length = 0;
        await run(command, argument);
        assert.equal(watched.messages.length, 1, String(argument));
        assert.match(watched.messages[0]!, said);
      }
    }
    assert.deepEqual(labels(), []);
  });

  it('find by CRM reference what is known here or on the server, whatever its case, and open it', async () => {
    for (const reference of ['CRM-50977', ' crm-50977 ']) {
      await run(commands.findByCrmReference, reference);
      assert.ok(labels().includes(`${id}.referral.json`), labels().join());
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
    assert.deepEqual(watched.messages, []);
  });

  it('say once why nothing was found by a CRM reference, and what to do', async () => {
    const none = /found no referral with exactly the CRM reference “CRM-none”/;
    for (const [argument, said] of [
      ['CRM-none', none],
      ['  ', /Enter a CRM reference/],
      [{ id }, /must be a CRM reference as text/],
      ['x'.repeat(501), /too long/],
    ] as const) {
      watched.messages.length = 0;
      await run(commands.findByCrmReference, argument);
      assert.equal(watched.messages.length, 1, String(argument));
      assert.match(watched.messages[0]!, said);
    }
    watched.messages.length = 0;
    await fetch(`${sandbox().url}/_sandbox/faults`, {
      method: 'POST',
      body: JSON.stringify({ path: '$filter', status: 403 }),
    });
    await run(commands.findByCrmReference, 'CRM-none');
    assert.equal(watched.messages.length, 1);
    assert.match(watched.messages[0]!, /don’t have access to this/);
    assert.deepEqual(labels(), []);
  });

  it('that stand in package.json are there', async () => {
    // The commands of rows are registered with the rows.
    await run(commands.refresh);
    const known = new Set(await vscode.commands.getCommands(true));
    for (const command of Object.values({ ...commands, ...innerCommands })) assert.ok(known.has(command), command);
  });

  it('say what to do when the sandbox’s address is not this machine’s', async () => {
    await set('sandbox.url', 'http://example.com');
    await run(commands.openReferral, id);
    assert.match(watched.messages.join(), /must run on this machine.*partnerReferrals\.sandbox\.url/);
  });
});

describe('The document of a referral', () => {
  useSandbox();

  it('says as a file error why it can’t be read', async () => {
    const unknown = uri.with({ path: '/00000000-0000-4000-8000-000000000000.referral.json' });
    await assert.rejects(async () => await vscode.workspace.fs.readFile(unknown), /404 itemNotFound/);
    await assert.rejects(async () => await vscode.workspace.fs.readFile(uri.with({ path: '/x.txt' })));
  });
});
