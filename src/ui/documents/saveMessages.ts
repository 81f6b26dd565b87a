import * as vscode from 'vscode';
import { ApiError, type Failure } from '../../api/failure.ts';
import type { ConnectionId } from '../../protocol/panel.ts';
import type { Conflict, SaveOutcome } from '../../services/edit/saveOutcome.ts';
import { asNotificationText } from '../failures/escape.ts';
import type { Failures } from '../failures/failures.ts';

type Failed = Exclude<SaveOutcome, { readonly kind: 'unchanged' | 'saved' }>;

/** What the buttons do where nothing was sent. */
export interface ResendActions {
  readonly save: () => Promise<void>;
  /** Waits until the server can be reached, then saves. */
  readonly saveWhenOnline: () => Promise<void>;
}

/** What a message's buttons do. */
export interface SaveActions extends ResendActions {
  readonly compare: (conflict: Conflict) => Promise<void>;
  /** Bases the text on the server's version, if a merge with that was refused, so that the problems are those of it. */
  readonly showProblems: (merged: Conflict | undefined) => Promise<void>;
  /** Takes one side where the changes overlap, and saves. */
  readonly take: (conflict: Conflict, side: 'mine' | 'theirs') => Promise<void>;
  readonly goTo: (line: number, column: number) => Promise<void>;
}

/** Why a save failed, in one sentence for VS Code's own message, which can't have buttons. */
export function saveFailure(outcome: Failed): string {
  switch (outcome.kind) {
    case 'malformed':
      return vscode.l10n.t('It is not valid JSON. Nothing was sent.');
    case 'refused':
      if (outcome.attempts === undefined) return vscode.l10n.t('The API doesn’t accept this change. Nothing was sent.');
      return vscode.l10n.t('The API doesn’t accept this change. Your text is kept.');
    case 'stopped':
      return vscode.l10n.t('Nothing was sent.');
    case 'conflict':
      if (outcome.isOtherServer) return vscode.l10n.t('The sandbox is another one by now. Nothing was sent.');
      return vscode.l10n.t('Another user changed the same properties. Nothing was overwritten.');
    case 'unsure':
      return vscode.l10n.t('The change may or may not have been made. Your text is kept.');
    case 'failed':
      return vscode.l10n.t('It could not be sent. Your text is kept.');
  }
}

/** Tells the person what happened and what they can do, in one message. Doesn't wait for an answer. */
export async function showSaveFailure(
  outcome: Failed,
  referral: { readonly connection: ConnectionId; readonly id: string },
  actions: SaveActions,
  failures: Failures,
): Promise<void> {
  const { connection } = referral;
  const ask = (text: string, choices: Readonly<Record<string, () => Promise<void>>>): void => {
    void vscode.window.showWarningMessage(asNotificationText(text), ...Object.keys(choices)).then((choice) => {
      const act = choice === undefined ? undefined : choices[choice];
      if (act) void failures.guard(act, connection);
    });
  };
  switch (outcome.kind) {
    case 'stopped':
      return;
    case 'malformed': {
      const { problem } = outcome;
      if (problem.kind !== 'malformed') return;
      const { line, column, what } = problem;
      const text = vscode.l10n.t('Line {0}, column {1}: {2}. Nothing was sent.', line, column, what);
      return ask(text, { [vscode.l10n.t('Go to Line')]: () => actions.goTo(line, column) });
    }
    case 'refused': {
      const { attempts, merged } = outcome;
      const [first] = outcome.problems;
      const more = outcome.problems.length - 1;
      const rest = more > 0 ? ` ${vscode.l10n.t('Further problems: {0}.', more)}` : '';
      return ask(`${first?.message ?? ''}${rest} ${whatWasSent(attempts)}`, {
        ...(merged && { [vscode.l10n.t('Compare')]: () => actions.compare(merged) }),
        [vscode.l10n.t('Show Problems')]: () => actions.showProblems(merged),
      });
    }
    case 'conflict': {
      const places = outcome.overlaps.map(({ pointer }) => pointer.slice(1)).slice(0, 3);
      const text = outcome.isOtherServer
        ? vscode.l10n.t(
            'The sandbox was restarted or replaced since you began to change this referral, and has something else: {0}. Nothing was sent, and your text is kept.',
            places.join(', '),
          )
        : vscode.l10n.t(
            'Others changed this referral meanwhile: {0}. Nothing was overwritten, and your text is kept.',
            places.join(', '),
          );
      const [problem] = outcome.mineProblems;
      return ask(problem ? `${text} ${problem.message}` : text, {
        [vscode.l10n.t('Compare')]: () => actions.compare(outcome),
        ...(!problem && { [vscode.l10n.t('Use Mine')]: () => actions.take(outcome, 'mine') }),
        [vscode.l10n.t('Use Theirs')]: () => actions.take(outcome, 'theirs'),
      });
    }
    case 'unsure': {
      const { failure } = outcome;
      if (failure.kind !== 'cancelled') return showNotSent(failure, referral, actions, failures, mayBeMade());
      const text = vscode.l10n.t(
        'The save was interrupted, so the change may or may not have been made. Your text is kept. The next save checks first and sends only what is missing.',
      );
      return ask(text, { [vscode.l10n.t('Save Again')]: actions.save });
    }
    case 'failed':
      return showNotSent(outcome.failure, referral, actions, failures);
  }
}

function whatWasSent(attempts: Extract<Failed, { readonly kind: 'refused' }>['attempts']): string {
  switch (attempts) {
    case undefined:
      return vscode.l10n.t('Nothing was sent.');
    case 'notMade':
      return vscode.l10n.t('Nothing was changed, and your text is kept.');
    case 'unsure':
      return vscode.l10n.t('What was sent before may or may not have been made. Your text is kept.');
  }
}

function mayBeMade(): string {
  return vscode.l10n.t('The change may or may not have been made. Your text is kept, and the next save checks first.');
}

/**
 * Tells the person why a change was not sent, or why nobody knows whether it was made.
 * @param unsure says the latter
 */
export function showNotSent(
  failure: Failure,
  { connection, id }: { readonly connection: ConnectionId; readonly id: string },
  { save, saveWhenOnline }: ResendActions,
  failures: Failures,
  unsure?: string,
): Promise<void> {
  return failures.show(new ApiError(failure), {
    connection,
    referral: id,
    action: 'save',
    retry: save,
    unsure,
    remedy: ({ kind }) =>
      kind === 'unreachable' ? { title: vscode.l10n.t('Send When Online'), apply: saveWhenOnline } : undefined,
  });
}
