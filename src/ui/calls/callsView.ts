import * as vscode from 'vscode';
import { systemClock } from '../../base/alarm.ts';
import type { Disposable } from '../../base/lifetime.ts';
import { Lifetime } from '../../base/lifetime.ts';
import { CallRows, rowsMore, type CallRow, type SectionId } from '../../services/calls/callRows.ts';
import { SandboxCalls } from '../../services/calls/sandboxCalls.ts';
import { contextKeys, views, type CallsContext } from '../names.ts';
import { readSettings } from '../settings.ts';
import { CallDocuments } from './callDocuments.ts';
import { callItemOf } from './callItems.ts';
import type { CallsDeps } from './registerCalls.ts';

/** An integration may send hundreds of calls a second; the view is drawn no more often than this, in ms. */
const pace = 250;

/** What the view of calls shows. */
export class CallsView implements Disposable {
  readonly #deps: CallsDeps;
  readonly #view: vscode.TreeView<CallRow>;
  readonly #fire: () => void;
  readonly #lifetime = new Lifetime();
  readonly #sandbox: SandboxCalls;
  readonly #documents: CallDocuments;
  readonly #progress: Progress;
  #rows: CallRows | undefined;
  #caller: { readonly key: string; readonly label: string } | undefined;
  #shown: Readonly<Partial<Record<SectionId, number>>> = {};
  #waiting: Disposable | undefined;
  #changed = false;

  /** @param fire draws all rows anew */
  constructor(deps: CallsDeps, view: vscode.TreeView<CallRow>, fire: () => void) {
    this.#deps = deps;
    this.#view = view;
    this.#fire = fire;
    const { sandbox, windowCalls } = deps;
    this.#sandbox = this.#lifetime.add(new SandboxCalls({ sandbox, url: () => readSettings.sandbox().url }));
    this.#documents = this.#lifetime.add(new CallDocuments(() => this.rows));
    this.#progress = this.#lifetime.add(new Progress());
    this.#lifetime.add(
      vscode.Disposable.from(
        this.#sandbox.onDidChange(() => this.#change()),
        windowCalls.onDidChange(() => this.#change()),
        vscode.workspace.onDidChangeConfiguration((event) => {
          if (event.affectsConfiguration('partnerReferrals.sandbox')) this.#sandbox.reconnect();
        }),
        view.onDidChangeVisibility(() => {
          this.#sandbox.watch(view.visible);
          if (view.visible) this.#draw();
        }),
        { dispose: () => this.#waiting?.dispose() },
      ),
    );
    this.#sandbox.watch(view.visible);
    this.#draw();
  }

  /** As of now. */
  get rows(): CallRows {
    return (this.#rows ??= new CallRows(
      { sandbox: this.#sandbox.state, window: this.#deps.windowCalls.list, caller: this.#caller?.key },
      this.#shown,
    ));
  }

  /** The key of the only caller that is shown; undefined: all. */
  get caller(): string | undefined {
    return this.#caller?.key;
  }

  item(row: CallRow): vscode.TreeItem {
    return callItemOf(row, this.rows);
  }

  children(row: CallRow | undefined): CallRow[] {
    return row ? this.rows.below(row) : this.rows.top();
  }

  filter(caller: { readonly key: string; readonly label: string } | undefined): void {
    this.#caller = caller;
    this.#draw();
  }

  showMore(section: SectionId): void {
    this.#shown = { ...this.#shown, [section]: (this.#shown[section] ?? 0) + rowsMore };
    this.#draw();
  }

  /** Asks a sandbox elsewhere. */
  async refresh(): Promise<void> {
    await this.#sandbox.refresh();
    this.#draw();
  }

  /** Clears the calls and findings of the sandbox, and the calls of this window. */
  async clear(): Promise<void> {
    this.#shown = {};
    this.#deps.windowCalls.clear();
    await this.#sandbox.clear();
    this.#draw();
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  #change(): void {
    this.#rows = undefined;
    this.#changed = true;
    if (!this.#waiting) this.#draw();
  }

  #draw(): void {
    this.#rows = undefined;
    this.#changed = false;
    this.#waiting?.dispose();
    this.#waiting = systemClock.after(pace, () => {
      this.#waiting = undefined;
      if (this.#changed) this.#draw();
    });
    this.#documents.update();
    if (!this.#view.visible) return;
    const { kind } = this.#sandbox.state;
    this.#progress.show(kind === 'loading');
    const context: CallsContext = !this.rows.isEmpty
      ? 'rows'
      : kind === 'stopped' || kind === 'loading'
        ? kind
        : 'empty';
    void vscode.commands.executeCommand('setContext', contextKeys.calls, context);
    void vscode.commands.executeCommand('setContext', contextKeys.callsFiltered, this.#caller !== undefined);
    const description = this.#caller?.label ?? '';
    if (this.#view.description !== description) this.#view.description = description;
    this.#fire();
  }
}

/** The moving line at the top of the view. */
class Progress implements Disposable {
  #finish: (() => void) | undefined;

  show(shown: boolean): void {
    if (!shown) this.dispose();
    else if (!this.#finish) {
      const loading = new Promise<void>((resolve) => (this.#finish = resolve));
      void vscode.window.withProgress({ location: { viewId: views.calls } }, () => loading);
    }
  }

  dispose(): void {
    this.#finish?.();
    this.#finish = undefined;
  }
}
