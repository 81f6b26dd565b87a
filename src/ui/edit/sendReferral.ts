import * as vscode from 'vscode';
import { spanOf } from '../../referral/place.ts';
import type { Violation } from '../../referral/rules/rule.ts';
import type { ConnectionId } from '../../services/connection/connection.ts';
import { readDeal } from '../../services/edit/dealText.ts';
import { exampleName } from '../../services/edit/templates.ts';
import { senderOf, type Sender } from '../../services/edit/sender.ts';
import { readReferralUri } from '../documents/referralUri.ts';
import { HumanError } from '../failures/humanError.ts';
import { commands } from '../names.ts';
import type { EditDeps } from './registerEdit.ts';
import { sendDeal, sentences } from './sendDeal.ts';
import { sentDocument } from './sentDocuments.ts';

/** Posts the deal of a JSON document, then opens its referral. Sends nothing if the text breaks a rule of the API. */
export async function sendReferral(deps: EditDeps, argument: unknown): Promise<void> {
  await sendDocument(deps, await documentOf(argument));
}

/** @param isAnother true if the deal is to be created also where the document has created it before */
async function sendDocument(deps: EditDeps, document: vscode.TextDocument, isAnother = false): Promise<void> {
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
  const { deal } = read;
  const sent = sentDocument(document);
  const run = {};
  sent.run = run;
  let sender: Sender;
  try {
    sender = await senderOf(deps, connection);
  } catch (error) {
    // This document again, and not whichever is the active one by then.
    const retry = async (): Promise<void> => {
      if (sent.run === run) return sendDocument(deps, document, isAnother);
      throw new HumanError(vscode.l10n.t('The document has been sent again since. Nothing was sent.'));
    };
    return deps.failures.show(error, { connection, retry: () => deps.failures.guard(retry, connection) });
  }
  const referral = isAnother ? undefined : sent.referralOf(sender);
  if (referral !== undefined) {
    return askForAnother(deps, connection, referral, () => sendDocument(deps, document, true));
  }
  const onCreated = (id: string): void => sent.created(sender, id);
  await sendDeal(deps, sender, deal, { formers: sent.say(deal), onCreated });
}

/** The API deletes nothing, so a deal that was created twice stays. */
function askForAnother(
  { failures }: EditDeps,
  connection: ConnectionId,
  referral: string,
  send: () => Promise<void>,
): void {
  const words = vscode.l10n.t('This document has created a deal already, so nothing was sent.');
  const open = vscode.l10n.t('Open Referral');
  const another = vscode.l10n.t('Create Another');
  void vscode.window.showWarningMessage(words, open, another).then((button) => {
    if (button === another) return failures.guard(send, connection);
    if (button !== open) return undefined;
    return failures.guard(async () => vscode.commands.executeCommand(commands.openReferral, referral), connection);
  });
}

/** @param argument the document's address; without one, the active editor's document is meant */
async function documentOf(argument: unknown): Promise<vscode.TextDocument> {
  const document = argument === undefined || argument === null ? activeJson() : await documentAtAddress(argument);
  if (readReferralUri(document.uri)) {
    throw new HumanError(
      vscode.l10n.t(
        'This referral exists already, so nothing was sent. Save the document to send your changes. To create a similar deal, copy the text into a new document.',
      ),
    );
  }
  return document;
}

function activeJson(): vscode.TextDocument {
  const document = vscode.window.activeTextEditor?.document;
  if (document && ['json', 'jsonc'].includes(document.languageId)) return document;
  throw new HumanError(
    vscode.l10n.t(
      'Open the JSON document of a new referral first. "Partner: New Referral…" makes one from a template.',
    ),
  );
}

async function documentAtAddress(argument: unknown): Promise<vscode.TextDocument> {
  const uri = readUri(argument);
  if (!uri) throw new HumanError(vscode.l10n.t('The argument is not the address of a document. Nothing was sent.'));
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    throw new HumanError(vscode.l10n.t('The document of a new referral can’t be opened. Nothing was sent.'));
  }
}

/** Keyboard shortcuts and tasks can give a `Uri` only as its text or as JSON. */
function readUri(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  try {
    if (typeof argument === 'string') return vscode.Uri.parse(argument, true);
    const { scheme, authority, path, query, fragment } = argument as vscode.Uri;
    return typeof scheme === 'string' ? vscode.Uri.from({ scheme, authority, path, query, fragment }) : undefined;
  } catch {
    return undefined;
  }
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
