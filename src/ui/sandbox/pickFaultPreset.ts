import * as vscode from 'vscode';
import { faultPresets, type FaultPreset } from '../../services/connection/sandboxControl.ts';

type Choice = vscode.QuickPickItem & { readonly choice?: FaultPreset | 'clear' };

/** Asks for the fault that the next calls to the sandbox get. `clear` removes the pending faults. */
export async function pickFaultPreset(): Promise<FaultPreset | 'clear' | undefined> {
  const items: Choice[] = [
    ...faultPresets.map((choice) => ({ label: choice.label, detail: choice.detail, choice })),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: vscode.l10n.t('$(clear-all) Remove all faults'), choice: 'clear' },
  ];
  const title = vscode.l10n.t('Inject Fault');
  const placeHolder = vscode.l10n.t('Which fault should the next calls to the sandbox get?');
  return (await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDetail: true }))?.choice;
}
