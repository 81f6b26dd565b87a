import * as vscode from 'vscode';
import { member, text } from '../../base/json.ts';
import { sandboxToken } from '../../services/connection/sandboxConnection.ts';
import { SandboxControl } from '../../services/connection/sandboxControl.ts';
import { asLabel } from '../failures/escape.ts';
import { pickArrival } from './pickArrival.ts';
import type { SandboxDeps } from './registerSandbox.ts';
import { pickFaultPreset } from './pickFaultPreset.ts';

// Each function runs a command and returns a text for the status bar, or undefined when the person cancelled.

export async function start({ sandbox }: SandboxDeps): Promise<string> {
  return vscode.l10n.t('Sandbox on {0}', await sandbox.url());
}

export async function stop({ sandbox, forgetCapabilities }: SandboxDeps): Promise<string> {
  await sandbox.restart();
  forgetCapabilities();
  return vscode.l10n.t('Sandbox stopped; it starts again when it is needed');
}

export async function copyUrl({ sandbox }: SandboxDeps): Promise<string> {
  return copy(await sandbox.url());
}

export async function copyToken(): Promise<string> {
  return copy(sandboxToken);
}

export async function injectFault({ sandbox, forgetCapabilities }: SandboxDeps): Promise<string | undefined> {
  const choice = await pickFaultPreset();
  if (choice === undefined) return undefined;
  const control = new SandboxControl(await sandbox.url());
  if (choice === 'clear') {
    await control.clearFaults();
    forgetCapabilities();
    return vscode.l10n.t('Faults removed');
  }
  await control.inject(choice);
  return vscode.l10n.t('Next call: {0}', choice.detail);
}

export async function reset({ sandbox, forgetSandbox, refresh }: SandboxDeps): Promise<string> {
  await new SandboxControl(await sandbox.url()).reset();
  forgetSandbox();
  await refresh();
  return vscode.l10n.t('Sandbox was reset to its seed');
}

export async function advanceClock({ sandbox, refresh }: SandboxDeps): Promise<string | undefined> {
  const answer = await vscode.window.showInputBox({
    title: vscode.l10n.t('Advance Sandbox Clock'),
    prompt: vscode.l10n.t(
      'Days to let pass. Unanswered referrals expire after 14; Microsoft’s side of shared deals moves.',
    ),
    value: '1',
    validateInput: (value) =>
      readDays(value) === undefined ? vscode.l10n.t('Enter a number of days from 1 to 3650.') : undefined,
  });
  const days = answer === undefined ? undefined : readDays(answer);
  if (days === undefined) return undefined;
  await new SandboxControl(await sandbox.url()).advance(days);
  await refresh();
  return days === 1
    ? vscode.l10n.t('Sandbox clock advanced by 1 day')
    : vscode.l10n.t('Sandbox clock advanced by {0} days', days);
}

export async function arrive({ sandbox, refresh }: SandboxDeps): Promise<string | undefined> {
  const arrival = await pickArrival();
  if (!arrival) return undefined;
  const control = new SandboxControl(await sandbox.url());
  const arrived = await control.arrive(arrival.members(await control.now()));
  await refresh();
  const name = text(member(arrived, 'name')) ?? text(member(arrived, 'id')) ?? '';
  return vscode.l10n.t('Arrived: {0}', asLabel(name));
}

async function copy(words: string): Promise<string> {
  await vscode.env.clipboard.writeText(words);
  return vscode.l10n.t('Copied {0}', words);
}

function readDays(value: string): number | undefined {
  const days = Number(value.trim());
  return Number.isInteger(days) && days >= 1 && days <= 3650 ? days : undefined;
}
