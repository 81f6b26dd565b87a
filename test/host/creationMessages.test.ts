import * as assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { templateOf, type TemplateKind } from '../../src/services/edit/templates.ts';
import { serveSandbox } from '../../src/sandbox/http/serveSandbox.ts';
import { commands } from '../../src/ui/names.ts';
import { run, useChangeCommands, type Referral } from './changeCommands.ts';
import { openGate } from './gate.ts';
import { set } from './sandboxConnection.ts';

/** A message that stays open until a button is clicked. */
interface Open {
  readonly text: string;
  readonly buttons: readonly string[];
  readonly click: (button: string) => void;
}

describe('A message about a deal that was sent', () => {
  const { sandbox, shown, ask, failNext, writes, patch, close } = useChangeCommands();
  const posts = '/v1.0/engagements/referrals$';
  const lists = '/v1.0/engagements/referrals';
  let messages: Open[];
  /** Resolves with the next message that is shown. */
  let next: () => Promise<Open>;
  let restore: () => void;

  beforeEach(() => {
    messages = [];
    const waiting: ((message: Open) => void)[] = [];
    next = () => new Promise((resolve) => waiting.push(resolve));
    const message = (text: string, ...buttons: (string | object)[]): Promise<string | undefined> =>
      new Promise((click) => {
        const titles = buttons.filter((each) => typeof each === 'string');
        const open = { text, buttons: titles, click };
        messages.push(open);
        waiting.shift()?.(open);
        shown.push(text);
      });
    const { withProgress } = vscode.window;
    Object.assign(vscode.window, {
      showWarningMessage: message,
      showInformationMessage: message,
      showErrorMessage: message,
      withProgress: (options: vscode.ProgressOptions, task: Parameters<typeof withProgress>[1]) => {
        message(options.title ?? '');
        return withProgress(options, task);
      },
    });
    restore = () => void Object.assign(vscode.window, { withProgress });
  });
  afterEach(async () => {
    restore();
    await set('panel.maskPersonalData', undefined);
  });

  const textOf = (kind: TemplateKind, name = 'Contoso Quay branch security'): string => {
    const deal = JSON.parse(templateOf(kind, Date.now()).text) as { readonly details: object };
    const details = { ...deal.details, notes: 'Ask Zdenka at Contoso Quay' };
    return JSON.stringify({ ...deal, name, details }, undefined, 2);
  };
  const documentOf = (content: string): Thenable<vscode.TextDocument> =>
    vscode.workspace.openTextDocument({ language: 'json', content });
  const change = async (document: vscode.TextDocument, from: string, to: string): Promise<void> => {
    const editor = await vscode.window.showTextDocument(document);
    const text = document.getText().replace(from, to);
    assert.notEqual(text, document.getText());
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, document.lineCount, 0), text));
  };
  const mine = async (): Promise<Referral[]> => {
    const { value } = (await ask(lists)) as { value: (Referral & { readonly name: string | null })[] };
    return value.filter(({ name }) => name?.startsWith('Contoso Quay branch security'));
  };

  it('sends nothing after another one about the same deal was answered', async () => {
    const document = await documentOf(textOf('private'));
    await failNext({ method: 'POST', path: posts, applyFirst: true, disconnect: true });
    await run(commands.sendReferral, document.uri);
    await run(commands.sendReferral, document.uri);
    const [first, second] = messages;
    assert.deepEqual([first?.buttons, second?.buttons], Array(2).fill(['Already Created…', 'Send Again']));
    const before = await writes();
    const opened = new Promise<void>((resolve) => {
      const listening = vscode.window.tabGroups.onDidChangeTabs(() => {
        const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
        if (!tabs.some(({ label }) => label === 'Contoso Quay branch security (Sandbox)')) return;
        listening.dispose();
        resolve();
      });
    });
    second?.click('Already Created…');
    await opened;
    const told = next();
    first?.click('Already Created…');
    const outdated = await told;
    assert.match(outdated.text, /has been created already, so nothing was sent/);
    assert.deepEqual(outdated.buttons, ['Open Referral']);
    assert.deepEqual([await writes(), (await mine()).length], [before, 1]);
    await close(document);
  });

  it('is that it is being sent, where the command runs twice at once', async () => {
    const document = await documentOf(textOf('shared'));
    await Promise.all([run(commands.sendReferral, document.uri), run(commands.sendReferral, document.uri)]);
    assert.deepEqual(
      messages.map(({ text }) => text),
      ['This deal is being sent already. Nothing else was sent.'],
    );
    assert.equal((await mine()).length, 2);
    await close(document);
  });

  it('says why it could not be looked for, and lets the person look before anything is sent again', async () => {
    for (const [status, said, button] of [
      [403, /It could not be looked for: You don’t have access to this \(403/, 'Try Again'],
      [429, /It could not be looked for: The server limits .*429.* again in 120 seconds/, 'Try Again'],
      [404, /It could not be looked for: .*404/, 'Send Again'],
    ] as const) {
      messages.length = 0;
      const document = await documentOf(textOf('private', `Contoso Quay branch security ${status}`));
      await failNext({ method: 'POST', path: posts, disconnect: true });
      await failNext({ method: 'GET', path: lists, status, retryAfter: 120, times: 9 });
      await run(commands.sendReferral, document.uri);
      const [message] = messages;
      assert.ok(message);
      assert.match(message.text, /may or may not have been created/);
      assert.match(message.text, said);
      assert.doesNotMatch(message.text, /hasn’t been found/);
      assert.ok(message.buttons.includes(button), message.buttons.join());
      assert.equal(message.buttons.includes('Send Again'), button === 'Send Again', message.buttons.join());
      await ask('/_sandbox/faults', { method: 'DELETE' });
      const looked = next();
      message.click('Try Again');
      assert.match((await looked).text, /hasn’t been found on the server so far/);
      assert.deepEqual(await mine(), []);
      await close(document);
    }
  });

  it('says that the own referral is there when the server changes before Microsoft is invited', async () => {
    const document = await documentOf(textOf('shared'));
    const other = await serveSandbox();
    const gate = await openGate(sandbox().url);
    try {
      await set('sandbox.url', gate.url);
      const first = gate.hold(/referrals/, 'POST');
      const sent = run(commands.sendReferral, document.uri);
      await first.asked;
      const second = gate.hold(/referrals/, 'POST');
      first.release();
      await second.asked;
      await set('sandbox.url', other.url);
      second.release();
      await sent;
      assert.match(shown.join('\n'), /Your referral was created with the former one, and Microsoft may or may not/);
      await set('sandbox.url', gate.url);
      await ask('/_sandbox/reset', { method: 'POST', body: JSON.stringify({ seed: [] }) });
      await failNext({ method: 'POST', path: posts, delayMs: 1 });
      await failNext({ method: 'POST', path: posts, status: 403 });
      const again = await documentOf(textOf('shared', 'Contoso Quay branch security again'));
      await run(commands.sendReferral, again.uri);
      const reading = gate.hold(/referrals\/[^/?]+$/, 'GET');
      const resent = run(commands.sendReferral, again.uri);
      await reading.asked;
      await set('sandbox.url', other.url);
      reading.release();
      await resent;
      assert.match(
        shown.at(-1) ?? '',
        /Your referral was created with the former one, and Microsoft isn’t invited yet/,
      );
      await close(again);
    } finally {
      await set('sandbox.url', sandbox().url);
      await Promise.all([gate.close(), other.close()]);
    }
    await close(document);
  });

  for (const hidden of [true, false]) {
    it(hidden ? 'names nothing personal while that is hidden' : 'names the deal when nothing is hidden', async () => {
      await set('panel.maskPersonalData', hidden);
      const gate = await openGate(sandbox().url);
      const check = (...said: RegExp[]): void => {
        const text = shown.join('\n');
        for (const each of said) assert.match(text, each);
        assert.equal(/Contoso Quay|Zdenka/.test(text), !hidden, text);
        shown.length = 0;
      };
      try {
        await set('sandbox.url', gate.url);
        const document = await documentOf(textOf('private'));
        await failNext({ method: 'POST', path: posts, applyFirst: true, status: 503 });
        const held = gate.hold(/referrals/, 'POST');
        const progress = next();
        const sent = run(commands.sendReferral, document.uri);
        await progress;
        check(hidden ? /^Sending the new referral$/ : /^Sending "Contoso Quay branch security"$/);
        held.release();
        await sent;
        check(/It has a deal that may be the one you sent: .*, created/);
        if (hidden) assert.match(messages.at(-1)?.text ?? '', /Referral [0-9a-f]{8}…/);
        const [created] = await mine();
        await patch(created?.id ?? '', '/details/notes', 'Zdenka left Contoso Quay');
        await change(document, '"dealValue": 25000', '"dealValue": 99999');
        await run(commands.sendReferral, document.uri);
        const differs = next();
        messages.at(-1)?.click('Already Created…');
        assert.match((await differs).text, hidden ? /Notes: •••••/ : /Notes: Zdenka left Contoso Quay/);
        check(/Deal value: 25000/);
        await close(document);
      } finally {
        await set('sandbox.url', sandbox().url);
        await gate.close();
      }
    });
  }
});
