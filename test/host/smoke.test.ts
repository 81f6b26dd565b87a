import * as assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';

describe('The extension in a real extension host', () => {
  it('is there and activates', async () => {
    const extension = vscode.extensions.getExtension('partner-tools.partner-referrals');
    assert.ok(extension, 'VS Code does not know the extension');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('has the sample workspace to work on', () => {
    const folders = vscode.workspace.workspaceFolders ?? [];
    assert.deepEqual(
      folders.map((folder) => folder.name),
      ['sample-workspace'],
    );
  });
});
