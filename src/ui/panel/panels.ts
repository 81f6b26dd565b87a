import * as vscode from 'vscode';
import { ApiError } from '../../api/failure.ts';
import type { ConnectionId, Intent, PersistedPanel } from '../../protocol/panel.ts';
import type { Catalog } from '../../services/catalog.ts';
import { crmAddress } from '../../services/crm.ts';
import type { Failures } from '../failures/failures.ts';
import { webviews } from '../names.ts';
import { readSettings, type OpenLayout } from '../settings.ts';
import type { PageParts } from './page.ts';
import { ReferralPanel } from './referralPanel.ts';

export interface PanelDeps {
  readonly extension: vscode.Uri;
  readonly catalog: Catalog;
  readonly failures: Failures;
  /** Opens a referral of the same connection as a person would. */
  readonly open: (connection: ConnectionId, id: string, layout: OpenLayout) => Promise<void>;
}

/** All open panels, one for each referral of a connection. */
export class ReferralPanels implements vscode.Disposable {
  readonly #deps: PanelDeps;
  readonly #page: PageParts;
  readonly #open = new Map<string, ReferralPanel>();
  #previewed: ReferralPanel | undefined;

  constructor(deps: PanelDeps, page: PageParts) {
    this.#deps = deps;
    this.#page = page;
  }

  find(connection: ConnectionId, id: string): ReferralPanel | undefined {
    return this.#open.get(keyOf(connection, id));
  }

  /** Opens or reveals a referral's panel; resolves when it has painted. */
  async show(connection: ConnectionId, id: string, column: vscode.ViewColumn): Promise<ReferralPanel> {
    const panel = this.#bring(connection, id, column, false);
    this.#keep(panel);
    await panel.painted();
    return panel;
  }

  /**
   * The same for a glance: the focus stays where it is, and the panel is replaced by the next one that is previewed,
   * unless the person opens the referral or does something in its panel.
   */
  async preview(connection: ConnectionId, id: string, column: vscode.ViewColumn): Promise<void> {
    const known = this.find(connection, id);
    const panel = this.#bring(connection, id, column, true);
    if (!known) {
      this.#previewed?.dispose();
      this.#previewed = panel;
    }
    await panel.painted();
  }

  /** After a window reload: VS Code has the tab, we fill it again. Never prompts. */
  restore(view: vscode.WebviewPanel, state: unknown): void {
    const persisted = readPersisted(state);
    if (!persisted || this.find(persisted.connection, persisted.id)) {
      view.dispose();
      return;
    }
    const panel = this.#adopt(view, persisted.connection, persisted.id);
    void this.#deps.failures.guard(async () => {
      await panel.refresh();
    });
  }

  /** Fetches all open panels anew, two at a time: the API asks its callers to be gentle. */
  async refreshAll(): Promise<void> {
    const waiting = [...this.#open.values()];
    const work = async (): Promise<void> => {
      for (let panel = waiting.shift(); panel; panel = waiting.shift()) await panel.refresh();
    };
    await Promise.all([work(), work()]);
  }

  dispose(): void {
    for (const panel of this.#open.values()) panel.dispose();
  }

  #bring(connection: ConnectionId, id: string, column: vscode.ViewColumn, preserveFocus: boolean): ReferralPanel {
    const panel = this.find(connection, id);
    if (panel) {
      panel.reveal(preserveFocus);
      return panel;
    }
    const place = { viewColumn: column, preserveFocus };
    const view = vscode.window.createWebviewPanel(webviews.referral, '', place, { enableFindWidget: true });
    return this.#adopt(view, connection, id);
  }

  #keep(panel: ReferralPanel): void {
    if (this.#previewed === panel) this.#previewed = undefined;
  }

  #adopt(view: vscode.WebviewPanel, connection: ConnectionId, id: string): ReferralPanel {
    const { extension, catalog } = this.#deps;
    const panel = new ReferralPanel(view, connection, id, {
      extension,
      page: this.#page,
      catalog,
      carryOut: (of, intent) => this.#carryOut(of, intent),
    });
    const key = keyOf(connection, id);
    this.#open.set(key, panel);
    panel.onDidDispose(() => {
      this.#open.delete(key);
      this.#keep(panel);
    });
    return panel;
  }

  async #carryOut(panel: ReferralPanel, intent: Intent): Promise<boolean> {
    let done = false;
    this.#keep(panel);
    await this.#deps.failures.guard(async () => {
      done = await this.#do(panel, intent);
    }, panel.connection);
    return done;
  }

  async #do(panel: ReferralPanel, intent: Intent): Promise<boolean> {
    switch (intent.name) {
      case 'refresh':
        return (await panel.refresh()) === undefined;
      case 'openJson':
        await this.#deps.open(panel.connection, panel.id, 'json');
        return true;
      case 'copyId':
        await vscode.env.clipboard.writeText(panel.id);
        return true;
      case 'copyValue':
        await vscode.env.clipboard.writeText(intent.value);
        return true;
      case 'openReferral':
        await this.#deps.open(panel.connection, intent.id, readSettings.openLayout());
        return true;
      case 'openCrm': {
        const summary = this.#deps.catalog.find(panel.connection, panel.id)?.summary;
        const address = summary && crmAddress(readSettings.crmUrlTemplate(), summary);
        // As text, which the function takes too: a Uri would be written out with its parts decoded.
        return address !== undefined && vscode.env.openExternal(address as unknown as vscode.Uri);
      }
      case 'failureAction': {
        const { failure } = panel;
        if (!failure) return false;
        await this.#deps.failures.act(intent.action, failure, async () => {
          const again = await panel.refresh();
          if (again?.kind === 'signedOut') throw new ApiError(again);
        });
        return true;
      }
    }
  }
}

function keyOf(connection: ConnectionId, id: string): string {
  return `${connection}/${id.toLowerCase()}`;
}

function readPersisted(state: unknown): PersistedPanel | undefined {
  if (typeof state !== 'object' || state === null || !('id' in state) || !('connection' in state)) return undefined;
  const { id, connection } = state;
  if (typeof id !== 'string' || (connection !== 'sandbox' && connection !== 'partner-center')) return undefined;
  return { id, connection };
}
