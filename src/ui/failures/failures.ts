import * as vscode from 'vscode';
import { ApiError, type Failure } from '../../api/failure.ts';
import { SignInError, type SignInRequest } from '../../auth/tokens.ts';
import { actionTitles } from '../../protocol/actionTitles.ts';
import type { ConnectionId, FailureAction } from '../../protocol/panel.ts';
import type { Explanation } from '../../services/connection/explain/explanation.ts';
import { asNotificationText } from './escape.ts';
import { HumanError } from './humanError.ts';
import type { Answers } from './answers.ts';
import type { Log } from '../log/log.ts';
import { commands, walkthrough } from '../names.ts';

/** What a message's buttons need from the rest. */
export interface FailureTools {
  /** The connection in use. */
  connection(): ConnectionId;
  /** Prompts; true when the person signed in. */
  signIn(request: SignInRequest): Promise<boolean>;
  useSandbox(): Promise<void>;
}

/** The one place that shows failures: one message each, which holds up nobody. */
export class Failures implements vscode.Disposable {
  readonly #log: Log;
  readonly #tools: FailureTools;
  #answers: Promise<Answers> | undefined;

  constructor(log: Log, tools: FailureTools) {
    this.#log = log;
    this.#tools = tools;
  }

  /** Runs a person's request to a connection (the one in use) and shows how it failed; never rejects. */
  async guard(task: () => Promise<void>, connection = this.#tools.connection()): Promise<void> {
    try {
      await task();
    } catch (error) {
      await this.show(error, connection, () => this.guard(task, connection));
    }
  }

  /** Resolves as soon as the message is asked for, not when it is answered. */
  async show(error: unknown, connection: ConnectionId, retry?: () => Promise<void>): Promise<void> {
    if (error instanceof HumanError || (error instanceof SignInError && error.said === undefined)) {
      void vscode.window.showErrorMessage(asNotificationText(error.message));
      return;
    }
    if (error instanceof SignInError && error.said !== undefined) {
      const { explainSignIn, inOneLine } = await import('../../services/connection/explain/explanation.ts');
      const explanation = explainSignIn(error.said);
      this.#log.said(explanation.title, error.said);
      this.#message(undefined, explanation, inOneLine(explanation), retry);
      return;
    }
    if (!(error instanceof ApiError)) {
      this.#log.error('Unexpected error', error);
      const showLog = vscode.l10n.t('Show Log');
      void vscode.window.showErrorMessage('Partner Referrals met an unexpected error.', showLog).then((choice) => {
        if (choice === showLog) void vscode.commands.executeCommand(commands.showLog);
      });
      return;
    }
    const { failure } = error;
    if (failure.kind === 'cancelled') return;
    const { explain, inOneLine } = await import('../../services/connection/explain/explanation.ts');
    const explanation = explain(failure, connection);
    this.#log.failure(failure, explanation.title);
    this.#message(failure, explanation, inOneLine(explanation), retry);
  }

  /** Does what a button of a message or of a panel says; without a failure it was a sign-in that didn't work. */
  async act(action: FailureAction, failure: Failure | undefined, retry?: () => Promise<void>): Promise<void> {
    switch (action) {
      case 'retry':
        return retry?.();
      case 'showLog':
      case 'diagnose':
        await vscode.commands.executeCommand(action === 'showLog' ? commands.showLog : commands.diagnoseConnection);
        return;
      case 'setup':
        await vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthrough);
        return;
      case 'useSandbox':
        return this.#tools.useSandbox();
      case 'signIn': {
        const again = failure !== undefined && failure.kind !== 'signedOut';
        const challenge = failure?.kind === 'claimsChallenge' ? failure.challenge : undefined;
        if (await this.#tools.signIn({ again, challenge })) await retry?.();
        return;
      }
      case 'showAnswer': {
        if (failure === undefined || !('answer' in failure)) return;
        this.#answers ??= import('./answers.ts').then(({ Answers }) => new Answers());
        const at = failure.kind === 'unreadable' && failure.problem.kind === 'malformed' ? failure.problem : undefined;
        return (await this.#answers).show(failure.answer, at);
      }
    }
  }

  dispose(): void {
    void this.#answers?.then((answers) => answers.dispose());
  }

  #message(
    failure: Failure | undefined,
    explanation: Explanation,
    words: string,
    retry: (() => Promise<void>) | undefined,
  ): void {
    const text = asNotificationText(words);
    const actions = explanation.actions.filter((action) => action !== 'retry' || retry !== undefined);
    const items = actions.map((action) => ({ title: actionTitles[action], action }));
    const shown =
      failure?.kind === 'signedOut'
        ? vscode.window.showInformationMessage(text, ...items)
        : vscode.window.showErrorMessage(text, ...items);
    void shown.then(async (item) => {
      if (!item) return;
      // What failed was a sign-in: trying it again is one, and must not be followed by another.
      if (failure === undefined && item.action === 'signIn' && retry) return retry();
      await this.guard(() => this.act(item.action, failure, retry));
    });
  }
}
