import * as vscode from 'vscode';
import { ApiError } from '../../api/failure.ts';
import { Lifetime } from '../../base/lifetime.ts';
import type { ConnectionId } from '../../protocol/panel.ts';
import type { TimelineIntent } from '../../protocol/timeline.ts';
import type { Versions } from '../../services/catalog/versions.ts';
import { SandboxControl } from '../../services/connection/sandboxControl.ts';
import { LiveTimeline } from '../../services/timeline/liveTimeline.ts';
import { columnForPanel, showReferral } from '../commands/opener.ts';
import { webviews } from '../names.ts';
import { panelTitle } from '../panel/panelTitle.ts';
import type { PageParts } from '../panel/page.ts';
import { webviewOptions } from '../panel/referralPanel.ts';
import type { TimelineDeps } from './registerTimelines.ts';
import { TimelinePanel } from './timelinePanel.ts';

/** All open timelines. No two of them are of the same referral of the same connection. */
export class Timelines implements vscode.Disposable {
  readonly #deps: TimelineDeps;
  readonly #page: PageParts;
  readonly #versions: Pick<Versions, 'of'>;
  readonly #lifetime = new Lifetime();
  readonly #open = new Set<TimelinePanel>();

  constructor(deps: TimelineDeps, versions: Pick<Versions, 'of'>, page: Omit<PageParts, 'title'>) {
    this.#deps = deps;
    this.#versions = versions;
    this.#page = { ...page, title: vscode.l10n.t('Timeline') };
  }

  /** Resolves when it has painted what is known, or why nothing is. */
  async show(connection: ConnectionId, id: string): Promise<void> {
    const open = this.#find(connection, id);
    open?.reveal();
    const panel = open ?? this.#create(connection, id);
    await panel.refresh(false);
    await panel.painted();
  }

  /** Restores a panel after a reload of the window. Never prompts. */
  restore(view: vscode.WebviewPanel, state: unknown): void {
    const { id, connection } = (state ?? {}) as { readonly id?: unknown; readonly connection?: unknown };
    const isKnown = connection === 'sandbox' || connection === 'partner-center';
    if (typeof id !== 'string' || !isKnown || this.#find(connection, id)) {
      view.dispose();
      return;
    }
    void this.#adopt(view, connection, id).refresh(false);
  }

  dispose(): void {
    for (const panel of this.#open) panel.dispose();
    this.#lifetime.dispose();
  }

  #find(connection: ConnectionId, id: string): TimelinePanel | undefined {
    const wanted = id.toLowerCase();
    return [...this.#open].find((panel) => panel.connection === connection && panel.id === wanted);
  }

  #create(connection: ConnectionId, id: string): TimelinePanel {
    const { catalog, mask } = this.#deps;
    const title = panelTitle(connection, id, catalog.find(connection, id)?.summary, mask.on);
    const place = { viewColumn: columnForPanel(), preserveFocus: false };
    const options = { ...webviewOptions, enableFindWidget: true };
    return this.#adopt(vscode.window.createWebviewPanel(webviews.timeline, title, place, options), connection, id);
  }

  #adopt(view: vscode.WebviewPanel, connection: ConnectionId, id: string): TimelinePanel {
    const { catalog, sandbox, windowCalls, mask, log, extension } = this.#deps;
    const timeline = new LiveTimeline({
      connection,
      id,
      sources: {
        catalog,
        windowCalls,
        versions: this.#versions,
        control: async () => new SandboxControl(await sandbox.url()),
      },
      masked: () => mask.on,
      onDidChangeCatalog: catalog.onDidChange,
      onDidCall: windowCalls.onDidChange,
      onMistake: (error) => log.error('Unexpected error', error),
    });
    const handle = (panel: TimelinePanel, intent: TimelineIntent): Promise<boolean> => this.#handle(panel, intent);
    const panel = new TimelinePanel(view, connection, id, {
      extension,
      page: this.#page,
      catalog,
      timeline,
      mask,
      handle,
    });
    this.#open.add(panel);
    panel.onDidDispose(() => this.#open.delete(panel));
    return panel;
  }

  async #handle(panel: TimelinePanel, intent: TimelineIntent): Promise<boolean> {
    const { failures } = this.#deps;
    const { connection } = panel;
    let done = false;
    await failures.guard(async () => {
      switch (intent.name) {
        case 'refresh':
          done = (await panel.refresh(true)) === undefined;
          break;
        case 'copyValue':
          await vscode.env.clipboard.writeText(intent.value);
          done = true;
          break;
        case 'openReferral':
          await showReferral(this.#deps, connection, intent.id, 'panel', { column: vscode.ViewColumn.Beside });
          done = true;
          break;
        case 'failureAction': {
          const { failure } = panel;
          if (!failure) return;
          const retry = async (): Promise<void> => {
            const again = await panel.refresh(true);
            if (again?.kind === 'signedOut') throw new ApiError(again);
          };
          await failures.act(intent.action, failure, { connection, retry });
          done = true;
        }
      }
    }, connection);
    return done;
  }
}
