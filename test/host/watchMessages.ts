import * as vscode from 'vscode';

/** The messages of a while, by standing in for the function that shows them: VS Code has no API to read them. */
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
