import * as vscode from 'vscode';
import { singleFlight } from '../../base/async.ts';
import { Lifetime } from '../../base/lifetime.ts';
import type { Failure } from '../../api/failure.ts';
import type { Connections } from '../../services/connection.ts';
import type { ListState, ReferralList } from '../../services/referralList.ts';
import type { Failures } from '../failures/failures.ts';
import { commands, contextKeys, innerCommands, views, type ListContext } from '../names.ts';
import type { Session } from '../connection/session.ts';
import { registerRowActions, type RowActionDeps } from './actions/index.ts';
import { registerBranches } from './branches/index.ts';
import type { Row } from './rows.ts';

export interface TreeDeps extends Omit<RowActionDeps, 'preview' | 'filterLike'> {
  readonly connections: Connections;
  readonly list: ReferralList;
  readonly session: Session;
  readonly failures: Failures;
}

export interface TreeRoom extends vscode.Disposable {
  /** A person can see it now. */
  readonly visible: boolean;
}

/** The side panel: the list's rows, loaded when the view is first seen; what went wrong stands in the view itself. */
export function registerTree(deps: TreeDeps): TreeRoom {
  const { list, session, connections } = deps;
  const lifetime = new Lifetime();
  const changed = lifetime.add(new vscode.EventEmitter<Row | undefined>());
  const branches = lifetime.add(registerBranches(deps, (row) => changed.fire(row)));
  const items = singleFlight(() => import('./items.ts'), { keep: true });
  const provider: vscode.TreeDataProvider<Row> = {
    onDidChangeTreeData: changed.event,
    getTreeItem: async (row) => (await items()).treeItemOf(row, branches.factsOf(row)),
    resolveTreeItem: async (item, row) => (await items()).withTooltip(item, row),
    getChildren: (row) => {
      if (row) return branches.childrenOf(row);
      const context = contextOf(list.state, connections, session);
      // Where nothing of the list is shown, welcome content is, which needs the view to be empty.
      const sections = context === 'signedOut' || context === 'empty' ? [] : branches.sections(list.state.connection);
      return [...sections, ...rowsOf(list.state, context)];
    },
    getParent: (row) => ('parent' in row ? row.parent : undefined),
  };
  const view = lifetime.add(
    vscode.window.createTreeView(views.referrals, {
      treeDataProvider: provider,
      canSelectMany: true,
      showCollapseAll: true,
    }),
  );
  lifetime.add(registerRowActions({ ...deps, filterLike: () => undefined }, view));
  const badge = singleFlight(
    async () => lifetime.add(new (await import('./expiryBadge.ts')).ExpiryBadge(view, () => list.state.items)),
    { keep: true },
  );
  const updateBadge = (): void => {
    if (view.badge || list.state.items.length > 0) void badge().then((each) => each.update());
  };

  const load = async (): Promise<void> => {
    // The sign-in is asked for, silently, before a request that could only be refused.
    if (connections.current.needsSignIn && (await session.look()).kind === 'signedOut') return draw();
    if (list.state.phase === 'new') await list.refresh();
  };
  const loadIfSeen = (): void => {
    if (!view.visible || list.state.phase !== 'new') return;
    // A sign-in provider may take its time to say that there is nobody.
    void vscode.window.withProgress({ location: { viewId: views.referrals } }, () => deps.failures.guard(load));
  };
  const draw = (): void => {
    view.description =
      connections.current.id === 'sandbox' ? vscode.l10n.t('Sandbox') : vscode.l10n.t('Partner Center');
    void showContext(contextOf(list.state, connections, session));
    const asked = list.state;
    void messageOf(asked).then((message) => {
      if (list.state === asked) view.message = message;
    });
    updateBadge();
    changed.fire(undefined);
  };
  let drawn: ListState | undefined;
  lifetime.add(
    list.onDidChange((state) => {
      trackProgress(state);
      if (drawn === undefined || state.items !== drawn.items || differs(state, drawn)) draw();
      drawn = state;
      loadIfSeen();
    }),
  );
  let finish: (() => void) | undefined;
  const trackProgress = (state: ListState): void => {
    if (state.phase === 'loading' && !finish) {
      const loading = new Promise<void>((resolve) => (finish = resolve));
      void vscode.window.withProgress({ location: { viewId: views.referrals } }, () => loading);
    } else if (state.phase !== 'loading') {
      finish?.();
      finish = undefined;
    }
  };
  lifetime.add(
    session.onDidChange(({ left, entered }) => {
      if (!connections.current.needsSignIn) return;
      if (left || entered) list.reset();
      else draw();
    }),
  );
  lifetime.add(view.onDidChangeVisibility(loadIfSeen));
  lifetime.add(view.onDidChangeVisibility(updateBadge));
  lifetime.add({ dispose: () => finish?.() });
  draw();
  loadIfSeen();
  return {
    get visible() {
      return view.visible;
    },
    dispose: () => lifetime.dispose(),
  };
}

function rowsOf(state: ListState, context: ListContext): Row[] {
  if (context === 'failed') return helpRows(state.failure);
  const rows: Row[] = state.items.map((summary) => ({
    kind: 'referral',
    id: summary.id,
    connection: state.connection,
    summary,
  }));
  return state.hasMore ? [...rows, { kind: 'more', loaded: rows.length }] : rows;
}

const signInHelps: ReadonlySet<Failure['kind']> = new Set(['unauthenticated', 'mfaRequired', 'claimsChallenge']);

/** Rows, since VS Code shows welcome content only where a view has no message. */
function helpRows(failure: Failure | undefined): Row[] {
  const row = (label: string, icon: string, command: string): Row => ({ kind: 'help', label, icon, command });
  return [
    row(vscode.l10n.t('Try again'), 'refresh', commands.refresh),
    row(vscode.l10n.t('Diagnose connection'), 'pulse', commands.diagnoseConnection),
    ...(failure && signInHelps.has(failure.kind)
      ? [row(vscode.l10n.t('Sign in again'), 'account', innerCommands.signInAgain)]
      : []),
    ...(failure && 'answer' in failure
      ? [row(vscode.l10n.t('Show the answer'), 'json', innerCommands.showListAnswer)]
      : []),
    row(vscode.l10n.t('Switch connection'), 'plug', commands.switchConnection),
    row(vscode.l10n.t('Show log'), 'output', commands.showLog),
  ];
}

function differs(a: ListState, b: ListState): boolean {
  return a.phase !== b.phase || a.hasMore !== b.hasMore || a.failure !== b.failure || a.notices !== b.notices;
}

function contextOf(state: ListState, connections: Connections, session: Session): ListContext {
  if (state.items.length > 0) return 'rows';
  if (connections.current.needsSignIn && session.state.kind === 'signedOut') return 'signedOut';
  if (state.failure?.kind === 'signedOut') return 'signedOut';
  if (state.phase === 'failed') return 'failed';
  return state.phase === 'ready' ? 'empty' : 'loading';
}

/** The one place that sets our context key. */
async function showContext(context: ListContext): Promise<void> {
  await vscode.commands.executeCommand('setContext', contextKeys.list, context);
}

async function messageOf(state: ListState): Promise<string> {
  const parts: string[] = [];
  if (state.connection === 'sandbox' && state.items.length > 0) parts.push(vscode.l10n.t('Sandbox data, not live.'));
  // Without rows the welcome content says it.
  if (state.failure && (state.failure.kind !== 'signedOut' || state.items.length > 0)) {
    const { explain, inOneLine } = await import('../../services/explanation.ts');
    parts.push(inOneLine(explain(state.failure, state.connection)));
  }
  for (const notice of state.notices) {
    parts.push(
      notice.kind === 'brokenPaging'
        ? vscode.l10n.t('The server’s link to more referrals leads nowhere new; what was loaded is shown.')
        : vscode.l10n.t('{0} referrals of the list can’t be read and are left out.', notice.count),
    );
  }
  return parts.join(' ');
}
