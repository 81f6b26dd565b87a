import * as vscode from 'vscode';
import { cut, withoutBidi } from '../../base/oneLine.ts';
import { prettyJson } from '../../referral/prettyJson.ts';
import { treeText } from '../../referral/treeText.ts';
import { patchText, type PatchOperation } from '../../services/edit/patch.ts';
import { schemes } from '../names.ts';
import { MemoryDocuments } from './memoryDocuments.ts';

const mostLines = 12;
const longestValue = 120;

/** Shows what a save is about to send, and asks whether to send it. */
export class SavePreview implements vscode.Disposable {
  readonly #documents = new MemoryDocuments(schemes.operations);

  /**
   * Opens the operations in a document beside the referral's if a message can't hold them.
   * @param document the address of the referral's document
   */
  async confirm(document: vscode.Uri, operations: readonly PatchOperation[]): Promise<boolean> {
    const texts = operations.map(({ op, path, value }) => ({ start: `${op} ${path}: `, text: treeText(value) }));
    const lines = texts.slice(0, mostLines).map(({ start, text }) => withoutBidi(start + cut(text, longestValue)));
    const more = operations.length - lines.length;
    if (more > 0) lines.push(vscode.l10n.t('and {0} more', more));
    if (more > 0 || texts.some(({ text }) => text.length > longestValue)) {
      await this.#showAll(document, operations);
      lines.push('', vscode.l10n.t('The document beside yours shows all of it.'));
    }
    const send = vscode.l10n.t('Send');
    const question = vscode.l10n.t('Send this change?');
    const choice = await vscode.window.showInformationMessage(
      question,
      { modal: true, detail: lines.join('\n') },
      send,
    );
    return choice === send;
  }

  dispose(): void {
    this.#documents.dispose();
  }

  async #showAll({ authority, path }: vscode.Uri, operations: readonly PatchOperation[]): Promise<void> {
    // No name of a referral's file: the JSON language checks those as referrals.
    const name = path.replace(/\.referral\.json$/, '.operations.json');
    const uri = vscode.Uri.from({ scheme: schemes.operations, authority, path: name });
    const document = await this.#documents.open(uri, prettyJson(patchText(operations)));
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: true,
    });
  }
}
