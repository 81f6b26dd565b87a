import * as vscode from 'vscode';
import type { Failure } from '../../api/failure.ts';
import { formatMoney } from '../../referral/money.ts';
import { isMicrosoftSide, titleOf, type ReferralSummary } from '../../referral/summary.ts';
import { statusWords } from '../../referral/words.ts';
import type { ConnectionId } from '../../services/connection/connection.ts';
import { explain } from '../../services/connection/explain/explanation.ts';
import type { Hit } from '../../services/search/textIndex.ts';
import { asLabel } from '../failures/escape.ts';
import { locale } from '../locale.ts';
import type { LiveRow } from './livePick.ts';

/** Maximum number of matches that are shown. Each one costs time at every keystroke. */
export const maxShown = 100;

/** A row of a picker. VS Code shows all rows: they are filtered before. */
export interface PickRow extends LiveRow {
  /** Id of the referral. */
  readonly id?: string;
  /** Set if the row starts a search instead of opening a referral. */
  readonly search?: 'server' | 'all';
}

export function separator(label: string): PickRow {
  return { key: `separator ${label}`, label, kind: vscode.QuickPickItemKind.Separator };
}

/** Returns the rows of a section with a separator; empty without rows. */
export function section(label: string, rows: readonly PickRow[]): PickRow[] {
  return rows.length === 0 ? [] : [separator(label), ...rows];
}

/** Keeps the first row of each referral, and removes separators without rows. */
export function withoutDuplicates(rows: readonly PickRow[]): PickRow[] {
  const seen = new Set<string>();
  const once = rows.filter(({ key }) => !seen.has(key) && seen.add(key));
  return once.filter((row, at) => !isSeparator(row) || (once[at + 1] !== undefined && !isSeparator(once[at + 1])));
}

function isSeparator(row: PickRow | undefined): boolean {
  return row?.kind === vscode.QuickPickItemKind.Separator;
}

/** Returns a row with a message. */
export function note(label: string, icon = 'info', detail?: string): PickRow {
  const iconPath = new vscode.ThemeIcon(icon);
  return { key: `note ${label}`, label: asLabel(label), iconPath, alwaysShow: true, ...(detail && { detail }) };
}

export function action(search: 'server' | 'all', label: string, description: string): PickRow {
  const iconPath = new vscode.ThemeIcon(search === 'server' ? 'cloud' : 'search');
  return { key: `search ${search}`, label: asLabel(label), description, iconPath, alwaysShow: true, search };
}

export function failureNote(failure: Failure | undefined, connection: ConnectionId): PickRow {
  if (failure === undefined)
    return note(vscode.l10n.t('The request to the server failed. See the log for the reason.'), 'warning');
  const { title, advice } = explain(failure, connection);
  return note(title, failure.kind === 'signedOut' ? 'account' : 'warning', asLabel(advice));
}

/** Returns the row of a known referral: title, customer, status, and the field that matches. */
export function referralRow(summary: ReferralSummary, icon: string, field?: Hit['field']): PickRow {
  const { id, name, customerName, dealValue, currency, externalReferenceId } = summary;
  const owner = [
    name === undefined ? undefined : customerName,
    isMicrosoftSide(summary) ? vscode.l10n.t('Microsoft’s side') : undefined,
  ];
  const detail = [
    statusWords(summary.status, summary.substatus),
    dealValue === undefined ? undefined : formatMoney(dealValue, currency, locale()),
    externalReferenceId,
    matchedField(field),
    id,
  ];
  return {
    key: id,
    id,
    label: asLabel(titleOf(summary)),
    description: joined(owner),
    detail: joined(detail),
    iconPath: new vscode.ThemeIcon(icon),
    alwaysShow: true,
  };
}

function joined(parts: readonly (string | undefined)[]): string {
  return asLabel(parts.filter((part) => part !== undefined).join(' · '));
}

/** Returns the row of a referral of which only the id is known. */
export function unknownRow(id: string, icon: string, description = ''): PickRow {
  return { key: id, id, label: asLabel(id), description, iconPath: new vscode.ThemeIcon(icon), alwaysShow: true };
}

/** Returns the field that matches, if the row doesn't contain it anyway. */
function matchedField(field: Hit['field']): string | undefined {
  switch (field?.kind) {
    case 'contact':
      return vscode.l10n.t('contact {0}', field.text);
    case 'team':
      return vscode.l10n.t('team {0}', field.text);
    case 'engagement':
      return vscode.l10n.t('engagement {0}', field.text);
    default:
      return undefined;
  }
}

/** Returns a row with the number of matches that are not shown. */
export function moreNote(count: number, shown: number): PickRow[] {
  if (count <= shown) return [];
  const rest = new Intl.NumberFormat(locale()).format(count - shown);
  return [note(vscode.l10n.t('{0} more. Keep typing to narrow the search.', rest), 'ellipsis')];
}

export function searchedOnlyHereNote(searched: number): PickRow {
  const said =
    searched === 1
      ? vscode.l10n.t('The server can’t search by this; 1 loaded referral searched.')
      : vscode.l10n.t('The server can’t search by this; {0} loaded referrals searched.', searched);
  return note(said, 'cloud');
}
