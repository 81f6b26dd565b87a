/** What is measured inside the extension host; `run.ts` starts it in fresh windows and reads what it wrote. */
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { serveSandbox } from '../../src/sandbox/serveSandbox.ts';
import { hostTestsBegin, hostTestsEnd } from '../mocha.ts';

export interface HostMeasures {
  /** Load and activate, in ms, by extension id; each was measured once, in the order of this object. */
  readonly activation: Readonly<Record<string, number>>;
  /** In ms, one for each referral opened; empty unless asked for. */
  readonly bareRequest: readonly number[];
  readonly openPanel: readonly number[];
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
  const { BENCH_ORDER = '', BENCH_OPENS = '0', BENCH_OUT = '' } = process.env;
  const activation: Record<string, number> = {};
  for (const id of BENCH_ORDER.split(',')) {
    const extension = vscode.extensions.getExtension(id);
    if (!extension || extension.isActive) throw new Error(`${id} is missing or active already.`);
    activation[id] = await timed(() => extension.activate());
  }
  const measures: HostMeasures = { activation, ...(await measureOpening(Number(BENCH_OPENS))) };
  writeFileSync(BENCH_OUT, JSON.stringify(measures));
  console.log(hostTestsEnd);
}

async function measureOpening(opens: number) {
  const bareRequest: number[] = [];
  const openPanel: number[] = [];
  const openPanelAndJson: number[] = [];
  if (opens === 0) return { bareRequest, openPanel, openPanelAndJson };
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
  for (const { id } of rest.slice(0, opens)) {
    bareRequest.push(await timed(() => bare(id)));
    await closeAll();
    await settings('open.layout', 'panel');
    openPanel.push(await timed(() => open(id)));
    await closeAll();
    await settings('open.layout', undefined);
    openPanelAndJson.push(await timed(() => open(id)));
  }
  await sandbox.close();
  return { bareRequest, openPanel, openPanelAndJson };
}
