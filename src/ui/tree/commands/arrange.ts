import * as vscode from 'vscode';
import { groupings, sortings, usualDirection, type GroupBy, type Sorting } from '../../../services/list/arrangement.ts';
import type { Browsing } from '../../../services/list/browsing.ts';
import type { Session } from '../../../auth/session.ts';
import { locale } from '../../locale.ts';
import { askForMyEmail, findMyEmail } from './myEmail.ts';

export interface ArrangeDeps {
  readonly browsing: Browsing;
  readonly session: Session;
}

export async function groupBy({ browsing }: ArrangeDeps): Promise<void> {
  const now = browsing.arrangement.groupBy;
  const picked = await vscode.window.showQuickPick(
    groupings.map((by) => ({ by, label: groupingTitle(by), ...marks(by === now) })),
    { title: vscode.l10n.t('Group Referrals By') },
  );
  if (picked) browsing.arrange({ groupBy: picked.by });
}

/** Asks for a property and a direction. Each property has both directions, the usual one first. */
export async function sortBy({ browsing }: ArrangeDeps): Promise<void> {
  const now = browsing.arrangement.sort;
  const picked = await vscode.window.showQuickPick(
    sortings.flatMap((by) => {
      const usual = usualDirection(by);
      return [usual, { by, descending: !usual.descending }].map((sort) => ({
        sort,
        label: sortingTitle(sort),
        ...marks(
          sort.by === now.by && sort.descending === now.descending,
          by === 'value' ? vscode.l10n.t('within each currency') : undefined,
        ),
      }));
    }),
    { title: vscode.l10n.t('Sort Referrals By') },
  );
  if (picked) browsing.arrange({ sort: picked.sort });
}

function marks(isCurrent: boolean, remark?: string): { description?: string } {
  const parts = [isCurrent ? vscode.l10n.t('current') : undefined, remark].filter((part) => part !== undefined);
  return parts.length > 0 ? { description: parts.join(' · ') } : {};
}

function groupingTitle(by: GroupBy): string {
  const titles: Readonly<Record<GroupBy, string>> = {
    status: vscode.l10n.t('Status'),
    engagement: vscode.l10n.t('Engagement'),
    customer: vscode.l10n.t('Customer'),
    category: vscode.l10n.t('Category'),
    country: vscode.l10n.t('Country'),
    closeMonth: vscode.l10n.t('Close month'),
    none: vscode.l10n.t('No grouping'),
  };
  return titles[by];
}

function sortingTitle({ by, descending }: Sorting): string {
  const titles: Readonly<Record<Sorting['by'], readonly [up: string, down: string]>> = {
    updated: [vscode.l10n.t('Updated, oldest first'), vscode.l10n.t('Updated, newest first')],
    created: [vscode.l10n.t('Created, oldest first'), vscode.l10n.t('Created, newest first')],
    expiry: [vscode.l10n.t('Expiry, soonest first'), vscode.l10n.t('Expiry, latest first')],
    value: [vscode.l10n.t('Value, smallest first'), vscode.l10n.t('Value, largest first')],
    name: [vscode.l10n.t('Name, A to Z'), vscode.l10n.t('Name, Z to A')],
  };
  return titles[by][descending ? 1 : 0];
}

/**
 * Shows only referrals with the user on the team, or all again. Asks for the user's e-mail address if it is unknown.
 */
export async function toggleMine(deps: ArrangeDeps): Promise<void> {
  const { browsing } = deps;
  if (browsing.arrangement.filter.mine) return browsing.filter({ mine: false });
  if (await ensureMyEmail(deps)) browsing.filter({ mine: true });
}

export function toggleAttention({ browsing }: ArrangeDeps): void {
  browsing.filter({ needsAttention: !browsing.arrangement.filter.needsAttention });
}

/** Determines the user's e-mail address, if necessary by asking. False if it remains unknown. */
export async function ensureMyEmail({ browsing, session }: ArrangeDeps): Promise<boolean> {
  const known = findMyEmail(browsing, session);
  const email = known ?? (await askForMyEmail(browsing));
  if (email === undefined) return false;
  if (known === undefined) browsing.rememberEmail(email);
  browsing.setMyEmail(email);
  return true;
}

/**
 * Loads page by page, with a progress notification, until there are no more pages, a request fails, or the user
 * cancels.
 */
export async function loadAll({ browsing: { list } }: ArrangeDeps): Promise<void> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Loading all referrals'),
    cancellable: true,
  };
  await vscode.window.withProgress(options, async (progress, cancellation) => {
    const stop = new AbortController();
    cancellation.onCancellationRequested(() => stop.abort());
    await list.loadAll(stop.signal, (loaded) => {
      progress.report({ message: vscode.l10n.t('{0} loaded', loaded.toLocaleString(locale())) });
    });
  });
}
