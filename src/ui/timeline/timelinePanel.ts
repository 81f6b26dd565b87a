import * as vscode from 'vscode';
import type { Failure } from '../../api/failure.ts';
import { systemClock } from '../../base/alarm.ts';
import { Emitter } from '../../base/event.ts';
import { Lifetime } from '../../base/lifetime.ts';
import type { ConnectionId } from '../../protocol/panel.ts';
import type { FromTimeline, TimelineIntent, TimelineStateMessage, ToTimeline } from '../../protocol/timeline.ts';
import { titleOf } from '../../referral/summary.ts';
import type { Catalog } from '../../services/catalog/catalog.ts';
import { explain } from '../../services/connection/explain/explanation.ts';
import { layOut } from '../../services/timeline/layout.ts';
import type { LiveTimeline } from '../../services/timeline/liveTimeline.ts';
import { locale } from '../locale.ts';
import type { Mask } from '../panel/mask.ts';
import { panelPage, type PageParts } from '../panel/page.ts';
import { panelTitle } from '../panel/panelTitle.ts';
import { paintTimeout, webviewOptions } from '../panel/referralPanel.ts';

export interface TimelineTools {
  readonly extension: vscode.Uri;
  readonly page: PageParts;
  readonly catalog: Pick<Catalog, 'find'>;
  readonly timeline: LiveTimeline;
  readonly mask: Pick<Mask, 'on' | 'onDidChange'>;
  /** Does what the person asked for. True when it was done. Shows failures itself. */
  readonly handle: (panel: TimelinePanel, intent: TimelineIntent) => Promise<boolean>;
}

/** A webview that shows the timeline of a referral's engagement. */
export class TimelinePanel implements vscode.Disposable {
  readonly connection: ConnectionId;
  /** Lower case. */
  readonly id: string;
  readonly #view: vscode.WebviewPanel;
  readonly #tools: TimelineTools;
  readonly #lifetime = new Lifetime();
  readonly #ended = new Emitter<void>();
  readonly #drawn = this.#lifetime.add(new Emitter<number>());
  #revision = 0;
  #painted = 0;
  #listens = false;

  readonly onDidDispose = this.#ended.event;

  constructor(view: vscode.WebviewPanel, connection: ConnectionId, id: string, tools: TimelineTools) {
    const { timeline, mask, extension } = tools;
    this.#view = view;
    this.connection = connection;
    this.id = id.toLowerCase();
    this.#tools = tools;
    this.#lifetime.add(timeline);
    this.#lifetime.add(view.onDidDispose(() => this.dispose()));
    this.#lifetime.add(view.onDidChangeViewState(() => timeline.watch(view.visible)));
    this.#lifetime.add(view.webview.onDidReceiveMessage((message: FromTimeline) => this.#receive(message)));
    this.#lifetime.add(timeline.onDidChange(() => this.#redraw()));
    this.#lifetime.add(
      mask.onDidChange(() => {
        // The title at once; what is drawn only if it is another now.
        this.#redraw();
        timeline.redraw();
      }),
    );
    if (view.webview.options.enableScripts !== true) view.webview.options = webviewOptions;
    view.iconPath = {
      light: vscode.Uri.joinPath(extension, 'media', 'referral-light.svg'),
      dark: vscode.Uri.joinPath(extension, 'media', 'referral-dark.svg'),
    };
    timeline.watch(view.visible);
    this.#updateTitle();
    view.webview.html = panelPage(tools.page, locale(), this.#newState(), vscode.l10n.bundle);
  }

  get failure(): Failure | undefined {
    return this.#tools.timeline.failure;
  }

  reveal(): void {
    this.#view.reveal();
  }

  /** Resolves with the failure, if it failed. */
  refresh(anew: boolean): Promise<Failure | undefined> {
    return this.#tools.timeline.refresh(anew);
  }

  /**
   * Resolves when the newest state was painted, when the panel is closed or hidden, since it may never paint then, or
   * after `paintTimeout`.
   */
  async painted(): Promise<void> {
    const isDone = (): boolean => this.#lifetime.ended || !this.#view.visible || this.#painted >= this.#revision;
    if (isDone()) return;
    await new Promise<void>((resolve) => {
      const listening = new Lifetime();
      const look = (): void => {
        if (!isDone()) return;
        listening.dispose();
        resolve();
      };
      listening.add(this.#drawn.event(look));
      listening.add(this.#ended.event(look));
      listening.add(this.#view.onDidChangeViewState(look));
      listening.add(
        systemClock.after(paintTimeout, () => {
          listening.dispose();
          resolve();
        }),
      );
    });
  }

  dispose(): void {
    if (this.#lifetime.ended) return;
    this.#lifetime.dispose();
    this.#view.dispose();
    this.#ended.fire();
    this.#ended.dispose();
  }

  #receive(message: FromTimeline): void {
    switch (message.type) {
      case 'ready':
        this.#listens = true;
        return message.revision === this.#revision ? undefined : this.#redraw();
      case 'rendered':
        this.#painted = message.revision;
        return this.#drawn.fire(message.revision);
      case 'intent':
        void this.#settle(message.request, message.intent);
    }
  }

  async #settle(request: number, intent: TimelineIntent): Promise<void> {
    const ok = await this.#tools.handle(this, intent);
    this.#post({ type: 'settled', request, ok });
  }

  #redraw(): void {
    this.#updateTitle();
    const state = this.#newState();
    if (this.#listens) this.#post(state);
  }

  #newState(): TimelineStateMessage {
    const { connection, id } = this;
    const { catalog, mask, timeline } = this.#tools;
    const summary = catalog.find(connection, id)?.summary;
    const { content, failure, refreshing } = timeline;
    const state = {
      connection,
      id,
      title: !summary || mask.on ? vscode.l10n.t('Referral {0}…', id.slice(0, 8)) : titleOf(summary),
      drawing: content && layOut(content),
      notes: content?.notes ?? [],
      refreshing,
      live: connection === 'sandbox',
      failure: failure && explain(failure, connection),
    };
    return { type: 'state', revision: ++this.#revision, locale: locale(), state };
  }

  #updateTitle(): void {
    const { catalog, mask } = this.#tools;
    const { connection, id } = this;
    const title = vscode.l10n.t(
      'Timeline: {0}',
      panelTitle(connection, id, catalog.find(connection, id)?.summary, mask.on),
    );
    if (this.#view.title !== title) this.#view.title = title;
  }

  #post(message: ToTimeline): void {
    if (!this.#lifetime.ended) void this.#view.webview.postMessage(message);
  }
}
