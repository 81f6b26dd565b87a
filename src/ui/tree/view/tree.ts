import * as vscode from 'vscode';
import { systemClock, type Clock } from '../../../base/alarm.ts';
import { Lifetime } from '../../../base/lifetime.ts';
import { TimedChanges } from '../../../base/timedChanges.ts';
import { nextReasonChange } from '../../../services/list/attention.ts';
import { isFiltering } from '../../../services/list/arrangement.ts';
import { Browsing } from '../../../services/list/browsing.ts';
import { textIndexOf } from '../../../services/search/textIndex.ts';
import { NextChange } from '../../../services/list/nextChange.ts';
import { NewsWatch } from '../../../services/list/poller.ts';
import { listContext, type ListContext } from '../../../services/list/listContext.ts';
import type { ListState } from '../../../services/list/listState.ts';
import { ReferralList } from '../../../services/list/referralList.ts';
import { messageChange } from '../../../services/list/waiting.ts';
import { locale } from '../../locale.ts';
import { contextKeys, innerCommands, settings, views } from '../../names.ts';
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
import { viewMessage } from './viewMessage.ts';

export interface Tree extends vscode.Disposable {
  readonly browsing: Browsing;
  readonly persistence: ListPersistence;
  readonly provider: Required<Pick<vscode.TreeDataProvider<Row>, 'getTreeItem' | 'getChildren' | 'getParent'>> & {
    resolveTreeItem(item: vscode.TreeItem, row: Row): Promise<vscode.TreeItem>;
  };
}

/** Prefix of the keys of rows in `TimedChanges`. */
const rowKeys = 'row ';

/** Creates the content of the side panel. `fire` redraws rows; undefined redraws all. */
export function createTree(deps: TreeDeps, view: vscode.TreeView<Row>, fire: (rows: Row[] | undefined) => void): Tree {
  const { session, connections, catalog, clocks } = deps;
  /** The time of the server, in ms since 1970. */
  const now = (): number => clocks.now(connections.current.id);
  const serverClock: Clock = { ...systemClock, now };
  const lifetime = new Lifetime();
  const list = lifetime.add(new ReferralList(connections, catalog));
  const browsing = lifetime.add(
    new Browsing(
      list,
      deps.memory,
      locale(),
      (item) => textIndexOf(catalog.of(list.state.connection)).textOf(item),
      now,
    ),
  );
  const times = lifetime.add(new TimedChanges(serverClock));
  const messageTimes = lifetime.add(new TimedChanges(systemClock));
  const redraw = new BatchedRedraw((some) => {
    // All rows that are drawn are scheduled again.
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
  const context = (): ListContext =>
    listContext(list.state, {
      signedOut: connections.current.needsSignIn && session.state.kind === 'signedOut',
      filtering: isFiltering(browsing.arrangement.filter),
    });

  const top = async (): Promise<Row[]> => {
    const { state } = list;
    const shows = context();
    // Welcome content is shown, which requires an empty view.
    if (shows === 'signedOut' || shows === 'empty') return [];
    const sections = branches.sections(state.connection);
    if (shows === 'failed') return [...sections, ...(await helpRows(state.failure, state.connection))];
    const hidesAll = shows === 'rows' && browsing.shown === 0;
    more.loaded = state.items.length;
    return [...sections, ...(hidesAll ? nothingMatchesRows() : rows.top()), ...(state.hasMore ? [more] : [])];
  };

  const load = async (): Promise<void> => {
    // Checks the sign-in without a prompt before sending a request that would be refused.
    if (connections.current.needsSignIn && (await session.check()).kind === 'signedOut') return draw();
    browsing.setMyEmail(findMyEmail(browsing, session));
    const isNew = (): boolean => list.state.phase === 'new';
    if (isNew()) await persistence.restore();
    if (isNew()) await list.refresh();
  };
  let loading: Promise<unknown> | undefined;
  let again = false;
  const loadIfVisible = (): void => {
    if (!view.visible || list.state.phase !== 'new') return;
    // The connection or the account changed, so the running load has no effect.
    if (loading) {
      again = true;
      return;
    }
    again = false;
    // The sign-in provider may need some time.
    loading = Promise.resolve(
      vscode.window.withProgress({ location: { viewId: views.referrals } }, () =>
        deps.failures.guard(load, undefined, { action: 'loadList' }),
      ),
    ).finally(() => {
      loading = undefined;
      if (again) loadIfVisible();
    });
  };

  const drawMessage = (): void => {
    const [state, arrangement, here] = [list.state, browsing.arrangement, Date.now()];
    messageTimes.set('message', messageChange(state, here), drawMessage);
    const drawn = context();
    void viewMessage(browsing, drawn, { now: here, clockAhead: clocks.ahead(state.connection) }).then((message) => {
      if (list.state !== state || browsing.arrangement !== arrangement || context() !== drawn) return;
      set(view, 'message', message);
    });
  };
  const reasons = new NextChange(nextReasonChange);
  const drawBadge = (): void => {
    times.set(
      'attention',
      browsing.arrangement.filter.needsAttention ? reasons.after(now(), list.state.items) : undefined,
      () => browsing.timePassed(),
    );
    times.set('badge', updateExpiryBadge(view, list.state.items, now()), drawBadge);
  };
  /** Schedules a redraw of the row at the given time, in ms since 1970. */
  const scheduleRedraw = (row: ReferralRow, moment: number | undefined): void => {
    times.set(`${rowKeys}${treeIdOf(row)}`, moment, () => redraw.add([row]));
  };
  /** Updates everything except the rows. */
  const updateView = (): void => {
    const { current } = connections;
    set(view, 'description', current.id === 'sandbox' ? vscode.l10n.t('Sandbox') : vscode.l10n.t('Partner Center'));
    void vscode.commands.executeCommand('setContext', contextKeys.list, context());
    void vscode.commands.executeCommand('setContext', contextKeys.filtered, isFiltering(browsing.arrangement.filter));
    void vscode.commands.executeCommand('setContext', contextKeys.more, list.state.hasMore);
    drawMessage();
    drawBadge();
  };
  const draw = (): void => {
    updateView();
    redraw.add(undefined);
  };

  let drawn: string | undefined;
  lifetime.add(
    browsing.onDidChange(({ state, rows: change }) => {
      progress.track(state);
      rows.use(state.connection);
      if (state.items.length === 0) rows.clear();
      const changed = rows.changed(change);
      updateView();
      // State of the rows at the top that don't belong to the list.
      const frame = JSON.stringify([context(), state.connection, state.hasMore, browsing.shown === 0]);
      if (frame !== drawn || context() === 'failed') redraw.add(undefined);
      else redraw.add(changed);
      drawn = frame;
      if (state.hasMore && more.loaded !== state.items.length) redraw.add([more]);
      more.loaded = state.items.length;
      watch.reschedule();
      loadIfVisible();
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
  const updateTimers = (): void => {
    watch.watch(view.visible && vscode.window.state.focused);
    // Timers may be late, e.g. after the machine was asleep.
    times.check();
    messageTimes.check();
  };
  const showTimes = (): void => {
    times.show(view.visible);
    messageTimes.show(view.visible);
  };
  lifetime.add(
    clocks.onDidChange(() => {
      browsing.timePassed();
      draw();
      times.check();
    }),
  );
  // The clock of another server may be ahead.
  lifetime.add(connections.onDidChange(() => times.check()));
  lifetime.add(
    vscode.Disposable.from(
      registerChangedMark(),
      view.onDidChangeVisibility(() => {
        loadIfVisible();
        showTimes();
        updateTimers();
      }),
      vscode.window.onDidChangeWindowState(updateTimers),
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
  showTimes();
  updateTimers();
  loadIfVisible();
  return {
    browsing,
    persistence,
    provider: {
      getTreeItem: (row) => {
        if (row.kind === 'referral') scheduleRedraw(row, rowChange(row, now()));
        const changed = row.kind === 'referral' && list.state.changed.has(row.id);
        return treeItemOf(row, { ...branches.factsOf(row), changed, heading: rows.headingOf(row), now: now() });
      },
      resolveTreeItem: (item, row) => {
        // VS Code keeps a tooltip until its row is redrawn.
        if (row.kind === 'referral') scheduleRedraw(row, rowAndTooltipChange(row, now()));
        return withTooltip(item, row, now());
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

/** Combines redraws of the same tick into one event, since VS Code requests the rows for each event. */
class BatchedRedraw {
  readonly #fire: (rows: Row[] | undefined) => void;
  #waiting: Set<Row> | 'all' | undefined;

  constructor(fire: (rows: Row[] | undefined) => void) {
    this.#fire = fire;
  }

  /** Redraws these rows; undefined redraws all. */
  add(rows: readonly Row[] | undefined): void {
    if (rows?.length === 0) return;
    if (this.#waiting === undefined) queueMicrotask(() => this.#flush());
    if (rows === undefined || this.#waiting === 'all') this.#waiting = 'all';
    else this.#waiting = new Set([...(this.#waiting ?? []), ...rows]);
  }

  #flush(): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) this.#fire(waiting === 'all' ? undefined : [...waiting]);
  }
}

/** The progress bar at the top of the view while the list loads. */
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

/** Sets a property if it differs. Each assignment is sent to the workbench, even if the value is the same. */
function set(view: vscode.TreeView<Row>, name: 'message' | 'description', value: string): void {
  if (view[name] !== value) view[name] = value;
}
