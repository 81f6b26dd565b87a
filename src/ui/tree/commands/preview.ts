import * as vscode from 'vscode';
import type { ConnectionId } from '../../../services/connection/connection.ts';
import { offerRemoval } from '../../commands/offerRemoval.ts';
import { columnForPanel } from '../../commands/opener.ts';
import { referralUri } from '../../documents/referralUri.ts';
import { withProgress } from '../../progress.ts';
import { readSettings } from '../../settings.ts';
import type { RowActionDeps } from './registerRowCommands.ts';

type PreviewDeps = Pick<RowActionDeps, 'catalog' | 'panels' | 'failures' | 'recent' | 'pinned'>;

/**
 * Previews referrals while the user moves through the tree with the arrow keys. A referral that was fetched before is
 * shown immediately. A new preview cancels the previous one.
 */
export class Previews {
  readonly #deps: PreviewDeps;
  #newest: AbortController | undefined;

  constructor(deps: PreviewDeps) {
    this.#deps = deps;
  }

  /** Shows failures itself. */
  async show(connection: ConnectionId, id: string): Promise<void> {
    const request = { referral: id, action: 'preview', remedy: offerRemoval(this.#deps, connection, id) };
    await this.#deps.failures.guard(() => this.#open(connection, id), connection, request);
  }

  async #open(connection: ConnectionId, id: string): Promise<void> {
    const { catalog, panels } = this.#deps;
    this.#newest?.abort();
    const run = new AbortController();
    this.#newest = run;
    if (!catalog.find(connection, id)?.fetched) {
      await withProgress(vscode.l10n.t('Opening referral {0}', id), ({ signal, onWait }) =>
        catalog.open(connection, id, { signal: AbortSignal.any([signal, run.signal]), onWait }),
      );
    }
    const loaded = readSettings.openLayout() === 'json' ? undefined : await panels();
    if (run.signal.aborted) return;
    if (loaded) await loaded.preview(connection, id, columnForPanel());
    else await vscode.window.showTextDocument(referralUri(connection, id), { preserveFocus: true, preview: true });
  }
}
