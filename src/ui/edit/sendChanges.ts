import * as vscode from 'vscode';
import type { FetchedReferral } from '../../api/client.ts';
import { ApiError } from '../../api/failure.ts';
import { cut } from '../../base/oneLine.ts';
import { masking } from '../../referral/personal.ts';
import { shownValue, undoOf } from '../../services/edit/actions.ts';
import { changeableProperties } from '../../services/edit/change.ts';
import type { PendingRequest } from '../../services/catalog/catalog.ts';
import { saveEdit } from '../../services/edit/save.ts';
import { saveClient } from '../../services/edit/saveClient.ts';
import { isUnsent, type Conflict, type Edit } from '../../services/edit/saveOutcome.ts';
import { setValues, type ValueChange } from '../../services/edit/setValues.ts';
import type { ConnectionId } from '../../services/connection/connection.ts';
import { asNotificationText } from '../failures/escape.ts';
import { HumanError } from '../failures/humanError.ts';
import { withProgress } from '../progress.ts';
import type { EditDeps } from './registerEdit.ts';
import { isHidden, titleFor } from './titleFor.ts';

interface Sending {
  readonly connection: ConnectionId;
  readonly id: string;
  /** The version that the changes are for. */
  readonly fetched: FetchedReferral;
  readonly changes: readonly ValueChange[];
  /** A request of the catalog that tells with which account and server `fetched` was read. Nothing is sent with others. */
  readonly began: PendingRequest;
}

type SendDeps = Pick<EditDeps, 'catalog' | 'documents' | 'failures' | 'mask'>;

/**
 * Sends changes as one conditional PATCH, and shows what came of it. Resolves when the server has answered; the buttons
 * of a message don't hold it.
 */
export async function sendChanges(deps: SendDeps, sending: Sending): Promise<void> {
  const { fetched, changes, id } = sending;
  let text: string;
  try {
    text = setValues(fetched.text, changes);
  } catch (error) {
    if (error instanceof RangeError) throw new HumanError(error.message);
    throw error;
  }
  const edit: Edit = { id, base: fetched.text, eTag: fetched.eTag, text };
  await send(deps, sending, edit, (saved, { base }) => {
    const words = vscode.l10n.t('"{0}" was changed.', titleFor(saved.summary, deps.mask));
    // The version that was changed: after a conflict, it is that of the others.
    const undone = undoOf(base, saved.text, changes);
    if (undone.kind === 'wasAbsent') {
      const why = vscode.l10n.t('It had no such value before, and the API can’t remove one, so there is no undo.');
      return void vscode.window.showInformationMessage(asNotificationText(`${words} ${why}`));
    }
    if (undone.kind === 'none') return void vscode.window.showInformationMessage(asNotificationText(words));
    const undo = vscode.l10n.t('Undo');
    offer(deps, sending.connection, vscode.window.showInformationMessage(asNotificationText(words), undo), {
      [undo]: () => takeBack(deps, sending, saved, undone.text),
    });
  });
}

/** A PATCH of its own for the version that the change made. */
async function takeBack(deps: SendDeps, sending: Sending, saved: FetchedReferral, text: string): Promise<void> {
  const edit = { id: sending.id, base: saved.text, eTag: saved.eTag, text };
  await send(deps, sending, edit, ({ summary }) => {
    const words = vscode.l10n.t('The change to "{0}" was undone.', titleFor(summary, deps.mask));
    void vscode.window.showInformationMessage(asNotificationText(words));
  });
}

async function send(
  deps: SendDeps,
  sending: Sending,
  edit: Edit,
  onSaved: (fetched: FetchedReferral, edit: Edit) => void,
): Promise<void> {
  const { catalog, failures } = deps;
  const { connection, id, fetched, began } = sending;
  const store = catalog.of(connection);
  const changed = (): HumanError =>
    new HumanError(vscode.l10n.t('The account or the server has changed since. Open the referral again.'));
  // Messages stay, and their buttons with them.
  if (!store.isCurrent(began)) throw changed();
  const title = (): string => titleFor(fetched.summary, deps.mask);
  const outcome = await withProgress(vscode.l10n.t('Changing "{0}"', title()), ({ signal, onWait }) =>
    saveEdit(saveClient(catalog, connection, began), edit, { signal, onWait }),
  );
  if (isUnsent(outcome) && !store.isCurrent(began)) throw changed();
  const retry = (again: Edit) => (): Promise<void> => send(deps, sending, again, onSaved);
  const tellUnchanged = (): void => {
    const words = vscode.l10n.t('"{0}" has these values already; nothing was sent.', title());
    void vscode.window.showInformationMessage(asNotificationText(words));
  };
  switch (outcome.kind) {
    case 'saved':
      return outcome.isSent ? onSaved(outcome.fetched, edit) : tellUnchanged();
    case 'unchanged':
      return tellUnchanged();
    case 'refused': {
      const words = outcome.problems.map(({ message }) => message);
      const isUnsure = outcome.attempts === 'unsure';
      if (isUnsure) words.push(vscode.l10n.t('What was sent before may or may not have been made.'));
      throw new HumanError(words.join(' '));
    }
    case 'conflict':
      return showConflict(deps, sending, outcome, (side) => {
        const { text: base, eTag } = outcome.current;
        return retry({ ...edit, base, eTag, text: outcome[side], sent: undefined })();
      });
    case 'unsure': {
      const again = retry({ ...edit, sent: outcome.sent });
      const { failure } = outcome;
      if (failure.kind !== 'cancelled') {
        const unsure = vscode.l10n.t(
          '"{0}" may or may not have been changed. Trying again first checks what the server has.',
          title(),
        );
        return failures.show(new ApiError(failure), { connection, referral: id, retry: again, unsure });
      }
      const words = vscode.l10n.t(
        'The change was interrupted, so "{0}" may or may not have been changed. Trying again first checks what the server has.',
        title(),
      );
      const button = vscode.l10n.t('Try Again');
      return offer(deps, connection, vscode.window.showWarningMessage(asNotificationText(words), button), {
        [button]: again,
      });
    }
    case 'failed':
      await failures.show(new ApiError(outcome.failure), {
        connection,
        referral: id,
        retry: retry({ ...edit, sent: outcome.sent }),
      });
      return;
    case 'malformed':
    case 'stopped':
      // The text is made from a parsed one, and nobody is asked for a confirmation.
      throw new Error(outcome.kind);
  }
}

/** Others changed the same. The own values or theirs are then sent for their version, with what doesn't overlap. */
function showConflict(
  deps: SendDeps,
  sending: Sending,
  conflict: Conflict,
  take: (side: 'mine' | 'theirs') => Promise<void>,
): void {
  const { connection, id } = sending;
  const { current, overlaps, mineProblems } = conflict;
  const now = overlaps.map(({ pointer, theirs }) => {
    const value = shownValue(theirs);
    return `${labelOf(pointer)}: ${isHidden(pointer, value, deps.mask) ? masking : cut(value, 100)}`;
  });
  const words = vscode.l10n.t(
    '"{0}" was changed by others meanwhile, and nothing of it was overwritten. It is now {1}.',
    titleFor(current.summary, deps.mask),
    now.join(', '),
  );
  const compare = vscode.l10n.t('Compare');
  const mine = vscode.l10n.t('Use Mine');
  const theirs = vscode.l10n.t('Use Theirs');
  // What can't be sent in their version is told at once instead of offered.
  const buttons = mineProblems.length > 0 ? [compare, theirs] : [compare, mine, theirs];
  const text = asNotificationText([words, ...mineProblems.map(({ message }) => message)].join(' '));
  offer(deps, connection, vscode.window.showWarningMessage(text, ...buttons), {
    [compare]: async () => {
      await (await deps.documents()).compareTexts(connection, id, current.text, conflict.mine);
      // The message closes with the choice, which is still to be made.
      showConflict(deps, sending, conflict, take);
    },
    [mine]: () => take('mine'),
    [theirs]: () => take('theirs'),
  });
}

export function labelOf(pointer: string): string {
  const known = changeableProperties().find((property) => property.pointer === pointer);
  return known?.label ?? pointer.slice(1);
}

/** Does what the chosen button says, whenever that is. */
function offer(
  { failures }: SendDeps,
  connection: ConnectionId,
  answer: Thenable<string | undefined>,
  actions: Readonly<Record<string, () => Promise<void>>>,
): void {
  void answer.then((choice) => {
    const action = choice === undefined ? undefined : actions[choice];
    if (action) void failures.guard(action, connection);
  });
}
