import * as vscode from 'vscode';
import { ApiError } from '../../api/failure.ts';
import type { CallRows, Note } from '../../services/calls/callRows.ts';
import { explain, inOneLine } from '../../services/connection/explain/explanation.ts';
import { callCommands, commands, innerCallCommands, settings } from '../names.ts';

/** A row in place of calls: why there are none, and what to do. */
export function noteItem(note: Note, rows: CallRows): vscode.TreeItem {
  switch (note) {
    case 'noCalls':
      return plain('info', vscode.l10n.t('No calls yet'));
    case 'copyUrl':
      return action('link', vscode.l10n.t('Copy sandbox URL'), commands.copySandboxUrl);
    case 'copyToken':
      return action('key', vscode.l10n.t('Copy sandbox token'), commands.copySandboxToken);
    case 'noMatches':
      return plain('info', vscode.l10n.t('No calls of this caller.'));
    case 'allCallers':
      return action('clear-all', vscode.l10n.t('Show all callers'), innerCallCommands.showAllCallers);
    case 'stopped':
      return plain('info', vscode.l10n.t('The sandbox is not running.'));
    case 'start':
      return action('play', vscode.l10n.t('Start sandbox'), commands.startSandbox);
    case 'loading':
      return plain('loading~spin', vscode.l10n.t('Asking the sandbox for its calls'));
    case 'failed':
      return plain('warning', reasonOf(rows.failure));
    case 'refresh':
      return action('refresh', vscode.l10n.t('Try again'), callCommands.refreshCalls);
    case 'setting':
      return action('settings-gear', vscode.l10n.t('Change the sandbox’s address'), 'workbench.action.openSettings', [
        settings.sandboxUrl,
      ]);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof ApiError ? inOneLine(explain(error.failure, 'sandbox')) : String(error);
}

function plain(icon: string, text: string): vscode.TreeItem {
  const item = new vscode.TreeItem(text);
  item.iconPath = new vscode.ThemeIcon(icon);
  item.tooltip = text;
  return item;
}

function action(icon: string, label: string, command: string, given: unknown[] = []): vscode.TreeItem {
  const item = plain(icon, label);
  item.command = { command, title: label, arguments: given };
  return item;
}
