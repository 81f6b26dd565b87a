import * as vscode from 'vscode';
import { ApiError } from '../../api/failure.ts';
import { oneLine } from '../../base/oneLine.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import type { ConnectionId } from '../../services/connection/connection.ts';
import { ConnectionStore } from '../../services/catalog/connectionStore.ts';
import { hasReference } from '../../services/server/question.ts';
import { TextIndex } from '../../services/search/textIndex.ts';
import { searchAll } from '../../services/server/searchAll.ts';
import { asNotificationText } from '../failures/escape.ts';
import { HumanError } from '../failures/humanError.ts';
import { withProgress } from '../progress.ts';
import type { PickerDeps } from './finder.ts';
import { showLivePick } from './livePick.ts';
import { pickReference } from './pickReference.ts';
import { maxShown, referralRow, type PickRow } from './rows.ts';

const maxReferenceLength = 500;

/** Opens the referral with a CRM reference. Searches the loaded referrals first, then the server. */
export async function findByReference(deps: PickerDeps, connection: ConnectionId, argument: unknown): Promise<void> {
  if (argument !== undefined && argument !== null) return findOne(deps, connection, readArgument(argument));
  const picked = await pickReference(deps, connection);
  if (picked === undefined) return;
  if ('id' in picked) return deps.open(connection, picked.id);
  // "Try Again" searches for the same reference and doesn't ask for one again.
  const find = 'all' in picked ? findAmongAll : findOne;
  return deps.guard(() => find(deps, connection, picked.reference));
}

async function findOne(deps: PickerDeps, connection: ConnectionId, reference: string): Promise<void> {
  const known = Array.from(deps.catalog.of(connection).all(), ({ summary }) => summary);
  const here = known.filter((summary) => hasReference(summary, reference));
  if (here.length > 0) return openOne(deps, connection, reference, here);
  const title = vscode.l10n.t('Searching for CRM reference {0}', shortened(reference));
  const answer = await withProgress(title, ({ signal }) =>
    deps.server.ask(connection, { kind: 'reference', reference }, signal).catch((error: unknown) => {
      throw signal.aborted ? new ApiError({ kind: 'cancelled' }) : error;
    }),
  );
  switch (answer.kind) {
    case 'found':
      return openOne(deps, connection, reference, answer.items);
    case 'failed':
      if (answer.failure) throw new ApiError(answer.failure);
      throw new HumanError(vscode.l10n.t('The request to the server failed. See the log for the reason.'));
    case 'nothing':
      return offerAll(
        deps,
        connection,
        reference,
        vscode.l10n.t('The server found no referral with exactly the CRM reference “{0}”.', shortened(reference)),
      );
    case 'unsupported':
      return offerAll(
        deps,
        connection,
        reference,
        vscode.l10n.t(
          'No loaded referral has the CRM reference “{0}” ({1} searched), and the server can’t search by it.',
          shortened(reference),
          known.length,
        ),
      );
  }
}

function readArgument(argument: unknown): string {
  const reference = typeof argument === 'string' ? argument.trim() : undefined;
  if (reference === undefined)
    throw new HumanError(vscode.l10n.t('The argument of this command must be a CRM reference as text.'));
  if (reference === '') throw new HumanError(vscode.l10n.t('Enter a CRM reference, the value of externalReferenceId.'));
  if (reference.length > maxReferenceLength)
    throw new HumanError(vscode.l10n.t('This is too long for a CRM reference.'));
  return reference;
}

/** Shows a message with a button, and doesn't wait for it. */
function offerAll(deps: PickerDeps, connection: ConnectionId, reference: string, message: string): void {
  const searchThem = vscode.l10n.t('Search All Referrals');
  void vscode.window.showInformationMessage(asNotificationText(message), searchThem).then(async (choice) => {
    if (choice === searchThem) await deps.guard(() => findAmongAll(deps, connection, reference));
  });
}

async function findAmongAll(deps: PickerDeps, connection: ConnectionId, reference: string): Promise<void> {
  const title = vscode.l10n.t('Searching all referrals for CRM reference {0}', shortened(reference));
  const { found, searched, complete } = await withProgress(title, async ({ signal, onWait, onProgress }) => {
    // First, since what is known of a sandbox is removed when it starts again.
    await deps.connections.get(connection).client();
    return searchAll(
      deps.catalog.pages(connection, { signal, onWait }),
      (summary) => hasReference(summary, reference),
      (count) => onProgress(vscode.l10n.t('{0} searched', count)),
    );
  });
  if (found.length > 0) return openOne(deps, connection, reference, found);
  const message = complete
    ? vscode.l10n.t('No referral of yours has the CRM reference “{0}” ({1} searched).', shortened(reference), searched)
    : vscode.l10n.t(
        'The server’s list ended early. No referral before its end has the CRM reference “{0}” ({1} searched).',
        shortened(reference),
        searched,
      );
  const next = vscode.l10n.t(
    'Check the spelling. It must be the externalReferenceId of the deal, and a Referrals user sees only deals whose team they belong to.',
  );
  const another = vscode.l10n.t('Try Another Reference');
  void vscode.window.showInformationMessage(asNotificationText(`${message} ${next}`), another).then(async (choice) => {
    if (choice === another) await deps.guard(() => findByReference(deps, connection, undefined));
  });
}

/** Opens the referral. If there are several, the user chooses one. */
async function openOne(
  deps: PickerDeps,
  connection: ConnectionId,
  reference: string,
  found: readonly ReferralSummary[],
): Promise<void> {
  const [only, ...others] = found;
  const these = new ConnectionStore(connection);
  these.addListed(found, these.request());
  const index = new TextIndex(these);
  const id =
    others.length === 0
      ? only?.id
      : await showLivePick<PickRow, string>({
          title: vscode.l10n.t('{0} referrals have the CRM reference {1}', found.length, shortened(reference)),
          placeholder: vscode.l10n.t('Choose the one to open'),
          rows: (typed) =>
            index.search(typed, maxShown).hits.map(({ summary, field }) => referralRow(summary, 'briefcase', field)),
          busy: () => false,
          changes: [],
          accept: (row) => row?.id,
        });
  if (id !== undefined) await deps.open(connection, id);
}

function shortened(reference: string): string {
  return oneLine(reference, { most: 60 });
}
