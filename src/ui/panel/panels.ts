import * as vscode from 'vscode';
import type { ConnectionId, Intent, PersistedPanel } from '../../protocol/panel.ts';
import { forEachAtMost } from '../../base/async.ts';
import { Lifetime } from '../../base/lifetime.ts';
import { Versions } from '../../services/catalog/versions.ts';
import { webviews } from '../names.ts';
import { handleIntent, type IntentDeps } from './intents.ts';
import { followDocuments, showInOpenDocument } from './jsonSync.ts';
import type { PageParts } from './page.ts';
import { panelTitle } from './panelTitle.ts';
import { ReferralPanel, webviewOptions } from './referralPanel.ts';
import { registerVersionDocuments } from './versionDocuments.ts';

export interface PanelDeps extends IntentDeps {
  readonly extension: vscode.Uri;
}

/** How long, in ms, a new tab stays empty before its page is loaded, which shows that the referral is being fetched. */
const emptyTabDelay = 20;

/** All open panels. No two of them show the same referral of the same connection. */
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
    const redraw = (): void => this.#open.forEach((panel) => panel.redraw());
    this.#lifetime.add(deps.mask.onDidChange(redraw));
    this.#lifetime.add(deps.clocks.onDidChange(redraw));
  }

  /** The texts that referrals were fetched with. */
  get versions(): Pick<Versions, 'of'> {
    return this.#versions;
  }

  find(connection: ConnectionId, id: string): ReferralPanel | undefined {
    const wanted = id.toLowerCase();
    return [...this.#open].find((panel) => panel.connection === connection && panel.id === wanted);
  }

  /** The panel that has the focus. */
  get active(): ReferralPanel | undefined {
    return [...this.#open].find((panel) => panel.active);
  }

  /**
   * Opens the tab of a referral while it is requested, since VS Code needs longer to open a tab than most servers to
   * respond. Undefined if a panel already shows the referral. The caller disposes the panel if the request fails.
   */
  begin(connection: ConnectionId, id: string, column: vscode.ViewColumn): ReferralPanel | undefined {
    if (this.find(connection, id)) return undefined;
    const panel = this.#create(connection, id, { viewColumn: column, preserveFocus: false });
    setTimeout(() => panel.start(), emptyTabDelay);
    return panel;
  }

  /**
   * Reveals the referral's panel, or shows the referral in `into` or in a new panel. Resolves when it has been painted.
   * @param revealed the panel that was revealed before the request. The user may have gone elsewhere since
   */
  async show(
    connection: ConnectionId,
    id: string,
    column: vscode.ViewColumn,
    { into, revealed }: { readonly into?: ReferralPanel | undefined; readonly revealed?: ReferralPanel | undefined },
  ): Promise<ReferralPanel> {
    const open = this.find(connection, id);
    // The user may have pinned or closed it during the request.
    if (!open && into?.connection === connection && !into.pinned && this.#open.has(into)) into.go(id);
    const isRevealed = open !== undefined && open === revealed;
    const panel = isRevealed ? open : this.#revealOrCreate(connection, id, column, false);
    this.#endPreview(panel);
    panel.start();
    if (!isRevealed || panel.visible) await panel.painted();
    return panel;
  }

  /**
   * Shows a referral without moving the focus. The next preview reuses the panel, unless the user opened the referral
   * or did something in the panel.
   */
  async preview(connection: ConnectionId, id: string, column: vscode.ViewColumn): Promise<void> {
    const known = this.find(connection, id);
    if (!known && this.#previewed?.connection === connection) this.#previewed.replace(id);
    const panel = this.#revealOrCreate(connection, id, column, true);
    if (!known) this.#previewed = panel;
    panel.start();
    await panel.painted();
  }

  /** Restores a panel after a reload of the window. Never prompts. */
  restore(view: vscode.WebviewPanel, state: unknown): void {
    const persisted = readPersisted(state);
    if (!persisted || this.find(persisted.connection, persisted.id)) {
      view.dispose();
      return;
    }
    const panel = this.#register(view, persisted.connection, persisted.id);
    panel.start();
    void this.#deps.failures.guard(async () => {
      await panel.refresh();
    });
  }

  /** Fetches the referrals of all open panels, two at a time: the API asks for few requests at once. */
  async refreshAll(): Promise<void> {
    await forEachAtMost(2, this.refreshes(), (refresh) => refresh());
  }

  /** One task for each open panel that fetches its referral. It does nothing if the panel was closed before it runs. */
  refreshes(): (() => Promise<void>)[] {
    return [...this.#open].map((panel) => async () => {
      if (!panel.ended) await panel.refresh();
    });
  }

  /** Handles an intent as if it came from the panel's page. */
  async ask(panel: ReferralPanel, intent: Intent): Promise<boolean> {
    let done = false;
    this.#endPreview(panel);
    await this.#deps.failures.guard(async () => {
      done = await handleIntent(this.#deps, panel, intent);
    }, panel.connection);
    return done;
  }

  dispose(): void {
    for (const panel of this.#open) panel.dispose();
    this.#lifetime.dispose();
  }

  #revealOrCreate(
    connection: ConnectionId,
    id: string,
    column: vscode.ViewColumn,
    preserveFocus: boolean,
  ): ReferralPanel {
    const panel = this.find(connection, id);
    if (!panel) return this.#create(connection, id, { viewColumn: column, preserveFocus });
    panel.reveal(preserveFocus);
    return panel;
  }

  #create(connection: ConnectionId, id: string, place: { viewColumn: vscode.ViewColumn; preserveFocus: boolean }) {
    const { catalog, mask } = this.#deps;
    const title = panelTitle(connection, id, catalog.find(connection, id)?.summary, mask.on);
    const options = { ...webviewOptions, enableFindWidget: true };
    const view = vscode.window.createWebviewPanel(webviews.referral, title, place, options);
    return this.#register(view, connection, id);
  }

  #endPreview(panel: ReferralPanel): void {
    if (this.#previewed === panel) this.#previewed = undefined;
  }

  #register(view: vscode.WebviewPanel, connection: ConnectionId, id: string): ReferralPanel {
    const { extension, catalog, clocks, mask } = this.#deps;
    const panel = new ReferralPanel(view, connection, id, {
      extension,
      page: this.#page,
      catalog,
      clocks,
      versions: this.#versions,
      mask,
      handle: (of, intent) => this.ask(of, intent),
      at: showInOpenDocument,
      isElsewhere: (of, other) => this.find(of.connection, other),
    });
    this.#open.add(panel);
    panel.onDidDispose(() => {
      this.#open.delete(panel);
      this.#endPreview(panel);
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
