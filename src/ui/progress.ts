import * as vscode from 'vscode';
import { asNotificationText } from './failures/escape.ts';

const quickEnough = 300;

export interface Work {
  readonly signal: AbortSignal;
  /** Tells what is being waited for, in ms. */
  readonly onWait: (ms: number) => void;
  /** Tells how far it is, in words. */
  readonly onProgress: (message: string) => void;
}

/** Runs a task; one that takes longer than 300 ms is shown, with a way to cancel it. */
export async function withProgress<T>(title: string, task: (work: Work) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  let tell: ((message: string) => void) | undefined;
  let message: string | undefined;
  const onProgress = (words: string): void => {
    message = words;
    tell?.(words);
  };
  const onWait = (ms: number): void =>
    onProgress(vscode.l10n.t('Waiting {0} s before the next try…', Math.ceil(ms / 1000)));
  const running = task({ signal: stop.signal, onWait, onProgress });
  const timer = setTimeout(() => {
    const location = vscode.ProgressLocation.Notification;
    // Titles hold ids, and a server may call its records anything.
    const options = { location, title: asNotificationText(title.slice(0, 120)), cancellable: true };
    void vscode.window.withProgress(options, (progress, cancellation) => {
      cancellation.onCancellationRequested(() => stop.abort());
      tell = (text) => progress.report({ message: text });
      if (message !== undefined) tell(message);
      return running.catch(() => undefined);
    });
  }, quickEnough);
  try {
    return await running;
  } finally {
    clearTimeout(timer);
  }
}
