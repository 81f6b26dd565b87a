import * as vscode from 'vscode';
import type { ConnectionId, Intent, PersistedPanel } from '../../protocol/panel.ts';
import { Lifetime } from '../../base/lifetime.ts';
import { Versions } from '../../services/catalog/versions.ts';
import { webviews } from '../names.ts';
import { carryOut, type IntentDeps } from './intents.ts';
import { followDocuments, showInOpenDocument } from './jsonSync.ts';
import type { PageParts } from './page.ts';
import { panelTitle } from './panelTitle.ts';
import { ReferralPanel, webviewOptions } from './referralPanel.ts';
import { registerVersionDocuments } from './versionDocuments.ts';

export interface PanelDeps extends IntentDeps {
  readonly extension: vscode.Uri;
}

/** For how long, in ms, a tab stands empty; then its page says that the referral is awaited. */
const patience = 20;

/** All open panels: a referral of a connection is never in two of them. */
export class ReferralPanels implements vscode.Disposable {
  readonly #deps: PanelDeps;
  readonly #page: PageParts;
  readonly #lifetime = new Lifetime();
  readonly #versions: Versions;
  readonly #open = new Set<ReferralPanel>();
  #previewed: ReferralPanel | undefined;

  constructor(deps: PanelDeps, page: PageParts) {
    this.#deps = deps;
    this.#page = page;
    this.#versions = this.#lifetime.add(new Versions(deps.catalog));
    this.#lifetime.add(registerVersionDocuments(this.#versions));
    this.#lifetime.add(followDocuments((connection, id) => this.find(connection, id)));
    this.#lifetime.add(deps.mask.onDidChange(() => this.#open.forEach((panel) => panel.redraw())));
  }

  find(connection: ConnectionId, id: string): ReferralPanel | undefined {
    const wanted = id.toLowerCase();
    return [...this.#open].find((panel) => panel.connection === connection && panel.id === wanted);
  }

  /** The one that has the focus. */
  get active(): ReferralPanel | undefined {
    return [...this.#open].find((panel) => panel.active);
  }

  /**
   * Opens the tab of a referral that is being fetched, while that is under way: VS Code needs longer for the tab than most
   * servers for their answer. `undefined` when a panel has it already. Whoever calls disposes of it when nothing comes.
   */
  begin(connection: ConnectionId, id: string, column: vscode.ViewColumn): ReferralPanel | undefined {
    if (this.find(connection, id)) return undefined;
    const panel = this.#create(connection, id, { viewColumn: column, preserveFocus: false });
    setTimeout(() => panel.start(), patience);
    return panel;
  }

  /** Opens or reveals a referral's panel, or shows it in the given one; resolves when it has painted. */
  async show(
    connection: ConnectionId,
    id: string,
    column: vscode.ViewColumn,
    into?: ReferralPanel,
  ): Promise<ReferralPanel> {
    const open = this.find(connection, id);
    if (!open && into?.connection === connection && this.#open.has(into)) into.go(id);
    const panel = this.#bring(connection, id, column, false);
    this.#keep(panel);
    panel.start();
    await panel.painted();
    return panel;
  }

  /**
   * The same for a glance: the focus stays where it is, and the panel shows the next referral that is previewed, unless
   * the person opens the referral or does something in its panel.
   */
  async preview(connection: ConnectionId, id: string, column: vscode.ViewColumn): Promise<void> {
    const known = this.find(connection, id);
    if (!known && this.#previewed?.connection === connection) this.#previewed.replace(id);
    const panel = this.#bring(connection, id, column, true);
    if (!known) this.#previewed = panel;
    panel.start();
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
    panel.start();
    void this.#deps.failures.guard(async () => {
      await panel.refresh();
    });
  }

  /** Fetches all open panels anew, two at a time: the API asks its callers to be gentle. */
  async refreshAll(): Promise<void> {
    const waiting = [...this.#open];
    const work = async (): Promise<void> => {
      for (let panel = waiting.shift(); panel; panel = waiting.shift()) await panel.refresh();
    };
    await Promise.all([work(), work()]);
  }

  /** As if the person had asked for it in the panel. */
  async ask(panel: ReferralPanel, intent: Intent): Promise<boolean> {
    let done = false;
    this.#keep(panel);
    await this.#deps.failures.guard(async () => {
      done = await carryOut(this.#deps, panel, intent);
    }, panel.connection);
    return done;
  }

  dispose(): void {
    for (const panel of this.#open) panel.dispose();
    this.#lifetime.dispose();
  }

  #bring(connection: ConnectionId, id: string, column: vscode.ViewColumn, preserveFocus: boolean): ReferralPanel {
    const panel = this.find(connection, id);
    if (!panel) return this.#create(connection, id, { viewColumn: column, preserveFocus });
    // One that was just begun is in front already.
    if (panel.started) panel.reveal(preserveFocus);
    return panel;
  }

  #create(connection: ConnectionId, id: string, place: { viewColumn: vscode.ViewColumn; preserveFocus: boolean }) {
    const { catalog, mask } = this.#deps;
    const title = panelTitle(connection, id, catalog.find(connection, id)?.summary, mask.on);
    const options = { ...webviewOptions, enableFindWidget: true };
    const view = vscode.window.createWebviewPanel(webviews.referral, title, place, options);
    return this.#adopt(view, connection, id);
  }

  #keep(panel: ReferralPanel): void {
    if (this.#previewed === panel) this.#previewed = undefined;
  }

  #adopt(view: vscode.WebviewPanel, connection: ConnectionId, id: string): ReferralPanel {
    const { extension, catalog, mask } = this.#deps;
    const panel = new ReferralPanel(view, connection, id, {
      extension,
      page: this.#page,
      catalog,
      versions: this.#versions,
      mask,
      carryOut: (of, intent) => this.ask(of, intent),
      at: showInOpenDocument,
      isElsewhere: (of, other) => this.find(of.connection, other),
    });
    this.#open.add(panel);
    panel.onDidDispose(() => {
      this.#open.delete(panel);
      this.#keep(panel);
    });
    return panel;
  }
}

function readPersisted(state: unknown): PersistedPanel | undefined {
  if (typeof state !== 'object' || state === null || !('id' in state) || !('connection' in state)) return undefined;
  const { id, connection } = state;
  if (typeof id !== 'string' || (connection !== 'sandbox' && connection !== 'partner-center')) return undefined;
  return { id, connection };
}
