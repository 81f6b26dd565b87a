/** What is measured inside the extension host; `run.ts` starts it in fresh windows and reads what it wrote. */
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { serveSandbox } from '../../src/sandbox/http/serveSandbox.ts';
import { hostTestsBegin, hostTestsEnd } from '../mocha.ts';

export interface HostMeasures {
  /** In ms, one for each referral opened. */
  readonly bareRequest: readonly number[];
  /** VS Code's own share: an empty webview until its script speaks. */
  readonly bareWebview: readonly number[];
  /** Of referrals that came in the list before, as those in the side panel and the picker. */
  readonly openPanel: readonly number[];
  /** Of referrals that nothing is known of, e.g. an id typed in. */
  readonly openUnknownPanel: readonly number[];
  readonly openPanelAndJson: readonly number[];
}

const settings = (key: string, value: unknown): Thenable<void> =>
  vscode.workspace.getConfiguration().update(`partnerReferrals.${key}`, value, vscode.ConfigurationTarget.Global);

async function timed(task: () => PromiseLike<unknown>): Promise<number> {
  const started = performance.now();
  await task();
  return performance.now() - started;
}

export async function run(): Promise<void> {
  console.log(hostTestsBegin);
  const { BENCH_OPENS = '0', BENCH_OUT = '' } = process.env;
  const measures = await measureOpening(Number(BENCH_OPENS));
  writeFileSync(BENCH_OUT, JSON.stringify(measures));
  console.log(hostTestsEnd);
}

async function measureOpening(opens: number): Promise<HostMeasures> {
  const bareRequest: number[] = [];
  const bareWebview: number[] = [];
  const openPanel: number[] = [];
  const openUnknownPanel: number[] = [];
  const openPanelAndJson: number[] = [];
  const sandbox = await serveSandbox();
  const headers = { authorization: 'Bearer sandbox-admin' };
  const list = (await (await fetch(`${sandbox.url}/v1.0/engagements/referrals`, { headers })).json()) as {
    value: { id: string }[];
  };
  await settings('sandbox.url', sandbox.url);
  await settings('connection', 'sandbox');
  const closeAll = (): Thenable<unknown> => vscode.commands.executeCommand('workbench.action.closeAllEditors');
  const open = (id: string): Thenable<unknown> => vscode.commands.executeCommand('partnerReferrals.openReferral', id);
  const bare = async (id: string): Promise<void> => {
    await (await fetch(`${sandbox.url}/v1.0/engagements/referrals/${id}`, { headers })).text();
  };
  // Warm: the code of panel, client and transport is loaded, the webview's service worker runs.
  const [first, ...rest] = list.value;
  await open(first!.id);
  const unknown = rest.slice(0, opens);
  const known = rest.slice(opens, 2 * opens);
  await settings('open.layout', 'panel');
  for (const { id } of unknown) {
    await closeAll();
    openUnknownPanel.push(await timed(() => open(id)));
  }
  await vscode.commands.executeCommand('partnerReferrals.refresh');
  for (const { id } of known) {
    bareRequest.push(await timed(() => bare(id)));
    await closeAll();
    bareWebview.push(await timed(emptyWebview));
    await closeAll();
    await settings('open.layout', 'panel');
    openPanel.push(await timed(() => open(id)));
    await closeAll();
    await settings('open.layout', undefined);
    openPanelAndJson.push(await timed(() => open(id)));
  }
  await sandbox.close();
  return { bareRequest, bareWebview, openPanel, openUnknownPanel, openPanelAndJson };
}

function emptyWebview(): Promise<void> {
  return new Promise((resolve) => {
    const panel = vscode.window.createWebviewPanel('bench', 'bench', vscode.ViewColumn.Active, { enableScripts: true });
    panel.webview.onDidReceiveMessage(() => resolve());
    panel.webview.html = `<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-bench'"><script nonce="bench">acquireVsCodeApi().postMessage(1)</script>`;
  });
}
