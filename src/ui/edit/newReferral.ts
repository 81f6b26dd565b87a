import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { templateOf, type TemplateKind } from '../../services/edit/templates.ts';
import type { EditDeps } from './registerEdit.ts';

/** Opens a template of a new deal as an untitled JSON document, with the completion and checks of referrals. */
export async function newReferral({ connections, clocks }: EditDeps): Promise<void> {
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
  const document = await vscode.workspace.openTextDocument(await unusedName(picked.kindOfDeal));
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  const { snippet } = templateOf(picked.kindOfDeal, clocks.now(connections.current.id));
  // VS Code may still have the text of a document with this name that was closed unsaved a moment ago.
  const all = document.validateRange(new vscode.Range(0, 0, document.lineCount, 0));
  await editor.insertSnippet(new vscode.SnippetString(snippet), all);
  const words = vscode.l10n.t('Fill in the values with Tab, then run "Partner: Send New Referral".');
  vscode.window.setStatusBarMessage(`$(info) ${words}`, 15_000);
}

/**
 * The name of an untitled document. Completion and checks are for names with this ending. VS Code saves the document in
 * this place without asking, so no file and no other untitled document has the name.
 */
async function unusedName(kind: TemplateKind): Promise<vscode.Uri> {
  const first = vscode.workspace.workspaceFolders?.[0]?.uri;
  const folder = first?.scheme === 'file' ? first : vscode.Uri.file(homedir());
  const name = kind === 'fixture' ? 'fixture' : 'new-deal';
  const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.path));
  for (let number = 1; ; number++) {
    const file = vscode.Uri.joinPath(folder, `${name}${number === 1 ? '' : `-${String(number)}`}.referral.json`);
    if (!open.has(file.path) && !(await exists(file))) return file.with({ scheme: 'untitled' });
  }
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}
