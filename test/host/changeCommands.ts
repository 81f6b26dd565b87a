import { afterEach, beforeEach } from 'mocha';
import * as vscode from 'vscode';
import { commands } from '../../src/ui/names.ts';
import { useSandbox } from './sandboxConnection.ts';

export interface Referral {
  readonly id: string;
  readonly status: string;
  readonly substatus: string;
  readonly statusReason: string | null;
  readonly salesStage?: string | null;
  readonly engagementId: string;
  readonly organizationId: string;
  readonly externalReferenceId: string | null;
  readonly details: { readonly dealValue: number; readonly notes: string };
  readonly team: readonly { readonly email: string }[] | null;
}

export const run = (command: string, ...given: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(command, ...given);

/** A sandbox for commands that change referrals, and answers in place of a person, for each test anew. */
export function useChangeCommands() {
  const sandbox = useSandbox();
  /** Everything that was asked or told, in order. */
  const shown: string[] = [];
  /** What is answered: the label of a choice or the text of an input; in order. */
  const answers: string[] = [];
  let restore: () => void;

  beforeEach(() => {
    shown.length = 0;
    answers.length = 0;
    // VS Code has no API to answer its dialogs.
    const { showErrorMessage, showInformationMessage, showWarningMessage, showQuickPick, showInputBox } = vscode.window;
    const before = { showErrorMessage, showInformationMessage, showWarningMessage, showQuickPick, showInputBox };
    const message = (text: string, ...rest: (string | object)[]): Promise<string | undefined> => {
      shown.push(text);
      const buttons = rest.filter((each) => typeof each === 'string');
      return Promise.resolve(buttons.includes(answers[0] ?? '') ? answers.shift() : undefined);
    };
    Object.assign(vscode.window, {
      showErrorMessage: message,
      showInformationMessage: message,
      showWarningMessage: message,
      showQuickPick: (items: readonly { label: string }[], options?: { title?: string }) => {
        shown.push(options?.title ?? '');
        const wanted = answers.shift();
        return Promise.resolve(items.find(({ label }) => label.replace(/^\$\([\w-]+\) /, '') === wanted));
      },
      showInputBox: (options: { title?: string; validateInput?: (text: string) => unknown }) => {
        shown.push(options.title ?? '');
        const text = answers.shift();
        return Promise.resolve(text === undefined || options.validateInput?.(text) ? undefined : text);
      },
    });
    restore = () => void Object.assign(vscode.window, before);
  });
  afterEach(async () => {
    restore();
    await run('workbench.action.closeAllEditors');
  });

  const ask = async (path: string, options: RequestInit = {}): Promise<unknown> => {
    const response = await fetch(sandbox().url + path, {
      ...options,
      headers: { authorization: 'Bearer sandbox-admin', 'content-type': 'application/json' },
    });
    return response.status === 204 ? undefined : response.json();
  };
  const read = async (id: string): Promise<Referral> => (await ask(`/v1.0/engagements/referrals/${id}`)) as Referral;
  const arrive = async (more: object = {}): Promise<string> =>
    ((await ask('/_sandbox/referrals', { method: 'POST', body: JSON.stringify(more) })) as Referral).id;
  const accepted = async (): Promise<string> => {
    const id = await arrive();
    await run(commands.accept, id);
    shown.length = 0;
    return id;
  };
  const patch = (id: string, path: string, value: unknown): Promise<unknown> =>
    ask(`/v1.0/engagements/referrals/${id}`, {
      method: 'PATCH',
      body: JSON.stringify([{ op: 'replace', path, value }]),
    });
  const writes = async (): Promise<number> => {
    const { calls } = (await ask('/_sandbox/calls')) as { calls: { method: string; path: string }[] };
    return calls.filter(({ method, path }) => method !== 'GET' && path.startsWith('/v1.0')).length;
  };
  const failNext = (fault: object): Promise<unknown> =>
    ask('/_sandbox/faults', { method: 'POST', body: JSON.stringify(fault) });
  const stateOf = async (id: string): Promise<string> => {
    const { status, substatus, statusReason } = await read(id);
    return [status, substatus, statusReason].join(' ');
  };

  /** Closes an unsaved document without the question whether to save it. */
  const close = async (document: vscode.TextDocument): Promise<void> => {
    await vscode.window.showTextDocument(document);
    await run('workbench.action.revertAndCloseActiveEditor');
  };

  return {
    sandbox,
    shown,
    answer: (...next: string[]): void => void answers.splice(0, answers.length, ...next),
    unanswered: (): readonly string[] => answers,
    ask,
    read,
    arrive,
    accepted,
    patch,
    writes,
    failNext,
    stateOf,
    close,
  };
}
