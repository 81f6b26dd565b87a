import * as vscode from 'vscode';
import { cut } from '../../base/oneLine.ts';
import { titleOf, type ReferralSummary } from '../../referral/summary.ts';
import { shownValue } from '../../services/edit/actions.ts';
import type { CreationOutcome, Decision } from '../../services/edit/create.ts';
import type { ConnectionId } from '../../services/connection/connection.ts';
import { asLabel, asNotificationText } from '../failures/escape.ts';
import { commands } from '../names.ts';
import type { EditDeps } from './registerEdit.ts';
import { labelOf } from './sendChanges.ts';

type AskDeps = Pick<EditDeps, 'failures'>;
type Retry = (decision?: Decision) => () => Promise<void>;

const mostListed = 4;

/** Nothing is posted again before a person has decided. */
export function askWhetherCreated(
  { failures }: AskDeps,
  connection: ConnectionId,
  outcome: CreationOutcome & { readonly kind: 'uncertain' },
  retry: Retry,
): void {
  const { candidates } = outcome;
  const look = vscode.l10n.t('Check Again');
  const again = vscode.l10n.t('Send Again');
  const choose = vscode.l10n.t('Already Created…');
  const buttons = candidates.length > 0 ? [choose, again] : [look, again];
  void vscode.window.showWarningMessage(asNotificationText(whatIsUncertain(outcome)), ...buttons).then((button) => {
    if (button === look) return failures.guard(retry(), connection);
    if (button === again) return failures.guard(retry({ kind: 'again' }), connection);
    if (button !== choose) return undefined;
    return failures.guard(async () => {
      const referral = await pickCandidate(candidates);
      if (referral) await retry({ kind: 'is', referral })();
    }, connection);
  });
}

function whatIsUncertain({ side, candidates, wasThere }: CreationOutcome & { readonly kind: 'uncertain' }): string {
  if (candidates.length > 0) {
    return vscode.l10n.t(
      'The server didn’t respond. It has a deal that may be the one you sent: {0}. Was yours already created?',
      candidates.slice(0, mostListed).map(describe).join('; '),
    );
  }
  if (wasThere) {
    return vscode.l10n.t(
      'Your referral of this deal was created earlier, but isn’t found on the server any more. Sending again creates another one.',
    );
  }
  return side === 'own'
    ? vscode.l10n.t(
        'The server didn’t respond, so the deal may or may not have been created. It hasn’t been found on the server so far.',
      )
    : vscode.l10n.t(
        'Your referral was created. The server didn’t respond to the invitation of Microsoft, which hasn’t been found so far.',
      );
}

/** The own referral was created from an earlier version of the document, and has other values. */
export function askWhatDiffers(
  { failures }: AskDeps,
  connection: ConnectionId,
  { own, differences, invites }: CreationOutcome & { readonly kind: 'differs' },
  retry: Retry,
): void {
  const open = vscode.l10n.t('Open Referral');
  const invite = vscode.l10n.t('Invite Microsoft');
  const other = vscode.l10n.t('Send as Another Deal');
  const told = differences
    .slice(0, mostListed)
    .map(({ pointer, theirs }) => `${labelOf(pointer)}: ${cut(shownValue(theirs), 100)}`);
  const values = [...told, ...(differences.length > mostListed ? ['…'] : [])].join('; ');
  const words = invites
    ? vscode.l10n.t(
        'Your referral of this deal was created before you changed the document, and Microsoft isn’t invited yet. It has {0}. Change it there if need be: the invitation has what the document says.',
        values,
      )
    : vscode.l10n.t(
        'Your referral of this deal was created before you changed the document. It has {0}. Change it there if need be; nothing else was sent.',
        values,
      );
  const buttons = invites ? [open, invite, other] : [open, other];
  void vscode.window.showWarningMessage(asNotificationText(words), ...buttons).then((button) => {
    if (button === open) {
      return failures.guard(async () => vscode.commands.executeCommand(commands.openReferral, own), connection);
    }
    if (button === invite) return failures.guard(retry({ kind: 'accept' }), connection);
    return button === other ? failures.guard(retry({ kind: 'other' }), connection) : undefined;
  });
}

async function pickCandidate(candidates: readonly ReferralSummary[]): Promise<ReferralSummary | undefined> {
  const [only] = candidates;
  if (candidates.length === 1) return only;
  const items = candidates.map((referral) => ({ label: asLabel(describe(referral)), detail: referral.id, referral }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which one is it?') }))?.referral;
}

function describe(referral: ReferralSummary): string {
  const { createdDateTime } = referral;
  return createdDateTime === undefined
    ? titleOf(referral)
    : vscode.l10n.t('{0}, created {1}', titleOf(referral), createdDateTime);
}
