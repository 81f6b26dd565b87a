import * as vscode from 'vscode';
import type { CallRecord } from '../../api/policies/callLog.ts';
import type { Failure } from '../../api/failure.ts';
import { redacted } from '../../base/redact.ts';

/** The output channel. Created at its first use, since VS Code creates a file for it. */
export class Log implements vscode.Disposable {
  #channel: vscode.LogOutputChannel | undefined;

  show(): void {
    this.#get().show(true);
  }

  call(call: CallRecord): void {
    const outcome = call.status === undefined ? (call.problem ?? 'no response') : String(call.status);
    const ids = [
      ...(call.requestId === undefined ? [] : [`request-id ${call.requestId}`]),
      ...(call.clientRequestId === undefined ? [] : [`client-request-id ${call.clientRequestId}`]),
    ];
    this.#get().info(
      [`${call.method} ${call.target} → ${outcome} in ${String(Math.round(call.durationMs))} ms`, ...ids].join(', '),
    );
  }

  /** Logs a failure with the server's message, which is redacted since it may contain personal data. */
  failure(failure: Failure, title: string): void {
    const isAboutToken = failure.kind === 'noToken' || failure.kind === 'notRenewable';
    const words = 'facts' in failure ? failure.facts.message : isAboutToken ? failure.reason : undefined;
    if (words === undefined) this.#get().warn(title);
    else this.said(title, words);
  }

  /** Logs text from a server or tool, redacted. */
  said(what: string, words: string): void {
    this.#get().warn(`${what} Message: ${redacted(words).replace(/\s+/g, ' ')}`);
  }

  error(what: string, error: unknown): void {
    this.#get().error(what, redacted(error instanceof Error ? (error.stack ?? error.message) : String(error)));
  }

  dispose(): void {
    this.#channel?.dispose();
  }

  #get(): vscode.LogOutputChannel {
    return (this.#channel ??= vscode.window.createOutputChannel('Partner Referrals', { log: true }));
  }
}
