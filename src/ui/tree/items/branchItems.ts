import * as vscode from 'vscode';
import { oneLine } from '../../../base/oneLine.ts';
import { titleOf } from '../../../referral/summary.ts';
import { parseDate, relativeTime } from '../../../referral/when.ts';
import { statusWords } from '../../../referral/words.ts';
import { locale } from '../../locale.ts';
import { commands, innerCommands } from '../../names.ts';
import { contextValueOf, iconOf, ownerOf } from './look.ts';
import {
  treeIdOf,
  type ContactRow,
  type NoteRow,
  type OtherDraftRow,
  type ReferralRow,
  type SectionRow,
  type UnknownRow,
} from './rows.ts';

export function sectionItem(row: SectionRow, count: number): vscode.TreeItem {
  const { label, icon, tooltip, accessibleLabel } = sectionWords(row.section, count);
  const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(label, row.section === 'recent' ? Collapsed : Expanded);
  item.id = treeIdOf(row);
  item.description = String(count);
  item.iconPath = new vscode.ThemeIcon(icon);
  item.contextValue = `section ${row.section}`;
  item.tooltip = tooltip;
  item.accessibilityInformation = { label: accessibleLabel };
  return item;
}

function sectionWords(
  section: SectionRow['section'],
  count: number,
): { readonly label: string; readonly icon: string; readonly tooltip: string; readonly accessibleLabel: string } {
  switch (section) {
    case 'unsaved':
      return {
        label: vscode.l10n.t('Unsaved Changes'),
        icon: 'edit',
        tooltip: vscode.l10n.t('Referrals whose documents have unsaved changes'),
        accessibleLabel: vscode.l10n.t('Referrals with unsaved changes, {0}', count),
      };
    case 'pinned':
      return {
        label: vscode.l10n.t('Pinned'),
        icon: 'pinned',
        tooltip: vscode.l10n.t('Referrals you pinned in this workspace'),
        accessibleLabel: vscode.l10n.t('Pinned referrals, {0}', count),
      };
    case 'recent':
      return {
        label: vscode.l10n.t('Recent'),
        icon: 'history',
        tooltip: vscode.l10n.t('Referrals you opened recently in this workspace'),
        accessibleLabel: vscode.l10n.t('Recently opened referrals, {0}', count),
      };
  }
}

export function unknownItem(row: UnknownRow, pinned: boolean): vscode.TreeItem {
  const item = new vscode.TreeItem(oneLine(row.id));
  item.id = `${treeIdOf(row.parent)} ${row.connection}/${row.id}`;
  if (row.missing) item.description = vscode.l10n.t('can’t be loaded');
  item.iconPath = new vscode.ThemeIcon('question', new vscode.ThemeColor('descriptionForeground'));
  const isUnsaved = row.parent.section === 'unsaved';
  item.contextValue = contextValueOf(pinned, undefined, isUnsaved);
  // Opening the referral shows why it can't be loaded.
  item.command = openCommand(row.id, isUnsaved);
  item.accessibilityInformation = {
    label: row.missing
      ? vscode.l10n.t('Referral {0}, can’t be loaded', oneLine(row.id))
      : vscode.l10n.t('Referral {0}, not loaded yet', oneLine(row.id)),
  };
  return item;
}

export function otherDraftItem(row: OtherDraftRow): vscode.TreeItem {
  const title = oneLine(row.summary ? titleOf(row.summary) : row.referral);
  const item = new vscode.TreeItem(title);
  item.id = `${treeIdOf(row.parent)} ${row.referral} other ${String(row.nth)}`;
  item.description = vscode.l10n.t('in another window');
  item.iconPath = new vscode.ThemeIcon('multiple-windows');
  item.contextValue = 'otherDraft';
  item.tooltip = vscode.l10n.t('Unsaved changes of another window: compare them with yours');
  item.command = { command: innerCommands.compareOtherDraft, title: vscode.l10n.t('Compare'), arguments: [row] };
  item.accessibilityInformation = { label: vscode.l10n.t('{0}, unsaved changes of another window', title) };
  return item;
}

/** A referral with unsaved changes opens as JSON, since the changes are in the document. */
export function openCommand(id: string, isUnsaved: boolean): vscode.Command {
  return isUnsaved
    ? { command: commands.openReferralJson, title: vscode.l10n.t('Open Referral as JSON'), arguments: [id] }
    : { command: commands.openReferral, title: vscode.l10n.t('Open Referral'), arguments: [id] };
}

/**
 * The row of another referral of the engagement. Its label is the organization, since its name is usually that of the
 * parent row.
 */
export function relatedItem(row: ReferralRow, pinned: boolean, now: number): vscode.TreeItem {
  const { summary } = row;
  const owner = ownerOf(summary) ?? vscode.l10n.t('Another partner');
  const item = new vscode.TreeItem(owner);
  item.id = treeIdOf(row);
  const name = oneLine(titleOf(summary));
  const updated = parseDate(summary.updatedDateTime);
  const parts = [
    oneLine(statusWords(summary.status, summary.substatus) ?? ''),
    row.parent?.kind === 'referral' && name === oneLine(titleOf(row.parent.summary)) ? '' : name,
    updated === undefined ? '' : vscode.l10n.t('updated {0}', relativeTime(updated, now, locale())),
  ].filter((part) => part !== '');
  item.description = parts.join(' · ');
  item.iconPath = iconOf(summary, now);
  item.contextValue = contextValueOf(pinned, summary);
  item.command = { command: commands.openReferral, title: vscode.l10n.t('Open Referral'), arguments: [row.id] };
  item.accessibilityInformation = {
    label: vscode.l10n.t('Same engagement: {0}', [owner, ...parts].join(', ')),
  };
  return item;
}

export function contactItem({ person, nth, parent }: ContactRow): vscode.TreeItem {
  const [label = '', ...rest] = [person.name, person.email, person.phone]
    .filter((part) => part !== undefined)
    .map((part) => oneLine(part));
  const item = new vscode.TreeItem(label);
  item.id = `${treeIdOf(parent)} contact ${String(nth)}`;
  item.description = rest.join(' · ');
  item.iconPath = new vscode.ThemeIcon(person.name === undefined && person.email !== undefined ? 'mail' : 'person');
  const has = [
    person.name === undefined ? [] : ['name'],
    person.email === undefined ? [] : ['email'],
    person.phone === undefined ? [] : ['phone'],
  ];
  item.contextValue = ['contact', ...has.flat()].join(' ');
  item.tooltip = [label, ...rest].join('\n');
  item.accessibilityInformation = { label: vscode.l10n.t('Customer contact: {0}', [label, ...rest].join(', ')) };
  return item;
}

export function noteItem(row: NoteRow): vscode.TreeItem {
  const { label, description, icon } = wordsOf(row);
  const item = new vscode.TreeItem(label);
  item.id = `${treeIdOf(row.parent)} note`;
  if (description !== undefined) item.description = description;
  item.iconPath = new vscode.ThemeIcon(icon);
  item.tooltip = [label, description].filter((part) => part !== undefined).join('. ');
  item.accessibilityInformation = { label: item.tooltip };
  if (row.note === 'failed') {
    item.command = { command: innerCommands.lookAgain, title: vscode.l10n.t('Search Again'), arguments: [row] };
  }
  return item;
}

function wordsOf({ note, reason }: NoteRow): { label: string; description?: string | undefined; icon: string } {
  switch (note) {
    case 'asking':
      return { label: vscode.l10n.t('Searching for other referrals of the engagement…'), icon: 'loading~spin' };
    case 'alone':
      return { label: vscode.l10n.t('No other referral of this engagement'), icon: 'info' };
    case 'notSearchable':
      return {
        label: vscode.l10n.t('Only loaded referrals are shown'),
        description: vscode.l10n.t('The server can’t search by engagement'),
        icon: 'info',
      };
    case 'failed':
      return {
        label: vscode.l10n.t('Search again'),
        description: reason ?? vscode.l10n.t('The engagement’s other referrals can’t be loaded'),
        icon: 'refresh',
      };
  }
}
