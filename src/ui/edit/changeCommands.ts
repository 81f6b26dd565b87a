import * as vscode from 'vscode';
import type { FetchedReferral } from '../../api/client.ts';
import { parseJsonTree, treeAt } from '../../referral/leaves.ts';
import { spanOf } from '../../referral/place.ts';
import { wordsFor } from '../../referral/words.ts';
import {
  acceptChanges,
  closeChanges,
  closings,
  declineChanges,
  reasonAgainst,
  shownValue,
  type ReferralAction,
} from '../../services/edit/actions.ts';
import { readChange } from '../../services/edit/change.ts';
import type { ValueChange } from '../../services/edit/setValues.ts';
import type { ConnectionId } from '../../services/connection/connection.ts';
import { readFully } from '../commands/readFully.ts';
import { readReferralUri, referralUri } from '../documents/referralUri.ts';
import { HumanError } from '../failures/humanError.ts';
import { editCommands } from '../names.ts';
import { chooseReferrals } from '../tree/commands/chosen.ts';
import { askChange, pickProperty } from './askChange.ts';
import { confirmClosing, pickClosing, pickReason } from './askClosing.ts';
import type { EditDeps } from './registerEdit.ts';
import { sendChanges } from './sendChanges.ts';
import { titleFor } from './titleFor.ts';

/** The referral that a command works on, as it was read last. */
interface Target {
  readonly connection: ConnectionId;
  readonly id: string;
  readonly fetched: FetchedReferral;
}

type ChangeCommand = Exclude<
  (typeof editCommands)[keyof typeof editCommands],
  'partnerReferrals.newReferral' | 'partnerReferrals.sendReferral'
>;

/**
 * What each command does with its arguments: the referral, then what it would ask for. VS Code passes the selected rows
 * as the second argument of a row's menu, so only text counts there.
 */
export const changeCommands: Readonly<
  Record<ChangeCommand, (deps: EditDeps, given: readonly unknown[]) => Promise<void>>
> = {
  [editCommands.accept]: (deps, [referral]) =>
    onReferral(deps, referral, 'accept', () => Promise.resolve(acceptChanges())),
  [editCommands.decline]: (deps, [referral, reason]) =>
    onReferral(deps, referral, 'decline', async ({ fetched }) => {
      const title = (): string => titleFor(fetched.summary, deps.mask);
      if (typeof reason === 'string') return declineChanges(reason);
      const picked = await pickReason('Declined', title());
      if (picked === undefined || !(await confirmClosing('Declined', title()))) return undefined;
      return declineChanges(picked);
    }),
  [editCommands.closeDeal]: (deps, [referral, substatus, reason]) =>
    onReferral(deps, referral, 'close', async ({ fetched }) => {
      const title = (): string => titleFor(fetched.summary, deps.mask);
      if (typeof substatus === 'string') {
        return closeChanges(readClosing(substatus), typeof reason === 'string' ? reason : undefined);
      }
      const closing = await pickClosing(title());
      if (closing === undefined) return undefined;
      const picked = closing === 'Won' ? '' : await pickReason(closing, title());
      if (picked === undefined || !(await confirmClosing(closing, title()))) return undefined;
      return closeChanges(closing, picked);
    }),
  [editCommands.changeReferral]: (deps, [referral, pointer, value]) =>
    onReferral(
      deps,
      referral,
      'change',
      async ({ connection, id, fetched }) => {
        const chosen = typeof pointer === 'string' ? pointer : await pickProperty(fetched, deps.mask);
        if (chosen === undefined) return undefined;
        if (value === undefined || typeof pointer !== 'string') {
          const current = shownValue(treeAt(parseJsonTree(fetched.text), chosen));
          // An input has one line, and would join those of a text.
          if (/[\r\n]/.test(current)) {
            await showInDocument(connection, id, chosen);
            return undefined;
          }
          const change = await askChange(fetched, chosen, current, deps.mask);
          return change && [change];
        }
        const read = readChange(chosen, value);
        if (!read.ok) throw new HumanError(read.problem);
        return [read.change];
      },
      pointer,
    ),
};

/** Selects a value in the referral's document, where it can be changed as well. */
async function showInDocument(connection: ConnectionId, id: string, pointer: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(referralUri(connection, id));
  const span = spanOf(document.getText(), pointer);
  const selection = span && new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
  await vscode.window.showTextDocument(document, { preview: false, ...(selection && { selection }) });
  void vscode.window.showInformationMessage(
    vscode.l10n.t('The text has several lines. Change it here, and save the document to send it.'),
  );
}

/**
 * Finds the referral, asks what to change if the life cycle allows the action, and sends it. Resolves when the server has
 * answered.
 * @param ask undefined when the person cancelled
 * @param pointer what is to be changed, if it was given
 */
async function onReferral(
  deps: EditDeps,
  argument: unknown,
  action: ReferralAction,
  ask: (target: Target) => Promise<readonly ValueChange[] | undefined>,
  pointer?: unknown,
): Promise<void> {
  const chosen = await chosenReferral(deps, argument);
  if (!chosen) return;
  const { connection, id } = chosen;
  // A guard of its own: a retry is about this referral and doesn't ask for one again.
  const run = async (): Promise<void> => {
    const fetched = await readFully(deps, connection, id);
    const began = deps.catalog.of(connection).request();
    const reason = reasonAgainst(action, fetched.summary, typeof pointer === 'string' ? pointer : undefined);
    if (reason !== undefined) throw new HumanError(reason);
    const changes = await ask({ connection, id, fetched });
    if (!changes) return;
    await sendChanges(deps, { connection, id, fetched, changes, began });
  };
  await deps.failures.guard(run, connection, { referral: id });
}

async function chosenReferral(
  deps: EditDeps,
  argument: unknown,
): Promise<{ readonly connection: ConnectionId; readonly id: string } | undefined> {
  const named = argument instanceof vscode.Uri ? readReferralUri(argument) : undefined;
  if (named) return named;
  const chosen = await chooseReferrals(deps, argument, undefined);
  const id = chosen?.ids[0];
  return chosen && id !== undefined ? { connection: chosen.connection, id } : undefined;
}

function readClosing(given: string): string {
  const closing = closings.find((each) => each.toLowerCase() === given.trim().toLowerCase());
  if (closing !== undefined) return closing;
  const words = closings.map((each) => wordsFor('substatus', each)).join(', ');
  throw new HumanError(vscode.l10n.t('A deal can be closed as {0}, not as "{1}".', words, given));
}
