import * as vscode from 'vscode';
import { oneLine } from '../../../base/oneLine.ts';
import { expiresSoon, expiryOf } from '../../../referral/expiry.ts';
import { formatMoney } from '../../../referral/money.ts';
import { isMicrosoftSide, titleOf, type ReferralSummary } from '../../../referral/summary.ts';
import { relativeTime } from '../../../referral/when.ts';
import { locale } from '../../locale.ts';
import { commands, innerCommands } from '../../names.ts';
import {
  contactItem,
  noteItem,
  openCommand,
  otherDraftItem,
  relatedItem,
  sectionItem,
  unknownItem,
} from './branchItems.ts';
import { groupItem } from './groupItems.ts';
import { contextValueOf, iconOf, ownerOf } from './look.ts';
import { changedMark } from './changedMark.ts';
import { treeIdOf, type ReferralRow, type Row, type RowFacts } from './rows.ts';

export function treeItemOf(row: Row, { pinned, changed, heading, count, now }: RowFacts): vscode.TreeItem {
  switch (row.kind) {
    case 'referral':
      return row.parent?.kind === 'referral'
        ? relatedItem(row, pinned, now)
        : referralItem(row, pinned, changed, heading, now);
    case 'group':
      return groupItem(row);
    case 'more':
      return moreItem(row.loaded);
    case 'moreRows':
      return moreRowsItem(row);
    case 'help':
      return helpItem(row);
    case 'section':
      return sectionItem(row, count);
    case 'otherDraft':
      return otherDraftItem(row);
    case 'unknown':
      return unknownItem(row, pinned);
    case 'contact':
      return contactItem(row);
    case 'note':
      return noteItem(row);
  }
}

/** Adds the tooltip, which is only needed for a hovered row. */
export async function withTooltip(item: vscode.TreeItem, row: Row, now: number): Promise<vscode.TreeItem> {
  if (row.kind !== 'referral') return item;
  const { referralTooltip } = await import('./tooltip.ts');
  item.tooltip = referralTooltip(row.summary, now, locale());
  return item;
}

function referralItem(
  row: ReferralRow,
  pinned: boolean,
  changed: boolean,
  heading: string | undefined,
  now: number,
): vscode.TreeItem {
  const { summary } = row;
  // The heading of an engagement has the deal's name, so its rows have their owners'.
  const title = (heading === undefined ? undefined : ownerOf(summary)) ?? oneLine(titleOf(summary));
  const item = new vscode.TreeItem(title);
  if (changed) item.resourceUri = changedMark;
  item.id = treeIdOf(row);
  if (summary.engagementId !== undefined || summary.contacts.length > 0) {
    item.collapsibleState = vscode.TreeItemCollapsibleState.Collapsed;
  }
  const description = descriptionOf(summary, heading, now);
  item.description = description;
  item.iconPath = iconOf(summary, now);
  const isUnsaved = row.parent?.kind === 'section' && row.parent.section === 'unsaved';
  item.contextValue = contextValueOf(pinned, summary, isUnsaved);
  item.command = openCommand(summary.id, isUnsaved);
  const status = [summary.status, summary.substatus].filter((part) => part !== undefined).join(', ');
  item.accessibilityInformation = {
    label: [title, changed ? vscode.l10n.t('changed') : '', status, description]
      .filter((part) => part !== '')
      .join(', '),
  };
  return item;
}

function moreItem(loaded: number): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Load more'));
  item.id = 'more';
  item.description = vscode.l10n.t('{0} loaded', loaded);
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.command = { command: commands.loadMore, title: vscode.l10n.t('Load More') };
  return item;
}

function moreRowsItem({ key, left }: Row & { kind: 'moreRows' }): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Show more'));
  item.id = `moreRows/${key}`;
  item.description = vscode.l10n.t('{0} not shown', left.toLocaleString(locale()));
  item.iconPath = new vscode.ThemeIcon('chevron-down');
  item.command = { command: innerCommands.showMoreRows, title: vscode.l10n.t('Show More'), arguments: [key] };
  return item;
}

function helpItem(row: Row & { kind: 'help' }): vscode.TreeItem {
  const item = new vscode.TreeItem(row.label);
  item.id = row.command;
  item.iconPath = new vscode.ThemeIcon(row.icon);
  item.command = { command: row.command, title: row.label, arguments: [...row.given] };
  return item;
}

/**
 * Returns the expiry if it is soon, the customer, and the deal value. The expiry is first, since a narrow side bar cuts
 * the end. What the label or the heading tells is left out.
 */
function descriptionOf(summary: ReferralSummary, heading: string | undefined, now: number): string {
  const expiry = expiryOf(summary);
  const ownerIsLabel = heading !== undefined && ownerOf(summary) !== undefined;
  const title = oneLine(titleOf(summary));
  const parts = [
    expiry !== undefined && expiresSoon(summary, now)
      ? expiry < now
        ? vscode.l10n.t('overdue')
        : vscode.l10n.t('expires {0}', relativeTime(expiry, now, locale()))
      : undefined,
    ownerIsLabel && title !== oneLine(heading) ? title : undefined,
    !ownerIsLabel && isMicrosoftSide(summary) ? vscode.l10n.t('Microsoft’s side') : undefined,
    summary.name === undefined ? undefined : summary.customerName,
    summary.dealValue === undefined ? undefined : formatMoney(summary.dealValue, summary.currency, locale()),
  ];
  return parts
    .filter((part) => part !== undefined)
    .map((part) => oneLine(part))
    .join(' · ');
}
