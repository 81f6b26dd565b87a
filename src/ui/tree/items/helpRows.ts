import * as vscode from 'vscode';
import type { Failure } from '../../../api/failure.ts';
import type { ConnectionId } from '../../../protocol/panel.ts';
import type { ListHelp } from '../../../services/connection/explain/listHelp.ts';
import { commands, innerCommands, walkthrough } from '../../names.ts';
import type { Row } from './rows.ts';

/**
 * Commands that help if the list can't be loaded. They are rows, since VS Code shows welcome content only in a view
 * without a message.
 */
export async function helpRows(failure: Failure | undefined, connection: ConnectionId): Promise<Row[]> {
  const { listHelp } = await import('../../../services/connection/explain/listHelp.ts');
  return listHelp(failure, connection).map(rowOf);
}

/** Commands that help if no referral matches the filter. */
export function nothingMatchesRows(): Row[] {
  return [
    row(vscode.l10n.t('Clear filter'), 'clear-all', commands.clearFilter),
    row(vscode.l10n.t('Change filter…'), 'filter', commands.filter),
  ];
}

function rowOf(help: ListHelp): Row {
  switch (help) {
    case 'retry':
      return row(vscode.l10n.t('Try again'), 'refresh', commands.refresh);
    case 'signIn':
      return row(vscode.l10n.t('Sign in'), 'account', innerCommands.signInAgain);
    case 'signInAgain':
      return row(vscode.l10n.t('Sign in again'), 'account', innerCommands.signInAgain);
    case 'useSandbox':
      return row(vscode.l10n.t('Use the sandbox'), 'beaker', commands.useSandbox);
    case 'setup':
      return row(vscode.l10n.t('Setup checklist'), 'checklist', 'workbench.action.openWalkthrough', walkthrough);
    case 'diagnose':
      return row(vscode.l10n.t('Diagnose connection'), 'pulse', commands.diagnoseConnection);
    case 'showAnswer':
      return row(vscode.l10n.t('Show response'), 'json', innerCommands.showListAnswer);
    case 'switch':
      return row(vscode.l10n.t('Switch connection'), 'plug', commands.switchConnection);
    case 'showLog':
      return row(vscode.l10n.t('Show log'), 'output', commands.showLog);
  }
}

function row(label: string, icon: string, command: string, ...given: string[]): Row {
  return { kind: 'help', label, icon, command, given };
}
