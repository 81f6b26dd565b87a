import * as vscode from 'vscode';
import { ApiError, type Failure } from '../../api/failure.ts';
import { SignInError } from '../../auth/tokens.ts';
import { actionTitle } from '../../protocol/actionTitles.ts';
import type { ConnectionId, FailureAction } from '../../protocol/panel.ts';
import {
  explain,
  explainSignIn,
  explainUnsure,
  inOneLine,
  type Explanation,
} from '../../services/connection/explain/explanation.ts';
import type { Log } from '../log/log.ts';
import { commands, walkthrough } from '../names.ts';
import { Answers } from './answers.ts';
import { asNotificationText } from './escape.ts';
import type { FailedRequest, FailureTools } from './failures.ts';
import { HumanError } from './humanError.ts';

/** VS Code shortens the titles of more buttons until they can't be read. */
const maxButtons = 3;

interface Message {
  /** The same for the same failure of the same action, even if the request-id differs. */
  readonly key: string;
  /** Runs the action of the button with this title. */
  act(button: string): Promise<void>;
}

/** The messages of `Failures`, whose code loads with the first failure. */
export class FailureMessages implements vscode.Disposable {
  readonly #log: Log;
  readonly #tools: FailureTools;
  readonly #guard: (task: () => Promise<void>, connection: ConnectionId) => Promise<void>;
  readonly #answers = new Answers();
  /** The last message with buttons, until the user closes it. */
  #openMessage: Message | undefined;
  #unnamed = 0;

  constructor(
    log: Log,
    tools: FailureTools,
    guard: (task: () => Promise<void>, connection: ConnectionId) => Promise<void>,
  ) {
    this.#log = log;
    this.#tools = tools;
    this.#guard = guard;
  }

  show(error: unknown, request: FailedRequest): void {
    if (error instanceof HumanError || (error instanceof SignInError && error.said === undefined)) {
      void vscode.window.showErrorMessage(asNotificationText(error.message));
      return;
    }
    if (error instanceof SignInError && error.said !== undefined) {
      const explanation = explainSignIn(error.said);
      this.#log.said(explanation.title, error.said);
      this.#message(undefined, explanation, inOneLine(explanation), request);
      return;
    }
    if (!(error instanceof ApiError)) {
      this.#log.error('Unexpected error', error);
      const showLog = vscode.l10n.t('Show Log');
      void vscode.window
        .showErrorMessage(vscode.l10n.t('An unexpected error occurred in Partner Referrals.'), showLog)
        .then((choice) => {
          if (choice === showLog) void vscode.commands.executeCommand(commands.showLog);
        });
      return;
    }
    const { failure } = error;
    if (failure.kind === 'cancelled') return;
    const { connection, unsure } = request;
    const explanation = unsure === undefined ? explain(failure, connection) : explainUnsure(failure, connection);
    this.#log.failure(failure, explanation.title);
    const words = inOneLine(explanation);
    this.#message(failure, explanation, unsure === undefined ? words : `${unsure} ${words}`, request);
  }

  async act(
    action: FailureAction,
    failure: Failure | undefined,
    { connection, retry }: Pick<FailedRequest, 'connection' | 'retry'>,
  ): Promise<void> {
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
        // If no request was refused, an existing session is sufficient.
        const again = failure !== undefined && failure.kind !== 'signedOut' && failure.kind !== 'notRenewable';
        const challenge = failure?.kind === 'claimsChallenge' ? failure.challenge : undefined;
        if (await this.#tools.signIn({ again, challenge })) await retry?.();
        return;
      }
      case 'showAnswer': {
        if (failure === undefined || !('answer' in failure)) return;
        const at = failure.kind === 'unreadable' && failure.problem.kind === 'malformed' ? failure.problem : undefined;
        return this.#answers.show(connection, failure.answer, at);
      }
    }
  }

  dispose(): void {
    this.#answers.dispose();
  }

  #message(failure: Failure | undefined, explanation: Explanation, words: string, request: FailedRequest): void {
    const { connection, referral, action: ofRequest, retry, unsure } = request;
    const possible = explanation.actions.filter((action) => action !== 'retry' || retry !== undefined);
    // Whatever failed, trying again tells what became of the write.
    if (unsure !== undefined && retry && !possible.includes('retry')) possible.unshift('retry');
    const remedy = failure && request.remedy?.(failure);
    const actions = mostUseful(possible, remedy ? maxButtons - 1 : maxButtons, failure);
    const titles = [...(remedy ? [remedy.title] : []), ...actions.map((action) => actionTitle(action))];
    const what = ofRequest ?? ++this.#unnamed;
    const { title, advice } = explanation;
    const message: Message = {
      key: JSON.stringify([connection, referral?.toLowerCase(), what, unsure, title, advice, titles]),
      act: async (button) => {
        if (button === remedy?.title) return this.#guard(remedy.apply, connection);
        const action = actions.find((each) => actionTitle(each) === button);
        if (action === undefined) return;
        // The failed request was a sign-in, so a retry signs in. A second sign-in must not follow.
        if (failure === undefined && action === 'signIn' && retry) return retry();
        await this.#guard(() => this.act(action, failure, request), connection);
      },
    };
    const text = asNotificationText(words);
    // VS Code hides an information message after some seconds, but shows an error with buttons until it is closed.
    if (failure?.kind === 'signedOut' && unsure === undefined) {
      void vscode.window.showInformationMessage(text, ...titles).then((button) => {
        if (button !== undefined) void message.act(button);
      });
      return;
    }
    const repeated = this.#openMessage?.key === message.key;
    // The buttons of the message that is still open act on the newest failure.
    this.#openMessage = message;
    if (repeated) return;
    void vscode.window.showErrorMessage(text, ...titles).then((button) => {
      const newest = this.#openMessage?.key === message.key ? this.#openMessage : message;
      if (newest === this.#openMessage) this.#openMessage = undefined;
      if (button !== undefined) void newest.act(button);
    });
  }
}

/** Leaves out the log or the diagnosis first, which have commands of their own. Without a token, the log has the reason. */
function mostUseful(actions: readonly FailureAction[], most: number, failure?: Failure): readonly FailureAction[] {
  const dispensable: FailureAction[] = failure?.kind === 'noToken' ? ['diagnose', 'showLog'] : ['showLog', 'diagnose'];
  const leftOut = dispensable.filter((action) => actions.includes(action)).slice(0, Math.max(0, actions.length - most));
  return actions.filter((action) => !leftOut.includes(action)).slice(0, most);
}
