import * as vscode from 'vscode';
import type { ConnectionId } from '../../protocol/panel.ts';
import { expiresSoon, expiryOf } from '../../referral/lifeCycle.ts';
import { formatMoney } from '../../referral/money.ts';
import { isMicrosoftSide, titleOf, type ReferralSummary } from '../../referral/summary.ts';
import { relativeTime } from '../../referral/when.ts';
import { commands, innerCommands } from '../names.ts';
import { groupItem, type GroupRow } from './groupRow.ts';

/** A row of the side panel. The `id` of a referral's row is the referral's, so that rows can be passed to commands. */
export type Row =
  | {
      readonly kind: 'referral';
      readonly id: string;
      readonly connection: ConnectionId;
      readonly summary: ReferralSummary;
    }
  | GroupRow
  | { readonly kind: 'more'; readonly loaded: number }
  /** What helps when there is nothing but a failure to show. */
  | { readonly kind: 'help'; readonly label: string; readonly icon: string; readonly command: string };

export function treeItemOf(row: Row): vscode.TreeItem {
  switch (row.kind) {
    case 'referral':
      return referralItem(row.connection, row.summary);
    case 'group':
      return groupItem(row);
    case 'more':
      return moreItem(row.loaded);
    case 'help':
      return helpItem(row);
  }
}

/** Fills in what only a hovered row needs. */
export async function withTooltip(item: vscode.TreeItem, row: Row): Promise<vscode.TreeItem> {
  if (row.kind !== 'referral') return item;
  const { referralTooltip } = await import('./tooltip.ts');
  item.tooltip = referralTooltip(row.summary, Date.now(), vscode.env.language);
  return item;
}

function referralItem(connection: ConnectionId, summary: ReferralSummary): vscode.TreeItem {
  const item = new vscode.TreeItem(oneLine(titleOf(summary)));
  item.id = `${connection}/${summary.id}`;
  item.description = descriptionOf(summary);
  item.iconPath = iconOf(summary);
  item.contextValue = 'referral';
  item.command = { command: commands.openReferral, title: vscode.l10n.t('Open Referral'), arguments: [summary.id] };
  const status = [summary.status, summary.substatus].filter((part) => part !== undefined).join(', ');
  item.accessibilityInformation = {
    label: [oneLine(titleOf(summary)), status, descriptionOf(summary)].filter((part) => part !== '').join(', '),
  };
  return item;
}

function moreItem(loaded: number): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Load more'));
  item.id = 'more';
  item.description = vscode.l10n.t('{0} loaded', loaded);
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.command = { command: innerCommands.loadMore, title: vscode.l10n.t('Load More') };
  return item;
}

function helpItem(row: Row & { kind: 'help' }): vscode.TreeItem {
  const item = new vscode.TreeItem(row.label);
  item.id = row.command;
  item.iconPath = new vscode.ThemeIcon(row.icon);
  item.command = { command: row.command, title: row.label };
  return item;
}

/** The customer (unless that is the label), what it is worth, and what presses. */
function descriptionOf(summary: ReferralSummary): string {
  const locale = vscode.env.language;
  const now = Date.now();
  const expiry = expiryOf(summary);
  const parts = [
    isMicrosoftSide(summary) ? vscode.l10n.t('Microsoft’s side') : undefined,
    summary.name === undefined ? undefined : summary.customerName,
    summary.dealValue === undefined ? undefined : formatMoney(summary.dealValue, summary.currency, locale),
    expiry !== undefined && expiresSoon(summary, now)
      ? expiry < now
        ? vscode.l10n.t('overdue')
        : vscode.l10n.t('expires {0}', relativeTime(expiry, now, locale))
      : undefined,
  ];
  return parts
    .filter((part) => part !== undefined)
    .map(oneLine)
    .join(' · ');
}

/** One icon for each status; colour says what presses and how it ended. */
function iconOf(summary: ReferralSummary): vscode.ThemeIcon {
  const icon = (name: string, color: string): vscode.ThemeIcon =>
    new vscode.ThemeIcon(name, new vscode.ThemeColor(color));
  switch (summary.status) {
    case 'New':
      return icon('mail', expiresSoon(summary, Date.now()) ? 'charts.yellow' : 'charts.blue');
    case 'Active':
      return icon('circle-filled', 'charts.green');
    case 'Closed':
      return summary.substatus === 'Won'
        ? icon('pass-filled', 'charts.green')
        : icon('circle-slash', 'descriptionForeground');
    default:
      return icon('question', 'descriptionForeground');
  }
}

function oneLine(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length > 200 ? `${flat.slice(0, 199)}…` : flat;
}
