import * as vscode from 'vscode';
import { ApiError, type Failure } from '../../api/failure.ts';
import { Emitter } from '../../base/event.ts';
import { Lifetime } from '../../base/lifetime.ts';
import type { ConnectionId, FromPanel, Intent, StateMessage, ToPanel } from '../../protocol/panel.ts';
import type { Catalog } from '../../services/catalog/catalog.ts';
import type { ServerClocks } from '../../services/connection/serverClocks.ts';
import { locale } from '../locale.ts';
import { NavigationHistory } from './navigationHistory.ts';
import type { FetchedVersion, Versions } from '../../services/catalog/versions.ts';
import type { Mask } from './mask.ts';
import { panelPage, type PageParts } from './page.ts';
import { panelState, relatedOf } from './panelState.ts';
import { panelTitle } from './panelTitle.ts';

export interface PanelTools {
  readonly extension: vscode.Uri;
  readonly page: PageParts;
  readonly catalog: Catalog;
  readonly clocks: ServerClocks;
  readonly versions: Versions;
  readonly mask: Mask;
  /** Handles an intent. True if it was carried out. Shows failures itself. */
  readonly handle: (panel: ReferralPanel, intent: Intent) => Promise<boolean>;
  /** Called when the user selects or focuses a field. */
  readonly at: (panel: ReferralPanel, pointer: string) => void;
  /** Another panel that shows this referral of the same connection. */
  readonly isElsewhere: (panel: ReferralPanel, id: string) => ReferralPanel | undefined;
}

/** Passed when the webview is created, since VS Code loads the page again when they change. */
export const webviewOptions: vscode.WebviewOptions = { enableScripts: true, localResourceRoots: [] };

/** How long, in ms, to wait until a panel has painted. A hidden panel may never paint. */
export const paintTimeout = 10_000;

/**
 * A webview that shows one referral at a time. It shows what the catalog has, fetches through the catalog only, and
 * redraws when the catalog changes.
 */
export class ReferralPanel implements vscode.Disposable {
  readonly connection: ConnectionId;
  readonly #view: vscode.WebviewPanel;
  readonly #tools: PanelTools;
  readonly #history: NavigationHistory;
  readonly #lifetime = new Lifetime();
  readonly #rendered = this.#lifetime.add(new Emitter<number>());
  readonly #ended = new Emitter<void>();
  #revision = 0;
  #painted = 0;
  #started = false;
  #listens = false;
  #pinned = false;
  #refreshing: AbortController | undefined;
  #following: AbortController | undefined;
  #failure: Failure | undefined;
  /** Changes are shown compared to this version, until the user dismisses them. */
  #seen: FetchedVersion | undefined;
  #drawnRelated = '[]';

  readonly onDidDispose = this.#ended.event;

  constructor(view: vscode.WebviewPanel, connection: ConnectionId, id: string, tools: PanelTools) {
    this.#view = view;
    this.connection = connection;
    this.#history = new NavigationHistory(id.toLowerCase());
    this.#tools = tools;
    // An earlier version, which the user may have seen. Otherwise, the first version that is fetched.
    this.#seen = tools.versions.of(connection, id).at(-1);
    this.#lifetime.add(view.onDidDispose(() => this.dispose()));
    this.#lifetime.add(view.webview.onDidReceiveMessage((message: FromPanel) => this.#receive(message)));
    this.#lifetime.add(
      tools.catalog.onDidChange((change) => {
        if (change.connection !== connection) return;
        // If the catalog has removed the referral, e.g. at sign-out, there is nothing to compare with.
        if (!tools.catalog.find(connection, this.id)) this.#seen = this.#failure = undefined;
        if (change.ids.has(this.id) || this.#relatedChanged()) this.redraw();
      }),
    );
    this.#lifetime.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('partnerReferrals.crm')) this.redraw();
      }),
    );
    // Setting the options makes VS Code load the page again, so only if they differ, and before the page is set.
    if (view.webview.options.enableScripts !== true) view.webview.options = webviewOptions;
    this.#updateTitle();
  }

  get started(): boolean {
    return this.#started;
  }

  /** Loads the page, with the referral if it was fetched by now. Further calls do nothing. */
  start(): void {
    if (this.#started || this.#lifetime.ended) return;
    this.#started = true;
    const { catalog, page } = this.#tools;
    const first = catalog.find(this.connection, this.id)?.fetched && this.#newState();
    this.#view.webview.html = panelPage(page, locale(), first, vscode.l10n.bundle);
  }

  get ended(): boolean {
    return this.#lifetime.ended;
  }

  /** Id of the referral that is shown now, in lower case. */
  get id(): string {
    return this.#history.current;
  }

  get title(): string {
    return this.#view.title;
  }

  get column(): vscode.ViewColumn | undefined {
    return this.#lifetime.ended ? undefined : this.#view.viewColumn;
  }

  get active(): boolean {
    return !this.#lifetime.ended && this.#view.active;
  }

  get visible(): boolean {
    return !this.#lifetime.ended && this.#view.visible;
  }

  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** True if links to other referrals open in other panels. */
  get pinned(): boolean {
    return this.#pinned;
  }

  /** The version that changes are compared to. If there is none, the version before the newest. */
  get olderVersion(): FetchedVersion | undefined {
    const versions = this.#tools.versions.of(this.connection, this.id);
    if (!this.#seen || this.#seen === versions.at(-1)) return versions.at(-2);
    // A limited number of versions is kept: use the oldest of them.
    return versions.includes(this.#seen) ? this.#seen : versions.slice(0, -1)[0];
  }

  reveal(preserveFocus: boolean, column?: vscode.ViewColumn): void {
    this.#view.reveal(column, preserveFocus);
  }

  /** Scrolls to a field and highlights it for a moment. */
  revealField(pointer: string): void {
    this.#post({ type: 'reveal', pointer });
  }

  /** Shows another referral, which the catalog should have, and adds it to the history. */
  go(id: string): void {
    this.#leave(() => this.#history.go(id.toLowerCase()));
  }

  /** Shows another referral in place of the current one in the history. */
  replace(id: string): void {
    this.#leave(() => this.#history.replace(id.toLowerCase()));
  }

  /**
   * Call when the user follows a link to another referral. The returned signal aborts when the user follows another
   * link, goes back or forward, or closes the panel, so that a late response doesn't replace the newer choice.
   */
  follow(): AbortSignal {
    this.#following?.abort();
    this.#following = new AbortController();
    return this.#following.signal;
  }

  /**
   * False if there is no entry to go to. A referral that is open in another panel is revealed there and removed from
   * this history, so that the next step skips it.
   */
  async travel(step: 'goBack' | 'goForward'): Promise<boolean> {
    const to = step === 'goBack' ? this.#history.previous : this.#history.next;
    if (to === undefined) return false;
    const elsewhere = this.#tools.isElsewhere(this, to);
    if (elsewhere) {
      this.#following?.abort();
      this.#history.skip(step === 'goBack' ? 'back' : 'forward');
      this.redraw();
      elsewhere.reveal(false);
      return true;
    }
    this.#leave(() => (step === 'goBack' ? this.#history.back() : this.#history.forward()));
    if (!this.#tools.catalog.find(this.connection, to)?.fetched) await this.refresh();
    return true;
  }

  togglePin(): void {
    this.#pinned = !this.#pinned;
    this.redraw();
  }

  dismissChanges(): void {
    this.#seen = undefined;
    this.redraw();
  }

  /** Resolves when the newest state has been painted, when the panel is hidden or disposed, or after `paintTimeout`. */
  async painted(): Promise<void> {
    if (this.#painted >= this.#revision && this.#revision > 0) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        listening.dispose();
        resolve();
      };
      const timer = setTimeout(done, paintTimeout);
      const listening = vscode.Disposable.from(
        this.#rendered.event((revision) => revision >= this.#revision && done()),
        this.#ended.event(done),
        this.#view.onDidChangeViewState(({ webviewPanel }) => {
          if (!webviewPanel.visible) done();
        }),
      );
      if (this.#lifetime.ended) done();
    });
  }

  /** Fetches the referral. A failure is shown above the panel's content and returned. */
  async refresh(): Promise<Failure | undefined> {
    this.#refreshing?.abort();
    const run = new AbortController();
    this.#refreshing = run;
    this.redraw();
    let failure: Failure | undefined;
    try {
      await this.#tools.catalog.open(this.connection, this.id, { signal: run.signal });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      failure = error.failure;
    } finally {
      if (this.#refreshing === run) {
        this.#refreshing = undefined;
        this.#failure = failure;
        this.redraw();
      }
    }
    return failure;
  }

  redraw(): void {
    if (this.#lifetime.ended) return;
    this.#updateTitle();
    if (this.#listens) this.#post(this.#newState());
    else this.#revision++;
  }

  dispose(): void {
    if (this.#lifetime.ended) return;
    this.#refreshing?.abort();
    this.#following?.abort();
    this.#lifetime.dispose();
    this.#view.dispose();
    this.#ended.fire();
    this.#ended.dispose();
  }

  /** Cancels requests for the current referral before the step. */
  #leave(step: () => void): void {
    this.#following?.abort();
    this.#refreshing?.abort();
    this.#refreshing = undefined;
    this.#failure = undefined;
    this.#seen = undefined;
    step();
    this.redraw();
  }

  #receive(message: FromPanel): void {
    switch (message.type) {
      case 'ready':
        this.#listens = true;
        return message.revision === this.#revision ? undefined : this.redraw();
      case 'rendered':
        this.#painted = message.revision;
        this.#showIcon();
        return this.#rendered.fire(message.revision);
      case 'at':
        return this.#tools.at(this, message.pointer);
      case 'intent':
        void this.#settle(message.request, message.intent);
    }
  }

  async #settle(request: number, intent: Intent): Promise<void> {
    const ok = await this.#tools.handle(this, intent);
    this.#post({ type: 'settled', request, ok });
  }

  #newState(): StateMessage {
    const { connection, id } = this;
    const { catalog, clocks, versions, mask } = this.#tools;
    this.#seen ??= versions.of(connection, id).at(-1);
    const state = panelState(
      { catalog, versions },
      {
        connection,
        id,
        clockAhead: clocks.ahead(connection),
        masked: mask.on,
        canGoBack: this.#history.previous !== undefined,
        canGoForward: this.#history.next !== undefined,
        pinned: this.#pinned,
        refreshing: this.#refreshing !== undefined,
        failure: this.#failure,
        seen: this.#seen,
      },
    );
    this.#drawnRelated = state.kind === 'referral' ? JSON.stringify(state.related) : '[]';
    return { type: 'state', revision: ++this.#revision, locale: locale(), state };
  }

  #updateTitle(): void {
    const { catalog, mask } = this.#tools;
    const title = panelTitle(this.connection, this.id, catalog.find(this.connection, this.id)?.summary, mask.on);
    if (this.#view.title !== title) this.#view.title = title;
  }

  /**
   * Checked before redrawing: a state contains the whole record, which is too much to send to each panel for each page
   * of the list.
   */
  #relatedChanged(): boolean {
    const { catalog } = this.#tools;
    const entry = catalog.find(this.connection, this.id);
    if (!entry) return false;
    return JSON.stringify(relatedOf(catalog, this.connection, entry.summary)) !== this.#drawnRelated;
  }

  /** Set after the first paint: VS Code recalculates the style of the window for a new icon, which delays the page. */
  #showIcon(): void {
    this.#view.iconPath ??= {
      light: vscode.Uri.joinPath(this.#tools.extension, 'media', 'referral-light.svg'),
      dark: vscode.Uri.joinPath(this.#tools.extension, 'media', 'referral-dark.svg'),
    };
  }

  #post(message: ToPanel): void {
    if (!this.#lifetime.ended) void this.#view.webview.postMessage(message);
  }
}
