import * as vscode from 'vscode';
import { cut } from '../base/oneLine.ts';
import { asNotificationText } from './failures/escape.ts';

const showAfter = 300;

export interface Work {
  readonly signal: AbortSignal;
  /** Call before waiting for the next attempt. `ms` is the length of the wait. */
  readonly onWait: (ms: number) => void;
  /** Call with a description of the progress. */
  readonly onProgress: (message: string) => void;
}

/** Runs a task. After 300 ms, a notification with a cancel button is shown. */
export async function withProgress<T>(title: string, task: (work: Work) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  let report: ((message: string) => void) | undefined;
  let message: string | undefined;
  const onProgress = (words: string): void => {
    message = words;
    report?.(words);
  };
  const onWait = (ms: number): void =>
    onProgress(vscode.l10n.t('Waiting {0} s before the next try…', Math.ceil(ms / 1000)));
  const running = task({ signal: stop.signal, onWait, onProgress });
  const timer = setTimeout(() => {
    const location = vscode.ProgressLocation.Notification;
    // Titles contain ids, which servers can choose.
    const options = { location, title: asNotificationText(cut(title, 120)), cancellable: true };
    void vscode.window.withProgress(options, (progress, cancellation) => {
      cancellation.onCancellationRequested(() => stop.abort());
      report = (text) => progress.report({ message: text });
      if (message !== undefined) report(message);
      return running.catch(() => undefined);
    });
  }, showAfter);
  try {
    return await running;
  } finally {
    clearTimeout(timer);
  }
}
