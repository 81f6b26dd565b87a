import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { t } from '../../base/l10n.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import { ApiError } from '../../api/failure.ts';
import { titleOf } from '../../referral/summary.ts';
import { spanOf } from '../../referral/place.ts';
import type { Violation } from '../../referral/rules/rule.ts';
import { createDeal, type CreationOutcome, type CreationProgress, type Decision } from '../../services/edit/create.ts';
import { readDeal, type Deal } from '../../services/edit/dealText.ts';
import { exampleName } from '../../services/edit/templates.ts';
import type { ConnectionId } from '../../services/connection/connection.ts';
import { asLabel, asNotificationText } from '../failures/escape.ts';
import { HumanError } from '../failures/humanError.ts';
import { commands } from '../names.ts';
import { withProgress } from '../progress.ts';
import type { EditDeps } from './registerEdit.ts';

/** Posts the deal of a JSON document, then opens its referral. Sends nothing if the text breaks a rule of the API. */
export async function sendReferral(deps: EditDeps, argument: unknown): Promise<void> {
  const document = await documentOf(argument);
  const connection = deps.connections.current.id;
  const text = document.getText();
  const read = await readDeal(text);
  if (read.kind === 'malformed') {
    const { line, column, what } = read.problem;
    await select(document, new vscode.Range(line - 1, column - 1, line - 1, column - 1));
    throw new HumanError(
      vscode.l10n.t(
        'The document is not valid JSON: {0} in line {1}, column {2}. Nothing was sent.',
        what,
        line,
        column,
      ),
    );
  }
  if (read.kind === 'refused') {
    await showViolation(document, read.violations);
    throw new HumanError(vscode.l10n.t('Nothing was sent. {0}', sentences(read.violations)));
  }
  // The sandbox may have examples; customers' data in Partner Center stands beside them.
  if (connection === 'partner-center' && read.deal.name === exampleName()) {
    throw new HumanError(
      vscode.l10n.t('Nothing was sent: the deal still has the name of the template. Fill it in first.'),
    );
  }
  await send(deps, connection, read.deal);
}

const mostListed = 4;

async function send(deps: EditDeps, connection: ConnectionId, deal: Deal, decision?: Decision): Promise<void> {
  const { memory, catalog, connections, failures } = deps;
  const key = progressKey(connection, deal);
  const title = vscode.l10n.t('Sending "{0}"', deal.name ?? deal.customerName ?? '');
  const client = await connections.get(connection).client();
  const outcome = await withProgress(title, ({ signal, onWait }) =>
    createDeal(
      {
        create: (referral, ask) => catalog.create(connection, referral, ask),
        search: (filter, ask) => client.search(filter, ask),
        list: (token, ask) => client.list(token, ask),
      },
      deal,
      {
        signal,
        onWait,
        decision,
        progress: (memory.get(key) as CreationProgress | undefined) ?? {},
        keep: async (progress) =>
          memory.update(key, progress.own === undefined && progress.unsure === undefined ? undefined : progress),
      },
    ),
  );
  const retry = (decided?: Decision) => (): Promise<void> => send(deps, connection, deal, decided);
  switch (outcome.kind) {
    case 'created': {
      await vscode.commands.executeCommand(commands.openReferral, outcome.id);
      // One whose POST got no answer was found by a search.
      catalog.of(connection).addCreated(outcome.id);
      if (deal.warnings.length > 0) {
        const words = vscode.l10n.t(
          'The deal was created. Partner Center’s portal would ask for more: {0}',
          sentences(deal.warnings),
        );
        void vscode.window.showInformationMessage(asNotificationText(words));
      }
      return;
    }
    case 'failed': {
      if (outcome.own !== undefined) await vscode.commands.executeCommand(commands.openReferral, outcome.own);
      await failures.show(new ApiError(outcome.failure), { connection, retry: retry() });
      return;
    }
    case 'uncertain':
      askWhetherCreated(deps, connection, outcome, retry);
  }
}

/** Nothing is posted again before a person has decided. */
function askWhetherCreated(
  { failures }: EditDeps,
  connection: ConnectionId,
  { side, candidates }: CreationOutcome & { readonly kind: 'uncertain' },
  retry: (decision?: Decision) => () => Promise<void>,
): void {
  const look = vscode.l10n.t('Check Again');
  const again = vscode.l10n.t('Send Again');
  const choose = vscode.l10n.t('Already Created…');
  const words =
    candidates.length > 0
      ? vscode.l10n.t(
          'The server didn’t respond. It has a deal that may be the one you sent: {0}. Was yours already created?',
          candidates.slice(0, mostListed).map(describe).join('; '),
        )
      : side === 'own'
        ? vscode.l10n.t(
            'The server didn’t respond, so the deal may or may not have been created. It hasn’t been found on the server so far.',
          )
        : vscode.l10n.t(
            'Your referral was created. The server didn’t respond to the invitation of Microsoft, which hasn’t been found so far.',
          );
  const buttons = candidates.length > 0 ? [choose, again] : [look, again];
  void vscode.window.showWarningMessage(asNotificationText(words), ...buttons).then((button) => {
    if (button === look) return failures.guard(retry(), connection);
    if (button === again) return failures.guard(retry({ kind: 'again' }), connection);
    if (button !== choose) return undefined;
    return failures.guard(async () => {
      const referral = await pickCandidate(candidates);
      if (referral) await retry({ kind: 'is', referral })();
    }, connection);
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

/** The key of a deal's progress in the workspace's state: a digest, since the names of customers are not stored. */
function progressKey(
  connection: ConnectionId,
  { name, customerName, externalReferenceId, engagementId }: Deal,
): string {
  const identity = JSON.stringify([connection, name, customerName, externalReferenceId, engagementId]);
  return `creation ${createHash('sha256').update(identity).digest('base64url')}`;
}

async function documentOf(argument: unknown): Promise<vscode.TextDocument> {
  if (argument instanceof vscode.Uri) return vscode.workspace.openTextDocument(argument);
  const document = vscode.window.activeTextEditor?.document;
  if (document && ['json', 'jsonc'].includes(document.languageId)) return document;
  throw new HumanError(
    vscode.l10n.t(
      'Open the JSON document of a new referral first. "Partner: New Referral…" makes one from a template.',
    ),
  );
}

function sentences(violations: readonly Violation[]): string {
  const told = violations.slice(0, mostListed).map(({ message }) => message(t));
  const more = violations.length - told.length;
  return [...told, ...(more > 0 ? [vscode.l10n.t('There are {0} more.', more)] : [])].join(' ');
}

/** Selects the first place in the document that breaks a rule. */
async function showViolation(document: vscode.TextDocument, violations: readonly Violation[]): Promise<void> {
  const text = document.getText();
  const span = violations.map(({ place }) => spanOf(text, place)).find((each) => each !== undefined);
  if (!span) return;
  await select(document, new vscode.Range(document.positionAt(span.start), document.positionAt(span.end)));
}

async function select(document: vscode.TextDocument, range: vscode.Range): Promise<void> {
  await vscode.window.showTextDocument(document, { preview: false, selection: range });
}
