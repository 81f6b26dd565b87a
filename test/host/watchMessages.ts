import * as vscode from 'vscode';

/** Records messages by replacing the function that shows them, since VS Code has no API to read them. */
export function watchMessages(): { messages: string[]; stop(): void } {
  const messages: string[] = [];
  const { showErrorMessage, showInformationMessage } = vscode.window;
  const record = (message: string): Promise<undefined> => {
    messages.push(message);
    return Promise.resolve(undefined);
  };
  Object.assign(vscode.window, { showErrorMessage: record, showInformationMessage: record });
  return { messages, stop: () => Object.assign(vscode.window, { showErrorMessage, showInformationMessage }) };
}
