import * as vscode from 'vscode';
import { systemClock } from '../../../base/alarm.ts';
import { Lifetime } from '../../../base/lifetime.ts';
import { TimedChanges } from '../../../base/timedChanges.ts';
import { nextReasonChange } from '../../../services/list/attention.ts';
import { isFiltering } from '../../../services/list/arrangement.ts';
import { Browsing } from '../../../services/list/browsing.ts';
import { textIndexOf } from '../../../services/search/textIndex.ts';
import { NewsWatch } from '../../../services/list/poller.ts';
import type { ListState } from '../../../services/list/listState.ts';
import { ReferralList } from '../../../services/list/referralList.ts';
import { locale } from '../../locale.ts';
import { contextKeys, innerCommands, settings, views, type ListContext } from '../../names.ts';
import { readSettings } from '../../settings.ts';
import { registerBranches } from '../items/lazyBranches.ts';
import { registerChangedMark } from '../items/changedMark.ts';
import { updateExpiryBadge } from './expiryBadge.ts';
import { helpRows, nothingMatchesRows } from '../items/helpRows.ts';
import type { TreeDeps } from '../registerTree.ts';
import { treeItemOf, withTooltip } from '../items/treeItems.ts';
import { ListPersistence } from './persistence.ts';
import { ListRows } from '../items/listRows.ts';
import { findMyEmail } from '../commands/myEmail.ts';
import { rowAndTooltipChange, rowChange } from '../items/rowTimes.ts';
import { treeIdOf, type ReferralRow, type Row } from '../items/rows.ts';
import { viewMessage, viewMessageChange } from './viewMessage.ts';

export interface Tree extends vscode.Disposable {
  readonly browsing: Browsing;
  readonly persistence: ListPersistence;
  readonly provider: Required<Pick<vscode.TreeDataProvider<Row>, 'getTreeItem' | 'getChildren' | 'getParent'>> & {
    resolveTreeItem(item: vscode.TreeItem, row: Row): Promise<vscode.TreeItem>;
  };
}

/** How the keys of rows begin among all that changes with time. */
const rowKeys = 'row ';

/** What the side panel shows. `fire` draws rows anew; without any, all. */
export function createTree(deps: TreeDeps, view: vscode.TreeView<Row>, fire: (rows: Row[] | undefined) => void): Tree {
  const { session, connections, catalog } = deps;
  const lifetime = new Lifetime();
  const list = lifetime.add(new ReferralList(connections, catalog));
  const browsing = lifetime.add(
    new Browsing(list, deps.memory, locale(), (item) => textIndexOf(catalog.of(list.state.connection)).textOf(item)),
  );
  const times = lifetime.add(new TimedChanges(systemClock));
  const redraw = new Redrawing((some) => {
    // All that is drawn then comes by again.
    if (some === undefined) times.forget(rowKeys);
    fire(some);
  });
  const rows = new ListRows(browsing, (connection, id) => catalog.find(connection, id)?.summary, list.state.connection);
  const branches = lifetime.add(registerBranches({ ...deps, list }, (row) => redraw.add(row && [row])));
  const persistence = lifetime.add(
    new ListPersistence({
      folder: deps.storage.fsPath,
      list,
      wanted: readSettings.cacheOnDisk,
      owner: () => {
        if (!connections.current.needsSignIn) {
          const { url, seedFile } = readSettings.sandbox();
          return { connection: 'sandbox', account: `${url} ${seedFile}` };
        }
        const { state } = session;
        return state.kind === 'signedIn'
          ? { connection: 'partner-center', account: `${state.account} ${state.tenant ?? ''}` }
          : undefined;
      },
    }),
  );
  const watch = lifetime.add(
    new NewsWatch({
      look: () => list.lookForNews(),
      asOf: () => list.state.asOf,
      minutes: readSettings.browseRefreshMinutes,
      clock: systemClock,
    }),
  );
  const more: { kind: 'more'; loaded: number } = { kind: 'more', loaded: 0 };
  const context = (): ListContext => {
    const { state } = list;
    if (state.items.length > 0) return 'rows';
    if (connections.current.needsSignIn && session.state.kind === 'signedOut') return 'signedOut';
    if (state.failure?.kind === 'signedOut') return 'signedOut';
    if (state.phase === 'failed') return 'failed';
    if (state.phase !== 'ready') return 'loading';
    // Nothing matches, which is something else than nothing being there.
    return isFiltering(browsing.arrangement.filter) ? 'rows' : 'empty';
  };

  const top = (): Row[] => {
    const { state } = list;
    const now = context();
    // Where nothing of the list is shown, welcome content is, which needs the view to be empty.
    if (now === 'signedOut' || now === 'empty') return [];
    const sections = branches.sections(state.connection);
    if (now === 'failed') return [...sections, ...helpRows(state.failure)];
    const hidesAll = now === 'rows' && browsing.shown === 0;
    more.loaded = state.items.length;
    return [...sections, ...(hidesAll ? nothingMatchesRows() : rows.top()), ...(state.hasMore ? [more] : [])];
  };

  const load = async (): Promise<void> => {
    // The sign-in is asked for, silently, before a request that could only be refused.
    if (connections.current.needsSignIn && (await session.check()).kind === 'signedOut') return draw();
    browsing.setMyEmail(findMyEmail(browsing, session));
    const isNew = (): boolean => list.state.phase === 'new';
    if (isNew()) await persistence.restore();
    if (isNew()) await list.refresh();
  };
  let loading: Promise<unknown> | undefined;
  let again = false;
  const loadIfSeen = (): void => {
    if (!view.visible || list.state.phase !== 'new') return;
    // The connection or the account changed under a load that will come to nothing.
    if (loading) {
      again = true;
      return;
    }
    again = false;
    // A sign-in provider may take its time to say that there is nobody.
    loading = Promise.resolve(
      vscode.window.withProgress({ location: { viewId: views.referrals } }, () => deps.failures.guard(load)),
    ).finally(() => {
      loading = undefined;
      if (again) loadIfSeen();
    });
  };

  const drawMessage = (): void => {
    const [state, arrangement, now] = [list.state, browsing.arrangement, Date.now()];
    times.set('message', viewMessageChange(state, now), drawMessage);
    void viewMessage(browsing, now).then((message) => {
      if (list.state === state && browsing.arrangement === arrangement) set(view, 'message', message);
    });
  };
  const drawBadge = (): void => {
    times.set(
      'attention',
      browsing.arrangement.filter.needsAttention ? nextReasonChange(list.state.items, Date.now()) : undefined,
      () => browsing.timePassed(),
    );
    times.set('badge', updateExpiryBadge(view, list.state.items, Date.now()), drawBadge);
  };
  /** A row that says something else once the moment has come is drawn anew then. */
  const drawAgainAt = (row: ReferralRow, moment: number | undefined): void => {
    times.set(`${rowKeys}${treeIdOf(row)}`, moment, () => redraw.add([row]));
  };
  /** All but the rows. */
  const drawFrame = (): void => {
    const { current } = connections;
    set(view, 'description', current.id === 'sandbox' ? vscode.l10n.t('Sandbox') : vscode.l10n.t('Partner Center'));
    void vscode.commands.executeCommand('setContext', contextKeys.list, context());
    void vscode.commands.executeCommand('setContext', contextKeys.filtered, isFiltering(browsing.arrangement.filter));
    void vscode.commands.executeCommand('setContext', contextKeys.more, list.state.hasMore);
    drawMessage();
    drawBadge();
  };
  const draw = (): void => {
    drawFrame();
    redraw.add(undefined);
  };

  let drawn: string | undefined;
  lifetime.add(
    browsing.onDidChange(({ state, rows: change }) => {
      progress.track(state);
      rows.use(state.connection);
      drawFrame();
      // What stands at the top beside the list's rows.
      const frame = JSON.stringify([context(), state.connection, state.hasMore, browsing.shown === 0]);
      if (frame !== drawn || context() === 'failed') redraw.add(undefined);
      else redraw.add(rows.changed(change));
      drawn = frame;
      if (state.hasMore && more.loaded !== state.items.length) redraw.add([more]);
      more.loaded = state.items.length;
      watch.reschedule();
      loadIfSeen();
    }),
  );
  const progress = lifetime.add(new Progress());
  lifetime.add(
    session.onDidChange(({ removed, added }) => {
      browsing.setMyEmail(findMyEmail(browsing, session));
      if (!connections.current.needsSignIn) return;
      if (removed || added) list.reset();
      else draw();
    }),
  );
  const look = (): void => {
    watch.watch(view.visible && vscode.window.state.focused);
    // The machine may have been asleep, and timers with it.
    times.check();
  };
  lifetime.add(
    vscode.Disposable.from(
      registerChangedMark(),
      view.onDidChangeVisibility(() => {
        loadIfSeen();
        times.show(view.visible);
        look();
      }),
      vscode.window.onDidChangeWindowState(look),
      view.onDidChangeSelection(({ selection }) => {
        for (const row of selection) if (row.kind === 'referral') list.markSeen(row.id);
      }),
      view.onDidCollapseElement(({ element }) => element.kind === 'group' && rows.setCollapsed(element, true)),
      view.onDidExpandElement(({ element }) => element.kind === 'group' && rows.setCollapsed(element, false)),
      vscode.commands.registerCommand(innerCommands.showMoreRows, (key: string) => {
        const row = rows.showMore(key);
        redraw.add(row && [row]);
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settings.browseRefreshMinutes)) watch.reschedule();
        if (event.affectsConfiguration(settings.browseMyEmail)) browsing.setMyEmail(findMyEmail(browsing, session));
      }),
    ),
  );
  browsing.setMyEmail(findMyEmail(browsing, session));
  draw();
  times.show(view.visible);
  look();
  loadIfSeen();
  return {
    browsing,
    persistence,
    provider: {
      getTreeItem: (row) => {
        const now = Date.now();
        if (row.kind === 'referral') drawAgainAt(row, rowChange(row, now));
        const changed = row.kind === 'referral' && list.state.changed.has(row.id);
        return treeItemOf(row, { ...branches.factsOf(row), changed, now });
      },
      resolveTreeItem: (item, row) => {
        const now = Date.now();
        // VS Code keeps a tooltip until its row is drawn anew.
        if (row.kind === 'referral') drawAgainAt(row, rowAndTooltipChange(row, now));
        return withTooltip(item, row, now);
      },
      getChildren: (row) => {
        if (!row) return top();
        return row.kind === 'group' ? rows.below(row) : branches.childrenOf(row);
      },
      getParent: (row) => ('parent' in row ? row.parent : rows.parentOf(row)),
    },
    dispose: () => lifetime.dispose(),
  };
}

/** What is to be drawn anew at once is told at once: VS Code asks for each telling. */
class Redrawing {
  readonly #fire: (rows: Row[] | undefined) => void;
  #waiting: Set<Row> | 'all' | undefined;

  constructor(fire: (rows: Row[] | undefined) => void) {
    this.#fire = fire;
  }

  /** Without rows: all. */
  add(rows: readonly Row[] | undefined): void {
    if (rows?.length === 0) return;
    if (this.#waiting === undefined) queueMicrotask(() => this.#tell());
    if (rows === undefined || this.#waiting === 'all') this.#waiting = 'all';
    else this.#waiting = new Set([...(this.#waiting ?? []), ...rows]);
  }

  #tell(): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) this.#fire(waiting === 'all' ? undefined : [...waiting]);
  }
}

/** The moving line at the top of the view, while the list loads. */
class Progress implements vscode.Disposable {
  #finish: (() => void) | undefined;

  track({ phase }: ListState): void {
    if (phase !== 'loading') this.dispose();
    else if (!this.#finish) {
      const loading = new Promise<void>((resolve) => (this.#finish = resolve));
      void vscode.window.withProgress({ location: { viewId: views.referrals } }, () => loading);
    }
  }

  dispose(): void {
    this.#finish?.();
    this.#finish = undefined;
  }
}

/** Each setting goes over to the workbench, also of what is there already. */
function set(view: vscode.TreeView<Row>, name: 'message' | 'description', value: string): void {
  if (view[name] !== value) view[name] = value;
}
