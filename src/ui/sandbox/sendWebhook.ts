import * as vscode from 'vscode';
import { ApiError } from '../../api/failure.ts';
import { titleOf } from '../../referral/summary.ts';
import { SandboxControl } from '../../services/connection/sandboxControl.ts';
import { eventNames, readReceiver } from '../../services/connection/sandboxTask.ts';
import { asLabel } from '../failures/escape.ts';
import { withProgress } from '../progress.ts';
import type { SandboxDeps } from './registerSandbox.ts';

const receiverKey = 'partnerReferrals.webhookReceiver';
const usualReceiver = 'http://127.0.0.1:7071/';

/**
 * Sends an event of a referral to the receivers that the sandbox knows; without any it asks for one. Returns a text for
 * the status bar, or undefined when the person cancelled.
 * @param given the event and the referral's id, so that nobody is asked for them
 */
export async function sendWebhook(
  { sandbox, memory }: SandboxDeps,
  given: readonly unknown[],
): Promise<string | undefined> {
  const control = new SandboxControl(await sandbox.url());
  if ((await control.receivers()) === 0) {
    const receiver = await askReceiver(memory.get(receiverKey));
    if (receiver === undefined) return undefined;
    await control.addReceiver(receiver);
    await memory.update(receiverKey, receiver);
  }
  const [givenEvent, givenReferral] = given;
  const event = typeof givenEvent === 'string' ? givenEvent : await pickEvent();
  if (event === undefined) return undefined;
  const referral = typeof givenReferral === 'string' ? givenReferral : await pickSandboxReferral(sandbox);
  if (referral === undefined) return undefined;
  await control.sendWebhook(event, referral);
  return vscode.l10n.t('Sent {0}', event);
}

function pickEvent(): Thenable<string | undefined> {
  return vscode.window.showQuickPick(eventNames, {
    title: vscode.l10n.t('Send Webhook'),
    placeHolder: vscode.l10n.t('Which event should the receivers get?'),
  });
}

/** Of the sandbox, whatever the window is connected to. */
async function pickSandboxReferral(sandbox: SandboxDeps['sandbox']): Promise<string | undefined> {
  const items = withProgress(vscode.l10n.t('Asking the sandbox for its referrals'), async ({ signal }) => {
    const { items: referrals } = await (await sandbox.client()).list(undefined, { signal });
    return referrals.map((summary) => ({
      label: asLabel(titleOf(summary)),
      description: asLabel([summary.status, summary.substatus].filter((part) => part !== undefined).join(', ')),
      id: summary.id,
    }));
  });
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Send Webhook'),
    placeHolder: vscode.l10n.t('Which referral is the event about?'),
    matchOnDescription: true,
  });
  return picked?.id;
}

async function askReceiver(former: unknown): Promise<string | undefined> {
  const address = await vscode.window.showInputBox({
    title: vscode.l10n.t('Send Webhook'),
    prompt: vscode.l10n.t('Where does your receiver listen? From now on it gets the events of all referrals.'),
    value: typeof former === 'string' ? former : usualReceiver,
    validateInput: (given) => problemOf(given),
  });
  return address === undefined ? undefined : readReceiver(address);
}

function problemOf(given: string): string | undefined {
  try {
    readReceiver(given);
    return undefined;
  } catch (error) {
    return error instanceof ApiError && error.failure.kind === 'sandbox' ? error.failure.reason : String(error);
  }
}
