import { after, afterEach, before, beforeEach } from 'mocha';
import * as vscode from 'vscode';
import { serveSandbox, type ServedSandbox } from '../../src/sandbox/http/serveSandbox.ts';

/** Writes a user setting of the extension; `undefined` removes it. */
export const set = (key: string, value: unknown): Thenable<void> =>
  vscode.workspace.getConfiguration().update(`partnerReferrals.${key}`, value, vscode.ConfigurationTarget.Global);

/** In a browser, VS Code saves after a pause by default, which on a slow machine comes before a test saves. */
const setAutoSave = (value: string | undefined): Thenable<void> =>
  vscode.workspace.getConfiguration().update('files.autoSave', value, vscode.ConfigurationTarget.Global);

/**
 * Connects the window to the sandbox while the suite runs. Each test has a new sandbox: with another URL, the extension
 * discards the previous referrals. The settings named in `others` are removed after each test.
 */
export function useSandbox(...others: readonly string[]): () => ServedSandbox {
  let sandbox: ServedSandbox | undefined;
  before(async () => {
    await setAutoSave('off');
    await set('connection', 'sandbox');
  });
  beforeEach(async () => {
    sandbox = await serveSandbox();
    await set('sandbox.url', sandbox.url);
  });
  afterEach(async () => {
    for (const key of others) await set(key, undefined);
    await sandbox?.close();
  });
  after(async () => {
    await set('sandbox.url', undefined);
    await set('connection', undefined);
    await setAutoSave(undefined);
  });
  return () => {
    if (!sandbox) throw new Error('There is a sandbox while a test runs.');
    return sandbox;
  };
}
