import * as vscode from 'vscode';
import { ApiError } from '../../api/failure.ts';
import { t } from '../../base/l10n.ts';
import type { Violation } from '../../referral/rules/rule.ts';
import type { CreationOutcome, Decision } from '../../services/edit/create.ts';
import type { Deal } from '../../services/edit/dealText.ts';
import { createThrough, sameSender, type Sender } from '../../services/edit/sender.ts';
import { asNotificationText } from '../failures/escape.ts';
import { HumanError } from '../failures/humanError.ts';
import { commands } from '../names.ts';
import { withProgress } from '../progress.ts';
import { askWhatDiffers, askWhetherCreated } from './askCreated.ts';
import type { EditDeps } from './registerEdit.ts';

interface SendOptions {
  readonly decision?: Decision | undefined;
  /** What the same document said when it was sent before. */
  readonly former?: Deal | undefined;
}

/** Sends a deal through this account and server, and asks about what isn't certain. */
export async function sendDeal(
  deps: EditDeps,
  sender: Sender,
  deal: Deal,
  { decision, former }: SendOptions,
): Promise<void> {
  const { catalog, failures } = deps;
  const { connection } = sender;
  const title = vscode.l10n.t('Sending "{0}"', deal.name ?? deal.customerName ?? '');
  const outcome = await withProgress(title, ({ signal, onWait }) =>
    createThrough(deps, sender, deal, { signal, onWait, decision }, former),
  );
  const isCurrent = sender.isCurrent();
  // The failure of a session that has ended offers to sign in again.
  if (!isCurrent && (outcome.kind !== 'failed' || outcome.failure.kind === 'cancelled')) {
    throw new HumanError(whyNotGoneOn(outcome));
  }
  // The buttons of a message stay when the account or the server changes.
  const retry = (decided?: Decision) => async (): Promise<void> => {
    const same = await sameSender(deps, sender);
    if (!same) throw new HumanError(vscode.l10n.t('{0} Nothing was sent through the new one.', changedSince()));
    await sendDeal(deps, same, deal, { decision: decided });
  };
  switch (outcome.kind) {
    case 'created':
      await vscode.commands.executeCommand(commands.openReferral, outcome.id);
      // One whose POST got no answer was found by a search.
      catalog.of(connection).addCreated(outcome.id);
      return warn(deal.warnings);
    case 'failed':
      if (isCurrent && outcome.own !== undefined)
        await vscode.commands.executeCommand(commands.openReferral, outcome.own);
      await failures.show(new ApiError(outcome.failure), { connection, retry: retry() });
      return;
    case 'differs':
      return askWhatDiffers(deps, connection, outcome, retry);
    case 'uncertain':
      askWhetherCreated(deps, connection, outcome, retry);
  }
}

function warn(warnings: readonly Violation[]): void {
  if (warnings.length === 0) return;
  const words = vscode.l10n.t(
    'The deal was created. Partner Center’s portal would ask for more: {0}',
    sentences(warnings),
  );
  void vscode.window.showInformationMessage(asNotificationText(words));
}

function changedSince(): string {
  return vscode.l10n.t('The account or the server has changed since.');
}

/** What became of a deal during which the account or the server changed. */
function whyNotGoneOn(outcome: CreationOutcome): string {
  switch (outcome.kind) {
    case 'created':
      return vscode.l10n.t('{0} The deal was created with the former one.', changedSince());
    case 'uncertain':
      return vscode.l10n.t(
        '{0} The deal may or may not have been created with the former one. Sending the document with that one again first checks what its server has.',
        changedSince(),
      );
    case 'failed':
    case 'differs':
      return vscode.l10n.t('{0} Nothing was sent through the new one.', changedSince());
  }
}

const mostListed = 4;

export function sentences(violations: readonly Violation[]): string {
  const told = violations.slice(0, mostListed).map(({ message }) => message(t));
  const more = violations.length - told.length;
  return [...told, ...(more > 0 ? [vscode.l10n.t('There are {0} more.', more)] : [])].join(' ');
}
