import type * as vscode from 'vscode';
import type { Failure } from '../../api/failure.ts';
import type { SignInRequest } from '../../auth/tokens.ts';
import { lazy } from '../../base/lazy.ts';
import type { ConnectionId, FailureAction } from '../../protocol/panel.ts';
import type { Log } from '../log/log.ts';

/** What a message's buttons need from the rest. */
export interface FailureTools {
  /** The connection in use. */
  connection(): ConnectionId;
  /** Prompts; true when the person signed in. */
  signIn(request: SignInRequest): Promise<boolean>;
  useSandbox(): Promise<void>;
}

/** Which request failed, and what can be done about it. */
export interface FailedRequest {
  readonly connection: ConnectionId;
  /** The id of the one referral that was asked for. */
  readonly referral?: string;
  readonly retry?: () => Promise<void>;
  /** A button beside those that the failure itself suggests; undefined when it doesn't help with this failure. */
  readonly remedy?: (failure: Failure) => Remedy | undefined;
}

export interface Remedy {
  /** On the button. */
  readonly title: string;
  readonly apply: () => Promise<void>;
}

/** Shows all failures, one message each. Nothing waits for a person to answer one. */
export class Failures implements vscode.Disposable {
  readonly #tools: FailureTools;
  readonly #messages;

  constructor(log: Log, tools: FailureTools) {
    this.#tools = tools;
    this.#messages = lazy(async () => {
      const { FailureMessages } = await import('./failureMessages.ts');
      return new FailureMessages(log, tools, (task, connection) => this.guard(task, connection));
    });
  }

  /** Runs what a person asked for, of the connection in use unless another is given. Shows a failure, never rejects. */
  async guard(
    task: () => Promise<void>,
    connection = this.#tools.connection(),
    request: Pick<FailedRequest, 'referral' | 'remedy'> = {},
  ): Promise<void> {
    try {
      await task();
    } catch (error) {
      await this.show(error, { ...request, connection, retry: () => this.guard(task, connection, request) });
    }
  }

  /** Resolves when the message is shown, not when it is answered. */
  async show(error: unknown, request: FailedRequest): Promise<void> {
    (await this.#messages()).show(error, request);
  }

  /** Does what a button of a message or a panel says. Without a failure, what failed was a sign-in. */
  async act(
    action: FailureAction,
    failure: Failure | undefined,
    request: Pick<FailedRequest, 'connection' | 'retry'>,
  ): Promise<void> {
    await (await this.#messages()).act(action, failure, request);
  }

  dispose(): void {
    this.#messages.loaded?.dispose();
  }
}
