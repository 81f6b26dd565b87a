import * as vscode from 'vscode';
import type { CallRows } from '../../services/calls/callRows.ts';
import { callerLabel, isExtension } from '../../services/calls/callers.ts';
import { asLabel } from '../failures/escape.ts';
import { callCount } from './callItems.ts';

/** The caller whose calls alone are to be shown; undefined: those of all. */
export interface PickedCaller {
  readonly caller: { readonly key: string; readonly label: string } | undefined;
}

/** Asks whose calls to show. Undefined if the person cancelled. */
export async function pickCaller(rows: CallRows, current: string | undefined): Promise<PickedCaller | undefined> {
  const callers = rows.callers().map((each) => {
    const label = callerLabel(each);
    const calls = callCount(each.count);
    return {
      label: asLabel(label),
      description: each.key === current ? vscode.l10n.t('{0} (shown now)', calls) : calls,
      ...(isExtension(each) && { detail: vscode.l10n.t('What this extension asks, hidden among all callers') }),
      caller: { key: each.key, label },
    };
  });
  const all = {
    label: vscode.l10n.t('All callers'),
    iconPath: new vscode.ThemeIcon('organization'),
    caller: undefined,
  };
  return vscode.window.showQuickPick<vscode.QuickPickItem & PickedCaller>([all, ...callers], {
    title: vscode.l10n.t('Filter Calls by Caller'),
    placeHolder: vscode.l10n.t('Whose calls should be shown?'),
  });
}
