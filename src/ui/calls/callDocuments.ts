import * as vscode from 'vscode';
import { cut } from '../../base/oneLine.ts';
import { callDetails } from '../../services/calls/callDetails.ts';
import { shortPath, type CallEntry } from '../../services/calls/callEntry.ts';
import type { CallRows } from '../../services/calls/callRows.ts';
import { partnerCenterOrigin } from '../../services/connection/partnerCenter.ts';
import { schemes } from '../names.ts';

/** Calls as read-only documents. What a document shows stays while it is open, also when the calls are cleared. */
export class CallDocuments implements vscode.Disposable {
  readonly #rows: () => CallRows;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #texts = new Map<string, string>();
  readonly #listening = vscode.Disposable.from(
    this.#changed,
    vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    vscode.workspace.registerTextDocumentContentProvider(schemes.call, {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: (uri) => {
        const text =
          this.#textOf(uri) ??
          this.#texts.get(uri.toString()) ??
          `# ${vscode.l10n.t('This call is no longer listed: the calls were cleared, or the window was opened anew.')}\n`;
        this.#texts.set(uri.toString(), text);
        return text;
      },
    }),
  );

  constructor(rows: () => CallRows) {
    this.#rows = rows;
  }

  /** Shows what became of the calls whose documents are open. */
  update(): void {
    for (const [address, shown] of this.#texts) {
      const uri = vscode.Uri.parse(address);
      const text = this.#textOf(uri);
      if (text !== undefined && text !== shown) this.#changed.fire(uri);
    }
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #textOf({ query }: vscode.Uri): string | undefined {
    const rows = this.#rows();
    const call = rows.find(query);
    if (!call) return undefined;
    const origin = call.connection === 'sandbox' ? rows.origin : partnerCenterOrigin;
    return callDetails(call, rows.findingsOf(call), origin ?? '');
  }
}

/** The address of a call's document. Its last part is the tab's name. */
export function callUri({ key, method, path }: CallEntry): vscode.Uri {
  const [place = ''] = shortPath(path).split('?');
  const name = cut(`${method} ${place.split('/').filter(Boolean).join(' ')}`.replace(/[\\:*"<>|]/g, ' '), 80);
  // The extension gives it the colours of HTTP where an extension for such files is installed.
  return vscode.Uri.from({ scheme: schemes.call, path: `/${name}.http`, query: key });
}

export async function showCall(call: CallEntry, options: vscode.TextDocumentShowOptions): Promise<void> {
  await vscode.window.showTextDocument(callUri(call), options);
}
