import { after, afterEach, before, beforeEach } from 'mocha';
import * as vscode from 'vscode';
import { serveSandbox, type ServedSandbox } from '../../src/sandbox/http/serveSandbox.ts';

/** Writes a user setting of the extension; `undefined` removes it. */
export const set = (key: string, value: unknown): Thenable<void> =>
  vscode.workspace.getConfiguration().update(`partnerReferrals.${key}`, value, vscode.ConfigurationTarget.Global);

/**
 * Connects the window to the sandbox while the suite runs. Each test has a new sandbox: with another URL, the extension
 * discards the previous referrals. The settings named in `others` are removed after each test.
 */
export function useSandbox(...others: readonly string[]): () => ServedSandbox {
  let sandbox: ServedSandbox | undefined;
  before(() => set('connection', 'sandbox'));
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
  });
  return () => {
    if (!sandbox) throw new Error('There is a sandbox while a test runs.');
    return sandbox;
  };
}
