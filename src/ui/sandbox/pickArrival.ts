import * as vscode from 'vscode';
import type { JsonObject } from '../../base/json.ts';

interface Arrival extends vscode.QuickPickItem {
  /** What the referral has besides what each arrival has. `now` is the sandbox's time, in ms. */
  readonly members: (now: number) => JsonObject;
}

const hour = 3_600_000;

/** Asks what arrives in the sandbox. Undefined if the person cancelled. */
export async function pickArrival(): Promise<Arrival | undefined> {
  const stamp = (time: number): string => new Date(time).toISOString();
  const arrivals: Arrival[] = [
    {
      label: vscode.l10n.t('A new referral from Microsoft'),
      detail: vscode.l10n.t('Incoming, New and Pending; expires in 14 days'),
      members: () => ({}),
    },
    {
      label: vscode.l10n.t('A referral that expires tomorrow'),
      detail: vscode.l10n.t('Incoming, New and Pending; for testing the last day'),
      members: (now) => ({
        createdDateTime: stamp(now - 13 * 24 * hour),
        expirationDateTime: stamp(now + 24 * hour),
      }),
    },
    {
      label: vscode.l10n.t('A referral that is closed already'),
      detail: vscode.l10n.t('Closed and Lost, as after an outage; it never was New for you'),
      members: (now) => ({
        status: 'Closed',
        substatus: 'Lost',
        createdDateTime: stamp(now - 48 * hour),
        closedDateTime: stamp(now),
        expirationDateTime: null,
      }),
    },
  ];
  return vscode.window.showQuickPick(arrivals, {
    title: vscode.l10n.t('Let a Referral Arrive'),
    placeHolder: vscode.l10n.t('What arrives in the sandbox?'),
  });
}
