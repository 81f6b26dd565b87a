import * as assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { ApiError, type Failure } from '../../src/api/failure.ts';
import { PinnedReferrals } from '../../src/services/catalog/pinned.ts';
import { RecentReferrals } from '../../src/services/catalog/recent.ts';
import { offerRemoval } from '../../src/ui/commands/offerRemoval.ts';
import { closeDocuments } from '../../src/ui/documents/openDocuments.ts';
import { Answers } from '../../src/ui/failures/answers.ts';
import { Failures, type FailedRequest } from '../../src/ui/failures/failures.ts';
import { Log } from '../../src/ui/log/log.ts';
import { commands } from '../../src/ui/names.ts';
import { memory } from './memory.ts';
import { useSandbox } from './sandboxConnection.ts';

const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
let requests = 0;
const facts = (status: number) => ({ status, code: 'x', requestId: `request${++requests}`, message: undefined });
const gone = (): ApiError => new ApiError({ kind: 'notFound', facts: facts(404) });

interface Shown {
  readonly text: string;
  readonly buttons: readonly string[];
  /** Presses a button; undefined closes the message. */
  readonly answer: (button: string | undefined) => void;
}

/** Replaces the functions that show messages. The messages remain until a test responds. */
function openMessages() {
  const { showErrorMessage, showInformationMessage } = vscode.window;
  const shown: Shown[] = [];
  const show = (text: string, ...buttons: string[]): Promise<string | undefined> =>
    new Promise((answer) => shown.push({ text, buttons, answer }));
  Object.assign(vscode.window, { showErrorMessage: show, showInformationMessage: show });
  return { shown, stop: () => Object.assign(vscode.window, { showErrorMessage, showInformationMessage }) };
}

describe('A failure', () => {
  let messages: ReturnType<typeof openMessages>;
  let failures: Failures;
  beforeEach(() => {
    messages = openMessages();
    failures = new Failures(new Log(), {
      connection: () => 'sandbox',
      signIn: () => Promise.resolve(false),
      useSandbox: () => Promise.resolve(),
    });
  });
  afterEach(() => {
    messages.stop();
    failures.dispose();
  });
  const say = (error: ApiError, request: Partial<FailedRequest> = {}): Promise<void> =>
    failures.show(error, { connection: 'sandbox', ...request });

  it('that comes again while its message stands is said once, and the buttons work on the newest', async () => {
    const retried: string[] = [];
    const retry = (which: string) => async (): Promise<void> => void retried.push(which);
    await say(gone(), { action: 'open', referral: id, retry: retry('first') });
    await say(gone(), { action: 'open', referral: id.toUpperCase(), retry: retry('second') });
    assert.equal(messages.shown.length, 1);
    messages.shown[0]!.answer('Try Again');
    await new Promise(setImmediate);
    assert.deepEqual(retried, ['second']);
  });

  it('is said again when its message was closed, and when another one was said meanwhile', async () => {
    const action = 'open';
    await say(gone(), { action });
    messages.shown[0]!.answer(undefined);
    await new Promise(setImmediate);
    await say(gone(), { action });
    assert.equal(messages.shown.length, 2);
    await say(new ApiError({ kind: 'timeout', afterMs: 60_000 }), { action });
    await say(gone(), { action });
    assert.equal(messages.shown.length, 4);
  });

  it('of another referral or another connection is another one', async () => {
    const action = 'open';
    await say(gone(), { action, referral: id });
    await say(gone(), { action, referral: 'other' });
    await say(gone(), { action, referral: 'other', connection: 'partner-center' });
    assert.equal(messages.shown.length, 3);
  });

  it('of another action is another one, and "Try Again" does what its message tells of', async () => {
    const offline = (): ApiError => new ApiError({ kind: 'unreachable', code: 'ECONNREFUSED', host: 'x' });
    const done: string[] = [];
    const show = (what: string, request: Partial<FailedRequest> = {}): Promise<void> =>
      say(offline(), { ...request, retry: async () => void done.push(what) });
    await show('POST of a deal');
    await show('POST of another deal');
    await show('list', { action: 'loadList' });
    await show('PATCH', { action: 'save', referral: id });
    await show('GET', { action: 'open', referral: id });
    await show('GET again', { action: 'open', referral: id });
    assert.equal(messages.shown.length, 5);
    for (const { answer } of messages.shown) answer('Try Again');
    await new Promise(setImmediate);
    assert.deepEqual(done, ['POST of a deal', 'POST of another deal', 'list', 'PATCH', 'GET again']);
  });

  it('has three buttons at most, which a message has room for, and leaves out the log or the diagnosis first', async () => {
    const live = { connection: 'partner-center', retry: () => Promise.resolve() } as const;
    const remedy = (title: string) => () => ({ title, apply: () => Promise.resolve() });
    const cases: readonly (readonly [Failure, Partial<FailedRequest>, readonly string[]])[] = [
      [{ kind: 'noToken', reason: 'x' }, live, ['Sign In', 'Use the Sandbox', 'Show Log']],
      [{ kind: 'notRenewable', reason: 'x' }, live, ['Try Again', 'Sign In', 'Diagnose Connection']],
      [{ kind: 'forbidden', facts: facts(403) }, live, ['Sign In', 'Diagnose Connection', 'Setup Checklist']],
      [{ kind: 'unreachable', code: 'ECONNRESET', host: 'x' }, live, ['Try Again', 'Diagnose Connection', 'Show Log']],
      [
        { kind: 'unreachable', code: 'ECONNRESET', host: 'x' },
        { ...live, remedy: remedy('Unpin') },
        ['Unpin', 'Try Again', 'Diagnose Connection'],
      ],
      [
        { kind: 'forbidden', facts: facts(403) },
        { ...live, remedy: remedy('Unpin') },
        ['Unpin', 'Sign In', 'Setup Checklist'],
      ],
      [gone().failure, { retry: live.retry, remedy: remedy('Unpin') }, ['Unpin', 'Try Again', 'Show Log']],
    ];
    for (const [failure, request] of cases) await say(new ApiError(failure), request);
    assert.deepEqual(
      messages.shown.map(({ buttons }) => buttons),
      cases.map(([, , buttons]) => buttons),
    );
  });

  it('that VS Code hides by itself is said each time', async () => {
    for (let nth = 0; nth < 2; nth++) await say(new ApiError({ kind: 'signedOut' }), { connection: 'partner-center' });
    assert.equal(messages.shown.length, 2);
  });
});

describe('A remembered referral that is gone', () => {
  const sandbox = useSandbox();
  let messages: ReturnType<typeof openMessages>;
  beforeEach(() => (messages = openMessages()));
  afterEach(async () => {
    messages.stop();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('can be taken off the lists that offer it', async () => {
    const recent = new RecentReferrals(memory());
    const pinned = new PinnedReferrals(memory());
    const offer = (failure: Failure = gone().failure) => offerRemoval({ recent, pinned }, 'sandbox', id)(failure);
    assert.equal(offer(), undefined);
    await pinned.pin('sandbox', [id]);
    assert.equal(offer()?.title, 'Unpin');
    await recent.add('sandbox', id);
    assert.equal(offer({ kind: 'forbidden', facts: facts(403) }), undefined);
    assert.equal(offerRemoval({ recent, pinned }, 'partner-center', id)(gone().failure), undefined);
    const both = offer();
    assert.equal(both?.title, 'Unpin and Remove from Recent');
    await both.apply();
    assert.deepEqual([recent.list('sandbox'), pinned.list('sandbox')], [[], []]);
    await recent.add('sandbox', id);
    assert.equal(offer()?.title, 'Remove from Recent');
  });

  it('says so when it is opened, with a button that removes it from Recent', async () => {
    const open = (): Thenable<unknown> => vscode.commands.executeCommand(commands.openReferralJson, id);
    await open();
    await fetch(`${sandbox().url}/_sandbox/faults`, {
      method: 'POST',
      body: JSON.stringify({ path: id, status: 404, times: 2 }),
    });
    await open();
    const [{ buttons, answer }] = messages.shown as [Shown];
    assert.equal(buttons[0], 'Remove from Recent');
    answer(buttons[0]);
    await new Promise(setImmediate);
    await open();
    assert.deepEqual(
      messages.shown.map((message) => message.buttons.includes('Remove from Recent')),
      [true, false],
    );
  });
});

describe('A response that could not be read', () => {
  let answers: Answers;
  beforeEach(() => (answers = new Answers()));
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    answers.dispose();
  });
  const labels = (): string[] => vscode.window.tabGroups.all.flatMap((group) => group.tabs.map((tab) => tab.label));

  it('is closed with the documents of its connection', async () => {
    await answers.show('partner-center', '{"a":', { line: 1, column: 2 });
    await closeDocuments('sandbox');
    assert.deepEqual(labels(), ['answer-1.json']);
    await closeDocuments('partner-center');
    assert.deepEqual(labels(), []);
  });

  it('is kept no longer than its document', async () => {
    await answers.show('sandbox', '{"a":');
    const { document } = vscode.window.activeTextEditor!;
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    // VS Code still holds the document, so it can be shown again.
    assert.equal((await vscode.workspace.openTextDocument(document.uri)).getText(), '{"a":');
    const closed = new Promise<void>((resolve) => {
      const listening = vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.toString() !== document.uri.toString()) return;
        listening.dispose();
        resolve();
      });
    });
    // VS Code holds a limited number of documents without an editor.
    const texts = vscode.workspace.registerTextDocumentContentProvider('many-texts', {
      provideTextDocumentContent: (uri) => uri.path,
    });
    for (let nth = 0; nth < 60; nth++) await vscode.workspace.openTextDocument(vscode.Uri.parse(`many-texts:/${nth}`));
    await closed;
    texts.dispose();
    await assert.rejects(async () => await vscode.workspace.openTextDocument(document.uri));
  });
});
