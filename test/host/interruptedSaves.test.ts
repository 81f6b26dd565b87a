import * as assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { serveSandbox } from '../../src/sandbox/http/serveSandbox.ts';
import { uri, useChangedDocument, type Referral } from './changedDocument.ts';
import { catalogOf, documentsOf, saveTo } from './documentsOf.ts';
import { openGate, type Gate } from './gate.ts';
import { set } from './sandboxConnection.ts';

describe('A save that is interrupted', () => {
  const { answers, sandbox, stored, byOthers, fault, calls, replace, shows, savedNext, open } = useChangedDocument();
  let gate: Gate | undefined;
  beforeEach(() => {
    gate = undefined;
  });
  afterEach(() => gate?.close());

  it('by another account or server is told, keeps the text, and looks first the next time', async () => {
    const other = await serveSandbox();
    gate = await openGate(sandbox().url);
    try {
      await set('sandbox.url', gate.url);
      const document = await open();
      await replace(document, String((await stored()).details.dealValue), '4711');
      const patch = gate.hold(/./, 'PATCH');
      const told = answers.next();
      const saving = document.save();
      await patch.asked;
      await set('sandbox.url', other.url);
      patch.release();
      assert.equal(await saving, false);
      assert.match(await told, /the change may or may not have been made/);
      assert.equal((await stored()).details.dealValue, 4711);
      assert.ok(document.isDirty && document.getText().includes('4711'));
      await set('sandbox.url', sandbox().url);
      const before = (await calls()).length;
      assert.equal(await document.save(), true);
      const since = (await calls()).slice(before).map(({ method }) => method);
      assert.deepEqual([since[0], since.includes('PATCH')], ['GET', false]);
      assert.equal(document.isDirty, false);
    } finally {
      await set('sandbox.url', sandbox().url);
      await other.close();
    }
  });

  for (const status of [429, 503]) {
    it(`by ${status} looks first the next time, so that nothing is sent twice`, async () => {
      const document = await open();
      await replace(document, '\n  "team": [', '\n  "team": [{"email": "new@litware.example"},');
      await fault({ method: 'PATCH', status, applyFirst: true });
      // The look that follows by itself is refused, too.
      if (status === 503) await fault({ method: 'GET', status: 403 });
      assert.equal(await document.save(), false);
      assert.ok(document.isDirty);
      await byOthers('/details/notes', 'theirs');
      const before = (await calls()).length;
      assert.equal(await document.save(), true);
      const since = (await calls()).slice(before).map(({ method }) => method);
      assert.deepEqual([since[0], since.includes('PATCH')], ['GET', false]);
      const { team } = (await stored()) as unknown as { team: { email: string }[] };
      assert.equal(team.filter(({ email }) => email === 'new@litware.example').length, 1);
      await shows(document, '"notes": "theirs"');
    });
  }

  it('and refused the next time is taken back on the server when the person types the former value again', async () => {
    const document = await open();
    const { dealValue, notes } = (await stored()).details;
    const typed = async (before: unknown, after: unknown): Promise<void> =>
      replace(document, JSON.stringify(before), JSON.stringify(after));
    await typed(dealValue, 4711);
    await fault({ method: 'PATCH', applyFirst: true, disconnect: true });
    // The look that follows by itself.
    await fault({ method: 'GET', status: 403 });
    assert.equal(await document.save(), false);
    assert.equal((await stored()).details.dealValue, 4711);
    await typed(notes, 'more');
    await fault({ method: 'PATCH', status: 403 });
    assert.equal(await document.save(), false);
    await typed('more', notes);
    await typed(4711, dealValue);
    assert.equal(await document.save(), true);
    const { details } = await stored();
    assert.deepEqual([details.dealValue, details.notes], [dealValue, notes]);
  });

  it('by 503 with a time is told with it, and nothing is asked before', async () => {
    const document = await open();
    await replace(document, String((await stored()).details.dealValue), '4711');
    const before = (await calls()).length;
    await fault({ method: 'PATCH', status: 503, retryAfter: 60 });
    assert.equal(await document.save(), false);
    assert.match(
      answers.shown.join(),
      /^The change may or may not have been made\. .+\(503.+Try again in 60 seconds\./,
    );
    const since = (await calls()).slice(before).map(({ method }) => method);
    assert.deepEqual(since, ['PATCH']);
  });

  it('is sent with the tag of the header where the text has none, and the next one with the tag of its answer', async () => {
    gate = await openGate(sandbox().url, (body) => body.replace(/"eTag":\s*"(?:\\.|[^"\\])*",/, ''));
    try {
      await set('sandbox.url', gate.url);
      const { document } = await vscode.window.showTextDocument(uri);
      await shows(document, (text) => text.includes('"status"') && !text.includes('eTag'));
      for (const value of [4711, 4712]) {
        const { details } = await stored();
        assert.doesNotMatch(document.getText(), /eTag/);
        await replace(document, `"dealValue": ${details.dealValue}`, `"dealValue": ${value}`);
        assert.equal(await document.save(), true, answers.shown.join());
        const after = await stored();
        assert.equal(after.details.dealValue, value);
        await shows(document, after.updatedDateTime);
      }
      await replace(document, '"dealValue": 4712', '"dealValue": 4713');
      await byOthers('/details/notes', 'theirs');
      assert.equal(await document.save(), true, answers.shown.join());
      const { details } = await stored();
      assert.deepEqual([details.dealValue, details.notes], [4713, 'theirs']);
      const statuses = (await calls()).filter(({ method }) => method === 'PATCH').map(({ status }) => status);
      assert.deepEqual(statuses, [200, 200, 204, 412, 200]);
    } finally {
      await set('sandbox.url', sandbox().url);
    }
  });

  it('because the server can not be reached can be sent when it can, and nothing is sent before', async () => {
    const show = vscode.window.showErrorMessage;
    const button = Promise.withResolvers<string>();
    const offered = Promise.withResolvers<readonly unknown[]>();
    Object.assign(vscode.window, {
      showErrorMessage: (_text: string, ...buttons: unknown[]) => {
        offered.resolve(buttons);
        return button.promise;
      },
    });
    gate = await openGate(sandbox().url);
    try {
      await set('sandbox.url', gate.url);
      const document = await open();
      await replace(document, String((await stored()).details.dealValue), '4711');
      const port = Number(new URL(gate.url).port);
      await gate.close();
      assert.equal(await document.save(), false);
      assert.ok((await offered.promise).includes('Send When Online'));
      assert.deepEqual([document.isDirty, (await stored()).details.dealValue === 4711], [true, false]);
      gate = await openGate(sandbox().url, undefined, port);
      const saved = savedNext();
      button.resolve('Send When Online');
      await saved;
      assert.deepEqual([document.isDirty, (await stored()).details.dealValue], [false, 4711]);
    } finally {
      Object.assign(vscode.window, { showErrorMessage: show });
      await set('sandbox.url', sandbox().url);
    }
  });

  it('is sent as it was saved when the server can be reached, and what was typed since is not', async () => {
    const { showErrorMessage, showInformationMessage } = vscode.window;
    const button = Promise.withResolvers<string>();
    const told = Promise.withResolvers<string>();
    Object.assign(vscode.window, {
      showErrorMessage: () => button.promise,
      showInformationMessage: async (text: string) => told.resolve(text),
    });
    gate = await openGate(sandbox().url);
    try {
      await set('sandbox.url', gate.url);
      const document = await open();
      const { dealValue, notes } = (await stored()).details;
      await replace(document, `"dealValue": ${dealValue}`, '"dealValue": 4711');
      const port = Number(new URL(gate.url).port);
      await gate.close();
      assert.equal(await document.save(), false);
      await replace(document, JSON.stringify(notes), '"half a sen"');
      gate = await openGate(sandbox().url, undefined, port);
      button.resolve('Send When Online');
      assert.match(await told.promise, /typed since is not saved yet/);
      const { details } = await stored();
      assert.deepEqual([details.dealValue, details.notes, document.isDirty], [4711, notes, true]);
      await byOthers('/salesStage', '40');
      await replace(document, '"half a sen"', '"a whole sentence"');
      assert.equal(await document.save(), true);
      const after = (await stored()) as unknown as { salesStage: string; details: typeof details };
      assert.deepEqual(
        [after.details.dealValue, after.details.notes, after.salesStage, document.isDirty],
        [4711, 'a whole sentence', '40', false],
      );
    } finally {
      Object.assign(vscode.window, { showErrorMessage, showInformationMessage });
      await set('sandbox.url', sandbox().url);
    }
  });

  describe('and is sent as it was saved when the server can be reached', () => {
    const { showErrorMessage, showInformationMessage } = vscode.window;
    let told: string[];
    let button: PromiseWithResolvers<string>;
    let tellNext: () => void;
    beforeEach(() => {
      told = [];
      button = Promise.withResolvers<string>();
      tellNext = () => undefined;
      Object.assign(vscode.window, {
        showErrorMessage: () => button.promise,
        showInformationMessage: async (text: string) => {
          told.push(text);
          tellNext();
        },
      });
    });
    afterEach(async () => {
      Object.assign(vscode.window, { showErrorMessage, showInformationMessage });
      await set('sandbox.url', sandbox().url);
    });

    /** A save failed, the person has typed on, and the server can be reached by now. */
    const typedOn = async (): Promise<{
      document: vscode.TextDocument;
      details: Referral['details'];
      reached: Gate;
    }> => {
      const offline = (gate = await openGate(sandbox().url));
      await set('sandbox.url', offline.url);
      const document = await open();
      const { details } = await stored();
      await shows(document, `"dealValue": ${details.dealValue}`);
      await replace(document, `"dealValue": ${details.dealValue}`, '"dealValue": 4711');
      await offline.close();
      assert.equal(await document.save(), false);
      await replace(document, JSON.stringify(details.notes), '"half a sen"');
      const reached = (gate = await openGate(sandbox().url, undefined, Number(new URL(offline.url).port)));
      return { document, details, reached };
    };

    it('leaves nothing unsaved if the person gives the rest up meanwhile', async () => {
      const { document, details, reached } = await typedOn();
      const patch = reached.hold(/./, 'PATCH');
      button.resolve('Send When Online');
      await patch.asked;
      await vscode.commands.executeCommand('workbench.action.files.revert');
      patch.release();
      await shows(document, '"dealValue": 4711');
      await replace(document, JSON.stringify(details.notes), '"a whole sentence"');
      assert.equal(await document.save(), true);
      const after = (await stored()).details;
      assert.deepEqual([after.dealValue, after.notes, told], [4711, 'a whole sentence', []]);
    });

    it('unless a later text was saved meanwhile, which it would take back', async () => {
      const { document, reached } = await typedOn();
      const look = reached.hold(/./, 'GET');
      button.resolve('Send When Online');
      await look.asked;
      await replace(document, '"dealValue": 4711', '"dealValue": 4712');
      assert.equal(await document.save(), true);
      await replace(document, '"half a sen"', '"a whole sentence"');
      const next = new Promise<void>((resolve) => (tellNext = resolve));
      look.release();
      await next;
      const after = (await stored()).details;
      assert.deepEqual([after.dealValue, after.notes, document.isDirty], [4712, 'half a sen', true]);
      assert.match(told.join(), /^The server can be reached again\. Save the document to send your change\.$/);
      assert.equal(await document.save(), true);
    });
  });

  it('by a later one is sent first, and is no change of others for the later one', async () => {
    const document = await open();
    const { catalog, connection } = catalogOf(() => sandbox().url);
    const documents = documentsOf(catalog);
    try {
      const { dealValue } = (await stored()).details;
      await replace(document, `"dealValue": ${dealValue}`, '"dealValue": 4711');
      const first = saveTo(documents, document);
      await replace(document, '"dealValue": 4711', '"dealValue": 4712');
      await Promise.all([first, saveTo(documents, document)]);
      assert.deepEqual([(await stored()).details.dealValue, answers.shown], [4712, []]);
    } finally {
      documents.dispose();
      connection.dispose();
    }
  });
});

describe('The preview of a save', () => {
  const { stored, patches, replace, open } = useChangedDocument();
  const ask = vscode.window.showInformationMessage;
  let shown: { readonly text: string; readonly detail: string; readonly isModal: boolean }[];
  let button: string | undefined;
  beforeEach(() => {
    shown = [];
    const show = async (
      text: string,
      { detail, modal }: { readonly detail: string; readonly modal: boolean },
      ...buttons: string[]
    ): Promise<string | undefined> => {
      shown.push({ text, detail, isModal: modal });
      return buttons.find((each) => each === button);
    };
    Object.assign(vscode.window, { showInformationMessage: show });
  });
  afterEach(async () => {
    Object.assign(vscode.window, { showInformationMessage: ask });
    await set('edit.preview', undefined);
  });

  it('shows each operation, and sends nothing without "Send"', async () => {
    await set('edit.preview', 'always');
    const document = await open();
    await replace(document, String((await stored()).details.dealValue), '4711');
    button = undefined;
    assert.equal(await document.save(), false);
    assert.deepEqual(
      [shown, await patches(), document.isDirty],
      [[{ text: 'Send this change?', detail: 'replace /details/dealValue: 4711', isModal: true }], 0, true],
    );
    button = 'Send';
    assert.equal(await document.save(), true);
    assert.deepEqual([shown.length, (await stored()).details.dealValue], [2, 4711]);
  });

  it('shows all of a change beside it that the question can not hold', async () => {
    await set('edit.preview', 'always');
    const document = await open();
    const notes = 'x'.repeat(500);
    await replace(document, JSON.stringify((await stored()).details.notes), JSON.stringify(notes));
    button = 'Send';
    assert.equal(await document.save(), true);
    assert.match(
      shown[0]?.detail ?? '',
      /^replace \/details\/notes: "x+…\n\nThe document beside yours shows all of it\.$/,
    );
    const beside = vscode.window.visibleTextEditors.find(({ document: { uri } }) =>
      uri.path.endsWith('.operations.json'),
    );
    assert.deepEqual(JSON.parse(beside?.document.getText() ?? ''), [
      { op: 'replace', path: '/details/notes', value: notes },
    ]);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), document.uri.toString());
  });

  for (const preview of ['live', 'never']) {
    it(`is not shown for the sandbox with "${preview}"`, async () => {
      await set('edit.preview', preview);
      const document = await open();
      await replace(document, String((await stored()).details.dealValue), '4711');
      assert.equal(await document.save(), true);
      assert.deepEqual([shown, (await stored()).details.dealValue], [[], 4711]);
    });
  }
});
