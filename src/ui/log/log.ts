import * as vscode from 'vscode';
import type { CallRecord } from '../../api/policies/callLog.ts';
import type { Failure } from '../../api/failure.ts';
import { redacted } from '../../base/redact.ts';

/** Our output channel; made when there is something to write or to show, since making it creates a file. */
export class Log implements vscode.Disposable {
  #channel: vscode.LogOutputChannel | undefined;

  show(): void {
    this.#get().show(true);
  }

  call(call: CallRecord): void {
    const outcome = call.status === undefined ? (call.problem ?? 'no answer') : String(call.status);
    const ids = [
      ...(call.requestId === undefined ? [] : [`request-id ${call.requestId}`]),
      ...(call.clientRequestId === undefined ? [] : [`client-request-id ${call.clientRequestId}`]),
    ];
    this.#get().info(
      [`${call.method} ${call.target} → ${outcome} in ${String(Math.round(call.durationMs))} ms`, ...ids].join(', '),
    );
  }

  /** The failure with the server's own words, which may name people: e-mail addresses are cut out. */
  failure(failure: Failure, title: string): void {
    const words = 'facts' in failure ? failure.facts.message : failure.kind === 'noToken' ? failure.reason : undefined;
    if (words === undefined) this.#get().warn(title);
    else this.said(title, words);
  }

  /** Words that came from outside, with what must not be written down cut out. */
  said(what: string, words: string): void {
    this.#get().warn(`${what} It said: ${redacted(words).replace(/\s+/g, ' ')}`);
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
