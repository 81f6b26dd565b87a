import * as vscode from 'vscode';
import { oneLine } from '../../base/oneLine.ts';
import { asNotificationText } from '../failures/escape.ts';
import type { Log } from '../log/log.ts';

/** Tells that VS Code doesn't store drafts: once for each document, until its draft is stored again. */
export class DraftWarnings {
  readonly #nameOf: (uri: vscode.Uri) => string;
  readonly #log: Pick<Log, 'said'>;
  readonly #told = new Set<string>();

  /** @param nameOf how people call the referral of a document */
  constructor(nameOf: (uri: vscode.Uri) => string, log: Pick<Log, 'said'>) {
    this.#nameOf = nameOf;
    this.#log = log;
  }

  notStored(uri: vscode.Uri, error: unknown): void {
    const key = uri.toString();
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#log.said('Unsaved changes of a referral can’t be stored.', kindOf(error));
    const text = vscode.l10n.t(
      'The unsaved changes of "{0}" can’t be kept for a restart ({1}). Save or copy them before you close the window.',
      this.#nameOf(uri),
      reasonOf(error),
    );
    void vscode.window.showWarningMessage(asNotificationText(text));
  }

  /** Its draft is stored, or not needed any more. */
  clear(uri: vscode.Uri): void {
    this.#told.delete(uri.toString());
  }

  /** Only for the log: the text isn't needed any more. */
  notRemoved(error: unknown): void {
    this.#log.said('The stored changes of a referral can’t be removed.', kindOf(error));
  }
}

/** The message of a storage may quote what it was to store: the key has the account, and the text has customers. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

const longestReason = 120;

/** For the person whose text it is. */
function reasonOf(error: unknown): string {
  const words = oneLine(error instanceof Error ? error.message : String(error), { most: longestReason });
  return words === '' ? kindOf(error) : words;
}
