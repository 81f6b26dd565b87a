import * as vscode from 'vscode';
import type { Failure } from '../../../api/failure.ts';
import { commands, innerCommands } from '../../names.ts';
import type { Row } from './rows.ts';

const signInHelps: ReadonlySet<Failure['kind']> = new Set(['unauthenticated', 'mfaRequired', 'claimsChallenge']);

/**
 * Commands that help if the list can't be loaded. They are rows, since VS Code shows welcome content only in a view
 * without a message.
 */
export function helpRows(failure: Failure | undefined): Row[] {
  return [
    row(vscode.l10n.t('Try again'), 'refresh', commands.refresh),
    row(vscode.l10n.t('Diagnose connection'), 'pulse', commands.diagnoseConnection),
    ...(failure && signInHelps.has(failure.kind)
      ? [row(vscode.l10n.t('Sign in again'), 'account', innerCommands.signInAgain)]
      : []),
    ...(failure && 'answer' in failure
      ? [row(vscode.l10n.t('Show response'), 'json', innerCommands.showListAnswer)]
      : []),
    row(vscode.l10n.t('Switch connection'), 'plug', commands.switchConnection),
    row(vscode.l10n.t('Show log'), 'output', commands.showLog),
  ];
}

/** Commands that help if no referral matches the filter. */
export function nothingMatchesRows(): Row[] {
  return [
    row(vscode.l10n.t('Clear filter'), 'clear-all', commands.clearFilter),
    row(vscode.l10n.t('Change filter…'), 'filter', commands.filter),
  ];
}

function row(label: string, icon: string, command: string): Row {
  return { kind: 'help', label, icon, command };
}
