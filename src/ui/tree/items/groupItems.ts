import * as vscode from 'vscode';
import { oneLine } from '../../../base/oneLine.ts';
import type { Group } from '../../../services/list/arrangement.ts';
import { countryName } from '../../../services/list/grouping.ts';
import { engagementTitle } from '../../../referral/summary.ts';
import { wordsFor } from '../../../referral/words.ts';
import { locale } from '../../locale.ts';

/** A group of the side panel. It has no `id`, since commands would use that as the id of a referral. */
export interface GroupRow {
  readonly kind: 'group';
  readonly group: Group;
  readonly collapsed: boolean;
}

export function groupItem({ group, collapsed }: GroupRow): vscode.TreeItem {
  const label = oneLine(groupTitle(group));
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(label, collapsed ? Collapsed : Expanded);
  item.id = `group/${group.key}`;
  item.contextValue = 'group';
  item.description = group.members.length.toLocaleString(locale());
  const count =
    group.members.length === 1 ? vscode.l10n.t('1 referral') : vscode.l10n.t('{0} referrals', group.members.length);
  item.accessibilityInformation = { label: `${label}, ${count}` };
  item.tooltip = `${label} (${count})`;
  return item;
}

function groupTitle({ by, value, members }: Pick<Group, 'by' | 'value' | 'members'>): string {
  switch (by) {
    case 'status':
      return value === undefined || value === 'None' ? vscode.l10n.t('No status') : wordsFor('status', value);
    case 'category':
      return wordsFor('category', value ?? 'other');
    case 'customer':
      return value ?? vscode.l10n.t('No customer name');
    case 'country':
      return value === undefined ? vscode.l10n.t('No country') : countryName(value, locale());
    case 'closeMonth':
      return value === undefined ? vscode.l10n.t('No close date') : monthName(value);
    case 'engagement':
      return value === undefined ? vscode.l10n.t('No other referrals known') : (engagementTitle(members) ?? value);
    case 'none':
      return vscode.l10n.t('All referrals');
  }
}

/** Formats `2026-11` as "November 2026". */
function monthName(month: string): string {
  return new Intl.DateTimeFormat(locale(), {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(Date.parse(`${month}-01T00:00:00Z`));
}
