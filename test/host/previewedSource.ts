import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** Resolves with the editor of the Markdown whose preview is the active tab, or will be. `name` is that of its file. */
export async function previewedSource(name: string): Promise<vscode.TextEditor> {
  const isShown = (): boolean => vscode.window.tabGroups.activeTabGroup.activeTab?.label === `Preview ${name}`;
  if (!isShown()) {
    await new Promise<void>((resolve) => {
      const listening = vscode.window.tabGroups.onDidChangeTabs(() => {
        if (!isShown()) return;
        listening.dispose();
        resolve();
      });
    });
  }
  await vscode.commands.executeCommand('markdown.showSource');
  const editor = vscode.window.activeTextEditor;
  assert.ok(editor);
  assert.ok(editor.document.uri.path.endsWith(`/${name}`));
  return editor;
}
