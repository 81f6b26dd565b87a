import type * as vscode from 'vscode';
import type { Failure } from '../../api/failure.ts';
import type { SignInRequest } from '../../auth/tokens.ts';
import { lazy } from '../../base/lazy.ts';
import type { ConnectionId, FailureAction } from '../../protocol/panel.ts';
import type { Log } from '../log/log.ts';

/** Actions for the buttons of messages. */
export interface FailureTools {
  /** The connection in use. */
  connection(): ConnectionId;
  /** Prompts for a sign-in. True if the user signed in. */
  signIn(request: SignInRequest): Promise<boolean>;
  useSandbox(): Promise<void>;
}

/** The request that failed, and what can be done about it. */
export interface FailedRequest {
  readonly connection: ConnectionId;
  /** Id of the requested referral. */
  readonly referral?: string;
  /**
   * Names what was to be done. While the message of a failure is open, the same failure of the same action on the same
   * referral isn't shown again, and the buttons act on the newest. Without a name, each failure has its own message: a
   * button must not send or read something else than what its message tells of.
   */
  readonly action?: string;
  readonly retry?: () => Promise<void>;
  /** Of a write that may have been carried out: says so, in front of the failure. */
  readonly unsure?: string | undefined;
  /** An additional button for this failure. Undefined if it doesn't help. */
  readonly remedy?: (failure: Failure) => Remedy | undefined;
}

export interface Remedy {
  /** Title of the button. */
  readonly title: string;
  readonly apply: () => Promise<void>;
}

/** Shows all failures in messages. Doesn't wait for the user's response. */
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

  /** Runs a task for the user and shows its failure. Never rejects. The default connection is the current one. */
  async guard(
    task: () => Promise<void>,
    connection = this.#tools.connection(),
    request: Pick<FailedRequest, 'referral' | 'action' | 'remedy'> = {},
  ): Promise<void> {
    try {
      await task();
    } catch (error) {
      await this.show(error, { ...request, connection, retry: () => this.guard(task, connection, request) });
    }
  }

  /** Resolves when the message is shown, not when the user closes it. */
  async show(error: unknown, request: FailedRequest): Promise<void> {
    (await this.#messages()).show(error, request);
  }

  /** Runs the action of a button in a message or a panel. Without a failure, the failed request was a sign-in. */
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
