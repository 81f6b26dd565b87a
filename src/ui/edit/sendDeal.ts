import * as vscode from 'vscode';
import { ApiError } from '../../api/failure.ts';
import { t } from '../../base/l10n.ts';
import type { Violation } from '../../referral/rules/rule.ts';
import type { ConnectionId } from '../../services/connection/connection.ts';
import type { CreationOutcome, Decision } from '../../services/edit/create.ts';
import { createThrough } from '../../services/edit/createThrough.ts';
import type { Deal } from '../../services/edit/dealText.ts';
import { sameSender, type Sender } from '../../services/edit/sender.ts';
import { asNotificationText } from '../failures/escape.ts';
import { HumanError } from '../failures/humanError.ts';
import { commands } from '../names.ts';
import { withProgress } from '../progress.ts';
import { askForEngagement, askToLookAgain, askWhatDiffers, askWhetherCreated, type Retry } from './askCreated.ts';
import type { EditDeps } from './registerEdit.ts';

interface SendOptions {
  readonly decision?: Decision | undefined;
  readonly wasSignedOut?: boolean;
  /** What the same document said when it was sent before. */
  readonly formers?: readonly Deal[] | undefined;
  readonly onCreated?: ((referral: string) => void) | undefined;
}

/** Sends a deal through this account and server, and asks about what isn't certain. */
export async function sendDeal(
  deps: EditDeps,
  sender: Sender,
  deal: Deal,
  { onCreated, ...options }: SendOptions,
): Promise<void> {
  const { catalog, failures, mask } = deps;
  const { connection } = sender;
  const name = deal.name ?? deal.customerName;
  const title =
    mask.on || name === undefined ? vscode.l10n.t('Sending the new referral') : vscode.l10n.t('Sending "{0}"', name);
  const outcome = await withProgress(title, ({ signal, onWait }) =>
    createThrough(deps, sender, deal, { signal, onWait, ...options }),
  );
  if (outcome.kind === 'running') return tell(vscode.l10n.t('This deal is being sent already. Nothing else was sent.'));
  if (outcome.kind === 'outdated') return tellOutdated(deps, connection, outcome.referral);
  if (outcome.kind === 'created') onCreated?.(outcome.id);
  const isCurrent = sender.isCurrent();
  // The failure of a session that has ended offers to sign in again.
  if (!isCurrent && (outcome.kind !== 'failed' || outcome.failure.kind === 'cancelled')) {
    throw new HumanError(whyNotGoneOn(outcome));
  }
  if (outcome.kind === 'created') {
    await vscode.commands.executeCommand(commands.openReferral, outcome.id);
    // One whose POST got no answer was found by a search.
    catalog.of(connection).addCreated(outcome.id);
    return warn(deal.warnings);
  }
  const { about } = outcome;
  // The buttons of a message stay when the account or the server changes, and when the deal is sent again.
  const retry: Retry = (choice) => async () => {
    const same = await sameSender(deps, sender);
    if (!same) throw new HumanError(vscode.l10n.t('{0} Nothing was sent through the new one.', changedSince()));
    await sendDeal(deps, same, deal, {
      decision: { ...choice, about },
      wasSignedOut: sender.account === undefined,
      formers: options.formers,
      onCreated,
    });
  };
  switch (outcome.kind) {
    case 'failed':
      if (isCurrent && outcome.of === 'sending' && outcome.own !== undefined)
        await vscode.commands.executeCommand(commands.openReferral, outcome.own);
      await failures.show(new ApiError(outcome.failure), { connection, retry: retry({ kind: 'goOn' }) });
      return;
    case 'differs':
      return askWhatDiffers(deps, connection, outcome, retry);
    case 'noEngagement':
      return askForEngagement(deps, connection, outcome.own, retry);
    case 'uncertain':
      return outcome.notSearched
        ? askToLookAgain(deps, connection, outcome, outcome.notSearched, retry)
        : askWhetherCreated(deps, connection, outcome, retry);
  }
}

/** A button of a message about an earlier state of the deal. */
function tellOutdated({ failures }: EditDeps, connection: ConnectionId, referral: string | undefined): void {
  if (referral === undefined) {
    return tell(
      vscode.l10n.t(
        'This deal has been dealt with since, so nothing was sent. Run "Partner: Send New Referral" to see where it stands.',
      ),
    );
  }
  const words = vscode.l10n.t(
    'This deal has been created already, so nothing was sent. To create another one, run "Partner: Send New Referral".',
  );
  const open = vscode.l10n.t('Open Referral');
  void vscode.window.showInformationMessage(words, open).then((button) => {
    if (button !== open) return;
    void failures.guard(async () => vscode.commands.executeCommand(commands.openReferral, referral), connection);
  });
}

function tell(words: string): void {
  void vscode.window.showInformationMessage(words);
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
function whyNotGoneOn(outcome: Exclude<CreationOutcome, { readonly kind: 'outdated' }>): string {
  if (outcome.kind === 'created') return vscode.l10n.t('{0} The deal was created with the former one.', changedSince());
  if (outcome.kind === 'uncertain') {
    return outcome.own === undefined
      ? vscode.l10n.t(
          '{0} The deal may or may not have been created with the former one. Sending the document with that one again first checks what its server has.',
          changedSince(),
        )
      : vscode.l10n.t(
          '{0} Your referral was created with the former one, and Microsoft may or may not have been invited. Sending the document with that one again first checks what its server has.',
          changedSince(),
        );
  }
  if (outcome.own === undefined) return vscode.l10n.t('{0} Nothing was sent through the new one.', changedSince());
  const isInvitationMissing =
    outcome.kind === 'differs'
      ? outcome.invitation === 'none'
      : outcome.kind !== 'failed' || outcome.side === 'microsoft';
  return isInvitationMissing
    ? vscode.l10n.t(
        '{0} Your referral was created with the former one, and Microsoft isn’t invited yet. Sending the document with that one again goes on with it. Nothing was sent through the new one.',
        changedSince(),
      )
    : vscode.l10n.t(
        '{0} Your referral was created with the former one. Nothing was sent through the new one.',
        changedSince(),
      );
}

const mostListed = 4;

export function sentences(violations: readonly Violation[]): string {
  const told = violations.slice(0, mostListed).map(({ message }) => message(t));
  const more = violations.length - told.length;
  return [...told, ...(more > 0 ? [vscode.l10n.t('There are {0} more.', more)] : [])].join(' ');
}
