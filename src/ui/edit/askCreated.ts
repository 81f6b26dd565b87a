import * as vscode from 'vscode';
import { ApiError, type Failure } from '../../api/failure.ts';
import { cut } from '../../base/oneLine.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import { leavesOf } from '../../referral/leaves.ts';
import { masking } from '../../referral/personal.ts';
import { shownValue } from '../../services/edit/actions.ts';
import type { Choice, CreationOutcome } from '../../services/edit/create.ts';
import type { DealDifference } from '../../services/edit/dealDifferences.ts';
import type { ConnectionId } from '../../services/connection/connection.ts';
import { asLabel, asNotificationText } from '../failures/escape.ts';
import type { Remedy } from '../failures/failures.ts';
import { commands } from '../names.ts';
import type { EditDeps } from './registerEdit.ts';
import { labelOf } from './sendChanges.ts';
import { isHidden, titleFor } from './titleFor.ts';

type AskDeps = Pick<EditDeps, 'failures' | 'mask'>;
type Uncertain = CreationOutcome & { readonly kind: 'uncertain' };
type Differs = CreationOutcome & { readonly kind: 'differs' };

/** What a button does with a choice about the outcome. */
export type Retry = (choice: Choice) => () => Promise<void>;

const mostListed = 4;

/** Nothing is posted again before a person has decided. */
export function askWhetherCreated(deps: AskDeps, connection: ConnectionId, outcome: Uncertain, retry: Retry): void {
  const { candidates } = outcome;
  const look = vscode.l10n.t('Check Again');
  const again = vscode.l10n.t('Send Again');
  const choose = vscode.l10n.t('Already Created…');
  const decide = async (): Promise<void> => {
    const referral = await pickCandidate(candidates, deps);
    if (referral) await retry({ kind: 'is', referral })();
  };
  ask(deps, connection, whatIsUncertain(outcome, deps), {
    ...(candidates.length > 0 ? { [choose]: decide } : { [look]: retry({ kind: 'goOn' }) }),
    [again]: retry({ kind: 'again' }),
  });
}

function whatIsUncertain(outcome: Uncertain, { mask }: AskDeps): string {
  const { side, candidates, wasThere } = outcome;
  if (candidates.length > 0) {
    return vscode.l10n.t(
      'The server didn’t respond. It has a deal that may be the one you sent: {0}. Was yours already created?',
      candidates
        .slice(0, mostListed)
        .map((each) => describe(each, mask))
        .join('; '),
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

/** Nobody could look for what a POST without an answer may have created. The next step is to make that possible. */
export async function askToLookAgain(
  deps: AskDeps,
  connection: ConnectionId,
  outcome: Uncertain,
  notSearched: Failure,
  retry: Retry,
): Promise<void> {
  const { side, lost } = outcome;
  const unsure =
    side === 'microsoft'
      ? vscode.l10n.t('Your referral was created, and Microsoft may or may not have been invited.')
      : vscode.l10n.t('The deal may or may not have been created.');
  if (notSearched.kind === 'cancelled') {
    const why =
      lost?.kind === 'cancelled'
        ? vscode.l10n.t('Sending was cancelled, so it hasn’t been looked for.')
        : vscode.l10n.t('The server didn’t respond, and looking for it was cancelled.');
    return ask(deps, connection, `${unsure} ${why}`, { [vscode.l10n.t('Check Again')]: retry({ kind: 'goOn' }) });
  }
  await deps.failures.show(new ApiError(notSearched), {
    connection,
    retry: retry({ kind: 'goOn' }),
    unsure: `${unsure} ${vscode.l10n.t('It could not be looked for:')}`,
    remedy: (failure): Remedy | undefined =>
      isLasting(failure) ? { title: vscode.l10n.t('Send Again'), apply: retry({ kind: 'again' }) } : undefined,
  });
}

/** True if neither waiting nor a sign-in lets anybody look, so that the person has to know. */
function isLasting({ kind }: Failure): boolean {
  return ['notFound', 'invalidRequest', 'redirected', 'unexpectedStatus', 'unreadable', 'tooLarge'].includes(kind);
}

/** The own referral was created from an earlier version of the document, and has other values. */
export function askWhatDiffers(deps: AskDeps, connection: ConnectionId, outcome: Differs, retry: Retry): void {
  const { own, differences, invitation } = outcome;
  const told = differences.slice(0, mostListed).map((each) => `${labelOf(each.pointer)}: ${shown(each, deps)}`);
  const values = [...told, ...(differences.length > mostListed ? ['…'] : [])].join('; ');
  const words = {
    none: () =>
      vscode.l10n.t(
        'Your referral of this deal was created before you changed the document, and Microsoft isn’t invited yet. It has {0}. Change it there if need be: the invitation has what the document says.',
        values,
      ),
    made: () =>
      vscode.l10n.t(
        'Your referral of this deal was created before you changed the document, and Microsoft is invited already. It has {0}. Change it there if need be; nothing else was sent.',
        values,
      ),
    unwanted: () =>
      vscode.l10n.t(
        'Your referral of this deal was created before you changed the document. It has {0}. Change it there if need be; nothing else was sent.',
        values,
      ),
  };
  ask(deps, connection, words[invitation](), {
    [vscode.l10n.t('Open Referral')]: openOf(own),
    ...(invitation === 'none' && { [vscode.l10n.t('Invite Microsoft')]: retry({ kind: 'accept' }) }),
    [vscode.l10n.t('Send as Another Deal')]: retry({ kind: 'other' }),
  });
}

function shown({ pointer, theirs }: DealDifference, { mask }: AskDeps): string {
  const value = shownValue(theirs);
  const leaves = theirs === undefined ? [] : leavesOf(theirs);
  const hides =
    isHidden(pointer, value, mask) || leaves.some((leaf) => isHidden(pointer + leaf.pointer, leaf.raw, mask));
  return hides ? masking : cut(value, 100);
}

/** Microsoft is invited to an engagement, and the server doesn't tell which one the own referral has. */
export function askForEngagement(deps: AskDeps, connection: ConnectionId, own: string, retry: Retry): void {
  const words = vscode.l10n.t(
    'Your referral was created, but Microsoft could not be invited: the server doesn’t say to which engagement the referral belongs. Try again later.',
  );
  ask(deps, connection, words, {
    [vscode.l10n.t('Try Again')]: retry({ kind: 'goOn' }),
    [vscode.l10n.t('Open Referral')]: openOf(own),
  });
}

/** Does what the chosen button says, whenever that is. */
function ask(
  { failures }: AskDeps,
  connection: ConnectionId,
  words: string,
  actions: Readonly<Record<string, () => Promise<void>>>,
): void {
  void vscode.window.showWarningMessage(asNotificationText(words), ...Object.keys(actions)).then((button) => {
    const action = button === undefined ? undefined : actions[button];
    return action && failures.guard(action, connection);
  });
}

function openOf(id: string): () => Promise<void> {
  return async () => vscode.commands.executeCommand(commands.openReferral, id);
}

async function pickCandidate(
  candidates: readonly ReferralSummary[],
  { mask }: AskDeps,
): Promise<ReferralSummary | undefined> {
  const [only] = candidates;
  if (candidates.length === 1) return only;
  const items = candidates.map((referral) => ({
    label: asLabel(describe(referral, mask)),
    detail: referral.id,
    referral,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which one is it?') }))?.referral;
}

function describe(referral: ReferralSummary, mask: AskDeps['mask']): string {
  const { createdDateTime } = referral;
  const title = titleFor(referral, mask);
  return createdDateTime === undefined ? title : vscode.l10n.t('{0}, created {1}', title, createdDateTime);
}
