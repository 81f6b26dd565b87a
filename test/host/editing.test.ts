import * as assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { serveSandbox } from '../../src/sandbox/http/serveSandbox.ts';
import { useAskedSaves } from './askedSaves.ts';
import { id, uri, useChangedDocument } from './changedDocument.ts';
import { set } from './sandboxConnection.ts';

describe('A changed document of a referral', () => {
  const { answers, sandbox, stored, byOthers, fault, patches, replace, shows, savedNext, open } = useChangedDocument();

  it('is sent when it is saved, and then shows what the server has', async () => {
    const document = await open();
    const { details, eTag } = await stored();
    await replace(document, String(details.dealValue), '4711');
    assert.ok(document.isDirty);
    assert.equal(await document.save(), true);
    const after = await stored();
    assert.equal(after.details.dealValue, 4711);
    assert.notEqual(after.eTag, eTag);
    await shows(document, JSON.stringify(after.eTag).slice(1, -1));
    assert.deepEqual([document.isDirty, await patches(), answers.shown], [false, 1, []]);
  });

  it('that differs only in its spelling sends nothing', async () => {
    const document = await open();
    const { details } = await stored();
    const before = document.getText();
    await replace(document, String(details.dealValue), `  ${details.dealValue}0`);
    assert.equal(await document.save(), true);
    await shows(document, before);
    assert.deepEqual([await patches(), document.isDirty], [0, false]);
  });

  it('that can not be sent stays, with the reason', async () => {
    const document = await open();
    await replace(document, `"${id}"`, '"11111111-2222-4333-8444-555555555555"');
    assert.equal(await document.save(), false);
    assert.match(answers.shown.join(), /id differs.*Nothing was sent/);
    assert.deepEqual([document.isDirty, await patches()], [true, 0]);
  });

  it('that is not JSON is not sent, and the message leads to the line and column', async () => {
    const document = await open();
    await replace(document, '"status": ', '"status" ');
    const at = document.positionAt(document.getText().indexOf('"status" ') + '"status" '.length);
    const shown = new Promise<vscode.Position>((resolve) => {
      const listening = vscode.window.onDidChangeTextEditorSelection(({ selections }) => {
        if (!selections[0]?.isEqual(new vscode.Selection(at, at))) return;
        listening.dispose();
        resolve(selections[0].active);
      });
    });
    answers.choose('Go to Line');
    assert.equal(await document.save(), false);
    assert.equal(answers.shown.length, 1);
    assert.ok(answers.shown[0]?.startsWith(`Line ${at.line + 1}, column ${at.character + 1}: `), answers.shown[0]);
    assert.match(answers.shown[0] ?? '', /Nothing was sent\.$/);
    await shown;
    assert.deepEqual([document.isDirty, await patches()], [true, 0]);
  });

  it('with 5 MB of notes stays, and is told to be too large; with 3 MB it is sent', async () => {
    const document = await open();
    const { details } = await stored();
    const show = vscode.window.showErrorMessage;
    const told: string[] = [];
    const firstTold = new Promise<string>((resolve) => {
      const record = async (text: string): Promise<void> => {
        told.push(text);
        resolve(text);
      };
      Object.assign(vscode.window, { showErrorMessage: record });
    });
    try {
      const [long, longer] = [3, 5].map((megabytes) => 'long notes'.repeat(megabytes * 100_000)) as [string, string];
      await replace(document, JSON.stringify(details.notes), JSON.stringify(longer));
      assert.equal(await document.save(), false);
      assert.match(await firstTold, /larger than the server takes/);
      assert.deepEqual([document.isDirty, await patches()], [true, 1]);
      await replace(document, JSON.stringify(longer), JSON.stringify(long));
      assert.equal(await document.save(), true, told.join());
      assert.ok((await stored()).details.notes === long);
      assert.deepEqual([document.isDirty, await patches()], [false, 2]);
    } finally {
      Object.assign(vscode.window, { showErrorMessage: show });
    }
  });

  it('is merged with what others changed elsewhere', async () => {
    const document = await open();
    const { details } = await stored();
    await replace(document, String(details.dealValue), '4711');
    await byOthers('/details/notes', 'theirs');
    assert.equal(await document.save(), true);
    const after = await stored();
    assert.deepEqual([after.details.dealValue, after.details.notes], [4711, 'theirs']);
    await shows(document, '"notes": "theirs"');
    assert.deepEqual(answers.shown, []);
  });

  for (const [button, value] of [
    ['Use Mine', 4711],
    ['Use Theirs', 1234],
  ] as const) {
    it(`that others changed the same way stays until one chooses: ${button}`, async () => {
      const document = await open();
      const { details } = await stored();
      await replace(document, String(details.dealValue), '4711');
      await byOthers('/details/dealValue', 1234);
      assert.equal(await document.save(), false);
      assert.match(answers.shown.join(), /details\/dealValue.*Nothing was overwritten/);
      assert.ok(document.isDirty && document.getText().includes('4711'));
      assert.equal((await stored()).details.dealValue, 1234);
      const saved = savedNext();
      answers.choose(button);
      await document.save();
      await saved;
      assert.equal((await stored()).details.dealValue, value);
      assert.equal(document.isDirty, false);
    });
  }

  for (const button of ['Use Mine', 'Use Theirs']) {
    it(`keeps what was typed after the conflict was told: ${button}`, async () => {
      const document = await open();
      const { details } = await stored();
      await replace(document, String(details.dealValue), '4711');
      await byOthers('/details/dealValue', 1234);
      const saved = savedNext();
      answers.choose(button);
      answers.beforeResponse = () => replace(document, JSON.stringify(details.notes), '"typed later"');
      assert.equal(await document.save(), false);
      await saved;
      const after = await stored();
      assert.deepEqual(
        [after.details.dealValue, after.details.notes],
        [button === 'Use Mine' ? 4711 : 1234, 'typed later'],
      );
      assert.equal(answers.shown.length, 1);
    });
  }

  for (const button of ['Compare', 'Use Mine', 'Use Theirs']) {
    it(`is not sent by "${button}" of a conflict that was decided since`, async () => {
      const document = await open();
      const value = String((await stored()).details.dealValue);
      await replace(document, value, '4711');
      await byOthers('/details/dealValue', 1234);
      const saved = savedNext();
      const conflict = answers.next();
      const ended = document.save();
      const show = vscode.window.showInformationMessage;
      try {
        const told = new Promise<string>((resolve) =>
          Object.assign(vscode.window, { showInformationMessage: async (text: string) => resolve(text) }),
        );
        answers.choose(button);
        answers.beforeResponse = async () => {
          await ended;
          await replace(document, '4711', value);
          await replace(document, '"notes": "', '"notes": "saved ');
          await document.save();
          await saved;
          await shows(document, '1234');
          await replace(document, '"notes": "saved ', '"notes": "half ');
        };
        assert.match(await conflict, /^Others changed/);
        assert.match(await told, /^This has been decided since\./);
      } finally {
        Object.assign(vscode.window, { showInformationMessage: show });
      }
      const { details } = await stored();
      assert.deepEqual([details.dealValue, details.notes.startsWith('saved ')], [1234, true]);
      assert.ok(document.isDirty && document.getText().includes('"notes": "half '));
    });
  }

  describe('while it is being saved', () => {
    const asked = useAskedSaves();

    it('is not sent to another server than the one that it began with', async () => {
      const other = await serveSandbox();
      try {
        const document = await open();
        await replace(document, String((await stored()).details.dealValue), '4711');
        asked.meanwhile = async () => set('sandbox.url', other.url);
        assert.equal(await document.save(), false);
        const { calls } = (await (await fetch(`${other.url}/_sandbox/calls?method=PATCH`)).json()) as {
          calls: unknown[];
        };
        assert.deepEqual([calls, await patches(), document.isDirty], [[], 0, true]);
        assert.ok(document.getText().includes('4711'));
      } finally {
        await set('sandbox.url', sandbox().url);
        await other.close();
      }
    });

    it('keeps what is typed, and the next save takes back nothing that others changed', async () => {
      const document = await open();
      const { details } = await stored();
      await replace(document, String(details.dealValue), '4711');
      await byOthers('/details/notes', 'theirs');
      asked.meanwhile = () => replace(document, '4711', '4712');
      await document.save();
      assert.deepEqual([(await stored()).details.dealValue, (await stored()).details.notes], [4711, 'theirs']);
      assert.ok(document.getText().includes('4712'));
      asked.meanwhile = () => Promise.resolve();
      await vscode.commands.executeCommand('partnerReferrals.refresh');
      assert.equal(await document.save(), true);
      assert.deepEqual([(await stored()).details.dealValue, (await stored()).details.notes], [4712, 'theirs']);
      await shows(document, '"notes": "theirs"');
      assert.deepEqual([document.isDirty, answers.shown], [false, []]);
    });
  });

  it('in another encoding than UTF-8 is not sent, since characters would be replaced', async () => {
    const document = await open();
    const text = document.getText().replace(JSON.stringify((await stored()).details.notes), '"für"');
    await assert.rejects(async () => vscode.workspace.fs.writeFile(uri, Buffer.from(text, 'latin1')), /UTF-8/);
    assert.equal(await patches(), 0);
  });

  it('whose answer was lost is sent once', async () => {
    const document = await open();
    await replace(document, '\n  "team": [', '\n  "team": [{"email": "new@litware.example"},');
    await fault({ method: 'PATCH', disconnect: true, applyFirst: true });
    assert.equal(await document.save(), true);
    const { team } = (await stored()) as unknown as { team: { email: string }[] };
    assert.equal(team.filter(({ email }) => email === 'new@litware.example').length, 1);
    assert.equal(await patches(), 1);
  });

  it('stays when there is no answer at all, and the next save looks first', async () => {
    const document = await open();
    const { details } = await stored();
    await replace(document, String(details.dealValue), '4711');
    await fault({ method: 'PATCH', status: 500, applyFirst: true });
    await fault({ method: 'GET', status: 403 });
    assert.equal(await document.save(), false);
    const [told = '', ...more] = answers.shown;
    assert.match(
      told,
      /^The change may or may not have been made\. .+checks first.+You don’t have access to this \(403/,
    );
    assert.match(told, /\(request-id [\w-]+\)$/);
    assert.deepEqual(more, []);
    assert.equal(await document.save(), true);
    assert.deepEqual([(await stored()).details.dealValue, await patches()], [4711, 1]);
  });

  it('that was made without an answer is taken back when it is taken back in the text', async () => {
    const document = await open();
    const { dealValue } = (await stored()).details;
    await replace(document, String(dealValue), '4711');
    await fault({ method: 'PATCH', status: 500, applyFirst: true });
    await fault({ method: 'GET', status: 403 });
    assert.equal(await document.save(), false);
    await replace(document, '4711', '4712');
    await replace(document, '"notes": "', '"notes": "more ');
    assert.equal(await document.save(), true, answers.shown.join());
    const { details } = await stored();
    assert.deepEqual([details.dealValue, details.notes.startsWith('more ')], [4712, true]);
  });

  for (const button of ['Compare', 'Show Problems']) {
    it(`that a change of others has made impossible is based on theirs after "${button}"`, async () => {
      const views = await withoutViews(async () => {
        const document = await open();
        const value = String((await stored()).details.dealValue);
        await replace(document, value, '4711');
        await byOthers('/status', 'Closed', { op: 'replace', path: '/substatus', value: 'Lost' });
        answers.choose(button);
        const adopted = shows(document, '"Closed"');
        assert.equal(await document.save(), false);
        await adopted;
        assert.match(
          answers.shown.join(),
          /closed deal can’t be changed\. Nothing was changed, and your text is kept\.$/,
        );
        assert.ok(document.isDirty && document.getText().includes('4711'));
        answers.choose(undefined);
        assert.equal(await document.save(), false);
        assert.match(answers.shown.at(-1) ?? '', /closed deal can’t be changed\. Nothing was sent\.$/);
        // Taking the change back leaves nothing to send.
        await replace(document, '4711', value);
        assert.equal(await document.save(), true);
        assert.equal((await stored()).details.dealValue, Number(value));
      });
      assert.deepEqual(views, [button === 'Show Problems' ? 'workbench.actions.view.problems' : 'vscode.diff']);
    });
  }

  it('is shown as the server has it when it is given up, also when that is what it was before', async () => {
    await withoutViews(async () => {
      const document = await open();
      const before = document.getText();
      await replace(document, String((await stored()).details.dealValue), '4711');
      await byOthers('/status', 'Closed', { op: 'replace', path: '/substatus', value: 'Lost' });
      answers.choose('Show Problems');
      const adopted = shows(document, '"Closed"');
      assert.equal(await document.save(), false);
      await adopted;
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await shows(document, (text) => !document.isDirty && text.includes('"Closed"'));
      // VS Code holds it for a while.
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      const other = await serveSandbox();
      try {
        await set('sandbox.url', other.url);
        const { document: again } = await vscode.window.showTextDocument(uri);
        await shows(again, (text) => text === before);
        await set('sandbox.url', sandbox().url);
      } finally {
        await other.close();
      }
    });
  });

  it('is not replaced by what is fetched meanwhile, and shows it when it is given up', async () => {
    const document = await open();
    const { details } = await stored();
    await replace(document, String(details.dealValue), '4711');
    await byOthers('/details/notes', 'theirs');
    await vscode.commands.executeCommand('partnerReferrals.refresh');
    assert.ok(document.isDirty && document.getText().includes('4711'));
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await shows(document, '"notes": "theirs"');
    assert.equal(document.isDirty, false);
  });
});

/** Opens no views and comparisons, which would take the focus from the editor at any time. Returns their commands. */
async function withoutViews(task: () => Promise<void>): Promise<string[]> {
  const { executeCommand } = vscode.commands;
  const views: string[] = [];
  const run = async (command: string, ...given: unknown[]): Promise<unknown> =>
    /^workbench\.actions\.view\.|^vscode\.diff$/.test(command)
      ? views.push(command)
      : executeCommand(command, ...given);
  Object.assign(vscode.commands, { executeCommand: run });
  try {
    await task();
  } finally {
    Object.assign(vscode.commands, { executeCommand });
  }
  return views;
}
