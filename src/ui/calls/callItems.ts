import * as vscode from 'vscode';
import { canBecomeCurl } from '../../services/calls/curl.ts';
import { referralOf, type CallEntry } from '../../services/calls/callEntry.ts';
import { canReplay } from '../../services/calls/replay.ts';
import {
  callDescription,
  callLabel,
  callSpoken,
  callTooltip,
  findingDescription,
  findingLabel,
  findingSpoken,
  findingTooltip,
  severitySummary,
  worstOf,
} from '../../services/calls/callWords.ts';
import type { CallRow, CallRows, FindingRow, SectionId, SingleCallRow } from '../../services/calls/callRows.ts';
import { locale } from '../locale.ts';
import { innerCallCommands } from '../names.ts';
import { callUri } from './callDocuments.ts';
import { noteItem } from './noteItems.ts';

type Severity = FindingRow['finding']['severity'];

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

export function callItemOf(row: CallRow, rows: CallRows): vscode.TreeItem {
  const item = itemOf(row, rows);
  item.id = row.id;
  return item;
}

function itemOf(row: CallRow, rows: CallRows): vscode.TreeItem {
  switch (row.kind) {
    case 'section':
      return sectionItem(row, rows);
    case 'finding':
      return findingItem(row);
    case 'call':
      return callItem(row);
    case 'note':
      return noteItem(row.note, rows);
    case 'more':
      return moreItem(row.section, row.left);
  }
}

function sectionItem({ id, count, origin }: CallRow & { kind: 'section' }, rows: CallRows): vscode.TreeItem {
  const label = sectionTitle(id);
  const item = new vscode.TreeItem(label, Expanded);
  const summary =
    id === 'findings' ? severitySummary(rows.severities()) : count === undefined ? undefined : callCount(count);
  const host = origin?.replace(/^http:\/\//, '');
  item.description = [host, summary].filter((part) => part !== undefined).join(' · ');
  item.contextValue = `section ${id}`;
  item.accessibilityInformation = { label: [label, host, summary].filter((part) => part !== undefined).join(', ') };
  return item;
}

export function callCount(count: number): string {
  return count === 1 ? vscode.l10n.t('1 call') : vscode.l10n.t('{0} calls', count.toLocaleString(locale()));
}

function sectionTitle(id: SectionId): string {
  switch (id) {
    case 'findings':
      return vscode.l10n.t('Findings');
    case 'sandbox':
      return vscode.l10n.t('Sandbox');
    case 'window':
      return vscode.l10n.t('This Window');
  }
}

function findingItem({ finding, calls }: FindingRow): vscode.TreeItem {
  const item = new vscode.TreeItem(findingLabel(finding), calls.length > 0 ? Collapsed : None);
  item.description = findingDescription(finding);
  item.tooltip = findingTooltip(finding);
  item.iconPath = severityIcon(finding.severity);
  item.contextValue = 'finding';
  item.accessibilityInformation = { label: findingSpoken(finding) };
  return item;
}

function callItem({ call, findings, expandable }: SingleCallRow): vscode.TreeItem {
  const item = new vscode.TreeItem(callLabel(call), expandable ? Collapsed : None);
  item.description = callDescription(call, findings, locale());
  item.tooltip = callTooltip(call, findings, locale());
  const worst = findings.length > 0 ? worstOf(findings) : 'info';
  // A hint is worth less than the outcome.
  item.iconPath = worst === 'info' ? outcomeIcon(call) : severityIcon(worst);
  item.contextValue = [
    'call',
    ...(canReplay(call) ? ['replay'] : []),
    ...(canBecomeCurl(call) ? ['curl'] : []),
    ...(referralOf(call) === undefined ? [] : ['referral']),
    ...(call.requestId === undefined ? [] : ['requestId']),
  ].join(' ');
  // With this command a click opens a preview and keeps the focus, as in VS Code's own trees.
  item.command = { command: 'vscode.open', title: vscode.l10n.t('Open Call'), arguments: [callUri(call)] };
  item.accessibilityInformation = { label: callSpoken(call, findings, locale()) };
  return item;
}

function moreItem(section: SectionId, left: number): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Show more'));
  item.description = vscode.l10n.t('{0} not shown', left.toLocaleString(locale()));
  item.iconPath = new vscode.ThemeIcon('chevron-down');
  item.command = { command: innerCallCommands.showMoreCalls, title: vscode.l10n.t('Show More'), arguments: [section] };
  return item;
}

/** The icons and colours of the Problems panel. */
function severityIcon(severity: Severity): vscode.ThemeIcon {
  const color = { error: 'problemsErrorIcon', warning: 'problemsWarningIcon', info: 'problemsInfoIcon' }[severity];
  return icon(severity, `${color}.foreground`);
}

function outcomeIcon({ status, state }: CallEntry): vscode.ThemeIcon {
  if (state === 'running') return new vscode.ThemeIcon('loading~spin');
  if (status === undefined) return icon('debug-disconnect', 'charts.red');
  if (status < 300) return icon('pass', 'charts.green');
  if (status < 400) return icon('arrow-right', 'descriptionForeground');
  return icon('circle-slash', 'charts.red');
}

function icon(name: string, color: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name, new vscode.ThemeColor(color));
}
