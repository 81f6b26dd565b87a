import * as assert from 'node:assert/strict';
import { afterEach, beforeEach } from 'mocha';
import * as vscode from 'vscode';
import { referralUri } from '../../src/ui/documents/referralUri.ts';
import { useSandbox } from './sandboxConnection.ts';

export const id = '8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77';
export const uri = referralUri('sandbox', id);

export interface Referral {
  readonly eTag: string;
  readonly updatedDateTime: string;
  readonly details: { readonly notes: string; readonly dealValue: number };
}

/** Answers warnings and errors in place of a person, by the title of a button. */
class Answers {
  shown: string[] = [];
  /** Done after a message was shown, before it is answered. */
  beforeResponse: () => Promise<void> = () => Promise.resolve();
  #button: string | undefined;
  #next: (() => void) | undefined;
  #original: Partial<Pick<typeof vscode.window, 'showWarningMessage' | 'showErrorMessage'>> = {};

  /** Answers from now on, at first with no button. */
  begin(): void {
    this.shown = [];
    this.beforeResponse = () => Promise.resolve();
    this.#button = undefined;
    this.#next = undefined;
    const { showWarningMessage, showErrorMessage } = vscode.window;
    this.#original = { showWarningMessage, showErrorMessage };
    const show = async (message: string, ...buttons: readonly unknown[]): Promise<string | undefined> => {
      this.shown.push(message);
      this.#next?.();
      await this.beforeResponse();
      return buttons.includes(this.#button) ? this.#button : undefined;
    };
    Object.assign(vscode.window, { showWarningMessage: show, showErrorMessage: show });
  }

  choose(button: string | undefined): void {
    this.#button = button;
  }

  /** Resolves with the next message. */
  next(): Promise<string> {
    return new Promise((resolve) => (this.#next = () => resolve(this.shown.at(-1) ?? '')));
  }

  end(): void {
    Object.assign(vscode.window, this.#original);
  }
}

/** The document of a referral, what others do meanwhile, and answers in place of a person, for each test anew. */
export function useChangedDocument() {
  const answers = new Answers();
  beforeEach(() => answers.begin());
  // Before the sandbox ends, since giving up a change reads the file.
  afterEach(async () => {
    answers.end();
    await vscode.window.showTextDocument(uri);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  const sandbox = useSandbox();

  const headers = { authorization: 'Bearer sandbox-admin', 'content-type': 'application/json' };
  const url = (): string => `${sandbox().url}/v1.0/engagements/referrals/${id}`;
  const stored = async (): Promise<Referral> => (await (await fetch(url(), { headers })).json()) as Referral;
  const byOthers = async (path: string, value: unknown, ...more: readonly object[]): Promise<void> => {
    const body = JSON.stringify([{ op: 'replace', path, value }, ...more]);
    assert.equal((await fetch(url(), { method: 'PATCH', headers, body })).status, 204);
  };
  const fault = async (body: object): Promise<void> => {
    await fetch(`${sandbox().url}/_sandbox/faults`, { method: 'POST', body: JSON.stringify(body) });
  };
  const patches = async (): Promise<number> => {
    const { calls } = (await (await fetch(`${sandbox().url}/_sandbox/calls?method=PATCH`)).json()) as {
      calls: unknown[];
    };
    return calls.length;
  };
  /** Of the extension and of others. */
  const calls = async (): Promise<{ readonly method: string; readonly status: number | null }[]> => {
    const answer = await fetch(`${sandbox().url}/_sandbox/calls?path=${id}`);
    return ((await answer.json()) as { calls: { method: string; status: number | null }[] }).calls;
  };
  const replace = async (document: vscode.TextDocument, before: string, after: string): Promise<void> => {
    const at = document.getText().indexOf(before);
    assert.ok(at >= 0, before);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, new vscode.Range(document.positionAt(at), document.positionAt(at + before.length)), after);
    assert.ok(await vscode.workspace.applyEdit(edit));
  };
  /** Resolves when the document's text holds something, or is as it should be. */
  const shows = (document: vscode.TextDocument, wanted: string | ((text: string) => boolean)): Promise<void> =>
    new Promise((resolve) => {
      const isShown = (): boolean =>
        typeof wanted === 'string' ? document.getText().includes(wanted) : wanted(document.getText());
      if (isShown()) return resolve();
      const listening = vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document !== document || !isShown()) return;
        listening.dispose();
        resolve();
      });
    });

  /** Resolves when the document is saved the next time. VS Code saves its settings as documents, too. */
  const savedNext = (): Promise<void> =>
    new Promise((resolve) => {
      const listening = vscode.workspace.onDidSaveTextDocument((document) => {
        if (document.uri.toString() !== uri.toString()) return;
        listening.dispose();
        resolve();
      });
    });

  /** VS Code shows what it had of a document that was open before, and reads it then. */
  const open = async (): Promise<vscode.TextDocument> => {
    const { document } = await vscode.window.showTextDocument(uri);
    await shows(document, JSON.stringify((await stored()).eTag).slice(1, -1));
    return document;
  };

  return { answers, sandbox, stored, byOthers, fault, patches, calls, replace, shows, savedNext, open };
}
