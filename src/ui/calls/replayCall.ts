import * as vscode from 'vscode';
import { shortPath, type CallEntry } from '../../services/calls/callEntry.ts';
import { canReplay, replayOf, sendReplay } from '../../services/calls/replay.ts';
import { oneLine } from '../../base/oneLine.ts';
import { asNotificationText } from '../failures/escape.ts';
import { HumanError } from '../failures/humanError.ts';
import { withProgress } from '../progress.ts';
import type { CallActionDeps } from './callActions.ts';
import { showCall } from './callDocuments.ts';

/** Sends a call to the sandbox again and shows it. A GET at once, anything else after a question, since it writes. */
export async function replay(deps: CallActionDeps, call: CallEntry): Promise<void> {
  const { method, path } = call;
  if (!canReplay(call)) {
    throw new HumanError(vscode.l10n.t('Only calls to the sandbox can be sent again, while it lists them.'));
  }
  const request = replayOf(call, await deps.sandbox.url(), deps.userAgent);
  if (method !== 'GET') {
    const send = vscode.l10n.t('Replay');
    const question = vscode.l10n.t('Send {0} {1} again?', method, asNotificationText(oneLine(shortPath(path))));
    const detail = vscode.l10n.t('This writes to the sandbox once more, with the same body and headers.');
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, send)) !== send) return;
  }
  const requestId = await withProgress(vscode.l10n.t('Sending the call again'), () => sendReplay(request));
  await deps.calls.refresh();
  if (method !== 'GET') await deps.refresh();
  const sent = requestId === undefined ? undefined : deps.calls.rows.find(requestId);
  if (sent) await showCall(sent, { preview: true });
}
