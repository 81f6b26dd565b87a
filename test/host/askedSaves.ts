import { afterEach, beforeEach } from 'mocha';
import * as vscode from 'vscode';
import { set } from './sandboxConnection.ts';

/** Each save asks before it sends, does what a test wants to happen meanwhile, and then sends. */
export function useAskedSaves(): { meanwhile: () => Promise<void> } {
  const ask = vscode.window.showInformationMessage;
  const asked = { meanwhile: () => Promise.resolve() };
  beforeEach(async () => {
    await set('edit.preview', 'always');
    asked.meanwhile = () => Promise.resolve();
    const answer = async (): Promise<string> => {
      await asked.meanwhile();
      return 'Send';
    };
    Object.assign(vscode.window, { showInformationMessage: answer });
  });
  afterEach(async () => {
    Object.assign(vscode.window, { showInformationMessage: ask });
    await set('edit.preview', undefined);
  });
  return asked;
}
