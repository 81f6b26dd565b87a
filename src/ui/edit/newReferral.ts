import * as vscode from 'vscode';
import { templateOf, type TemplateKind } from '../../services/edit/templates.ts';

/** Opens a template of a new deal as an untitled JSON document. */
export async function newReferral(): Promise<void> {
  const items: readonly (vscode.QuickPickItem & { readonly kindOfDeal: TemplateKind })[] = [
    {
      kindOfDeal: 'private',
      label: vscode.l10n.t('Private deal'),
      detail: vscode.l10n.t('Only your organization sees it'),
    },
    {
      kindOfDeal: 'shared',
      label: vscode.l10n.t('Shared deal'),
      detail: vscode.l10n.t('Microsoft is invited to help; sharing can’t be undone'),
    },
    {
      kindOfDeal: 'fixture',
      label: vscode.l10n.t('Test fixture'),
      detail: vscode.l10n.t('A whole referral as the service returns it, for your tests and for the sandbox'),
    },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('New Referral'),
    placeHolder: vscode.l10n.t('What do you want to create?'),
  });
  if (!picked) return;
  const document = await vscode.workspace.openTextDocument({ language: 'json' });
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  const { snippet } = templateOf(picked.kindOfDeal, Date.now());
  await editor.insertSnippet(new vscode.SnippetString(snippet));
  const words = vscode.l10n.t('Fill in the values with Tab, then run "Partner: Send New Referral".');
  vscode.window.setStatusBarMessage(`$(info) ${words}`, 15_000);
}
