import * as vscode from 'vscode';
import { ApiError, type Failure } from '../../api/failure.ts';
import { Emitter } from '../../base/event.ts';
import { Lifetime } from '../../base/lifetime.ts';
import type {
  ConnectionId,
  FromPanel,
  Intent,
  PanelFailure,
  PanelState,
  RelatedReferral,
  ToPanel,
} from '../../protocol/panel.ts';
import { isMicrosoftSide, titleOf } from '../../referral/summary.ts';
import type { Catalog, CatalogEntry } from '../../services/catalog.ts';
import { explain } from '../../services/explanation.ts';
import { crmAddress } from '../../services/crm.ts';
import { relatedTo } from '../../services/engagement.ts';
import { readSettings } from '../settings.ts';
import { panelPage, type PageParts } from './page.ts';

export interface PanelTools {
  readonly extension: vscode.Uri;
  readonly page: PageParts;
  readonly catalog: Catalog;
  /** Does what the person asked for; true when it was done. Shows its own failures. */
  readonly carryOut: (panel: ReferralPanel, intent: Intent) => Promise<boolean>;
}

/** How long to wait for a panel to say that it has painted; a hidden one may never, and nothing must hang on it. */
const longestPaint = 10_000;

/** One referral's webview. Shows what the catalog has and redraws when that changes; fetches through it alone. */
export class ReferralPanel implements vscode.Disposable {
  readonly connection: ConnectionId;
  readonly id: string;
  readonly #view: vscode.WebviewPanel;
  readonly #tools: PanelTools;
  readonly #lifetime = new Lifetime();
  readonly #rendered = this.#lifetime.add(new Emitter<number>());
  readonly #ended = new Emitter<void>();
  #revision = 0;
  #painted = 0;
  #listens = false;
  #refreshing: AbortController | undefined;
  #failure: Failure | undefined;
  #drawnRelated = '[]';

  readonly onDidDispose = this.#ended.event;

  constructor(view: vscode.WebviewPanel, connection: ConnectionId, id: string, tools: PanelTools) {
    this.#view = view;
    this.connection = connection;
    this.id = id;
    this.#tools = tools;
    view.iconPath = {
      light: vscode.Uri.joinPath(tools.extension, 'media', 'referral-light.svg'),
      dark: vscode.Uri.joinPath(tools.extension, 'media', 'referral-dark.svg'),
    };
    view.webview.options = { enableScripts: true, localResourceRoots: [] };
    this.#lifetime.add(view.onDidDispose(() => this.dispose()));
    this.#lifetime.add(view.webview.onDidReceiveMessage((message: FromPanel) => this.#receive(message)));
    this.#lifetime.add(
      tools.catalog.onDidChange((change) => {
        if (change.connection === connection && (change.ids.has(id) || this.#relatedChanged())) this.#draw();
      }),
    );
    this.#lifetime.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('partnerReferrals.crm')) this.#draw();
      }),
    );
    view.title = this.#title();
    view.webview.html = panelPage(tools.page);
  }

  get column(): vscode.ViewColumn | undefined {
    return this.#lifetime.ended ? undefined : this.#view.viewColumn;
  }

  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** Without a column it stays where it is. */
  reveal(preserveFocus: boolean, column?: vscode.ViewColumn): void {
    this.#view.reveal(column, preserveFocus);
  }

  /** Resolves when the newest state was painted, or the panel is gone, or it can't paint now. */
  async painted(): Promise<void> {
    if (this.#painted >= this.#revision && this.#revision > 0) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        listening.dispose();
        resolve();
      };
      const timer = setTimeout(done, longestPaint);
      const listening = vscode.Disposable.from(
        this.#rendered.event((revision) => revision >= this.#revision && done()),
        this.#ended.event(done),
      );
      if (this.#lifetime.ended) done();
    });
  }

  /** Fetches anew. A failure is shown in the panel, over what was there, and returned. */
  async refresh(): Promise<Failure | undefined> {
    this.#refreshing?.abort();
    const run = new AbortController();
    this.#refreshing = run;
    this.#draw();
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
        this.#draw();
      }
    }
    return failure;
  }

  dispose(): void {
    if (this.#lifetime.ended) return;
    this.#refreshing?.abort();
    this.#lifetime.dispose();
    this.#view.dispose();
    this.#ended.fire();
    this.#ended.dispose();
  }

  #receive(message: FromPanel): void {
    switch (message.type) {
      case 'ready':
        this.#listens = true;
        return this.#draw();
      case 'rendered':
        this.#painted = message.revision;
        return this.#rendered.fire(message.revision);
      case 'intent':
        void this.#settle(message.request, message.intent);
    }
  }

  async #settle(request: number, intent: Intent): Promise<void> {
    const ok = await this.#tools.carryOut(this, intent);
    this.#post({ type: 'settled', request, ok });
  }

  #draw(): void {
    if (this.#lifetime.ended) return;
    this.#view.title = this.#title();
    this.#revision++;
    if (!this.#listens) return;
    this.#post({ type: 'state', revision: this.#revision, locale: vscode.env.language, state: this.#state() });
  }

  /** A state carries the whole record, so a list's page is no reason to send one to each open panel. */
  #relatedChanged(): boolean {
    const entry = this.#tools.catalog.find(this.connection, this.id);
    return entry !== undefined && JSON.stringify(this.#related(entry)) !== this.#drawnRelated;
  }

  #related(entry: CatalogEntry): readonly RelatedReferral[] {
    return relatedTo(entry.summary, this.#tools.catalog.all(this.connection));
  }

  #post(message: ToPanel): void {
    if (!this.#lifetime.ended) void this.#view.webview.postMessage(message);
  }

  #state(): PanelState {
    const { id, connection } = this;
    const entry = this.#tools.catalog.find(connection, id);
    const failure: PanelFailure | undefined = this.#failure && explain(this.#failure, connection);
    if (!entry?.fetched) {
      return failure && !this.#refreshing
        ? { kind: 'failed', id, connection, failure }
        : { kind: 'loading', id, connection };
    }
    const { text, receivedAt, durationMs } = entry.fetched;
    const related = this.#related(entry);
    this.#drawnRelated = JSON.stringify(related);
    return {
      kind: 'referral',
      id,
      connection,
      text,
      receivedAt,
      durationMs,
      refreshing: this.#refreshing !== undefined,
      failure,
      related,
      canOpenCrm: crmAddress(readSettings.crmUrlTemplate(), entry.summary) !== undefined,
    };
  }

  #title(): string {
    const summary = this.#tools.catalog.find(this.connection, this.id)?.summary;
    const name = (summary ? titleOf(summary) : this.id).replace(/\s+/g, ' ');
    const short = name.length > 40 ? `${name.slice(0, 39)}…` : name;
    // Both sides of an engagement bear the deal's name.
    const whose = summary && isMicrosoftSide(summary) ? `${short} · ${vscode.l10n.t('Microsoft’s side')}` : short;
    return this.connection === 'sandbox' ? `${whose} (Sandbox)` : whose;
  }
}
