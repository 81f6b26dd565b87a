import * as vscode from 'vscode';
import { spanOf } from '../../referral/place.ts';
import type { Violation } from '../../referral/rules/rule.ts';
import { readDeal, type Deal } from '../../services/edit/dealText.ts';
import { identityOf } from '../../services/edit/createThrough.ts';
import { exampleName } from '../../services/edit/templates.ts';
import { senderOf, type Sender } from '../../services/edit/sender.ts';
import { HumanError } from '../failures/humanError.ts';
import type { EditDeps } from './registerEdit.ts';
import { sendDeal, sentences } from './sendDeal.ts';

/** Posts the deal of a JSON document, then opens its referral. Sends nothing if the text breaks a rule of the API. */
export async function sendReferral(deps: EditDeps, argument: unknown): Promise<void> {
  await sendDocument(deps, await documentOf(argument));
}

async function sendDocument(deps: EditDeps, document: vscode.TextDocument): Promise<void> {
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
  const run = {};
  lastRun.set(document, run);
  let sender: Sender;
  try {
    sender = await senderOf(deps, connection);
  } catch (error) {
    // This document again, and not whichever is the active one by then.
    const retry = async (): Promise<void> => {
      if (lastRun.get(document) === run) return sendDocument(deps, document);
      throw new HumanError(vscode.l10n.t('The document has been sent again since. Nothing was sent.'));
    };
    return deps.failures.show(error, { connection, retry: () => deps.failures.guard(retry, connection) });
  }
  const formers = sentFrom.get(document) ?? new Map<string, Deal>();
  sentFrom.set(document, formers.set(JSON.stringify(identityOf(deal)), deal));
  await sendDeal(deps, sender, deal, { formers: [...formers.values()] });
}

/** What each open document said when it was sent: a new name or customer doesn't make it another deal. */
const sentFrom = new WeakMap<vscode.TextDocument, Map<string, Deal>>();

/** The last time that each document was sent. */
const lastRun = new WeakMap<vscode.TextDocument, object>();

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
