import * as vscode from 'vscode';
import { scenarios, type Scenario } from '../../services/connection/sandboxControl.ts';

type Choice = vscode.QuickPickItem & { readonly choice?: Scenario | 'clear' };

/** Asks which misfortune the next calls to the sandbox shall meet; `clear` removes those that wait. */
export async function pickScenario(): Promise<Scenario | 'clear' | undefined> {
  const items: Choice[] = [
    ...scenarios.map((choice) => ({ label: choice.label, detail: choice.detail, choice })),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: vscode.l10n.t('$(clear-all) Remove all faults'), choice: 'clear' },
  ];
  const title = vscode.l10n.t('Inject Fault');
  const placeHolder = vscode.l10n.t('What shall the next calls to the sandbox meet?');
  return (await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDetail: true }))?.choice;
}
