import * as vscode from 'vscode';
import { oneLine } from '../../../base/oneLine.ts';
import { isMicrosoftSide, titleOf } from '../../../referral/summary.ts';
import type { Catalog } from '../../../services/catalog/catalog.ts';
import type { ConnectionId } from '../../../services/connection/connection.ts';
import { relatedTo } from '../../../services/catalog/engagement.ts';
import { textIndexOf } from '../../../services/search/textIndex.ts';
import { referralUri } from '../../documents/referralUri.ts';
import { showLivePick } from '../../picker/livePick.ts';
import { withoutDuplicates, moreNote, maxShown, referralRow, section, type PickRow } from '../../picker/rows.ts';
import { fetchAll } from './chosen.ts';
import type { RowActionDeps } from './registerRowCommands.ts';

/**
 * Opens the documents of two referrals in the diff editor. Both are fetched first, so that a failure is shown and
 * nothing opens.
 */
export async function compareReferrals(
  catalog: Catalog,
  connection: ConnectionId,
  [left, right]: readonly [string, string],
): Promise<void> {
  await fetchAll(catalog, { connection, ids: [left, right] });
  const nameOf = (id: string): string => {
    const summary = catalog.find(connection, id)?.summary;
    const short = oneLine(summary ? titleOf(summary) : id, { most: 40 });
    // The referrals of an engagement have the same name.
    return summary && isMicrosoftSide(summary) ? vscode.l10n.t('{0} (Microsoft’s side)', short) : short;
  };
  const title = `${nameOf(left)} ↔ ${nameOf(right)}`;
  await vscode.commands.executeCommand(
    'vscode.diff',
    referralUri(connection, left),
    referralUri(connection, right),
    title,
  );
}

/** Asks for another known referral. Those of the same engagement come first. Undefined if dismissed. */
export async function pickOther(
  { catalog, recent }: Pick<RowActionDeps, 'catalog' | 'recent'>,
  connection: ConnectionId,
  id: string,
): Promise<string | undefined> {
  const self = catalog.find(connection, id)?.summary;
  const search = textIndexOf(catalog.of(connection));
  const related = self ? relatedTo(self, catalog.of(connection)).map((other) => other.id) : [];
  const boosts = new Map(related.map((other) => [other, 3]));
  const rowsOf = (ids: readonly string[]): PickRow[] =>
    ids.flatMap((each) => {
      const summary = each === id ? undefined : catalog.find(connection, each)?.summary;
      return summary ? [referralRow(summary, 'briefcase')] : [];
    });
  const initialRows = (): PickRow[] => [
    ...section(vscode.l10n.t('same engagement'), rowsOf(related)),
    ...section(vscode.l10n.t('recently opened'), rowsOf(recent.list(connection))),
    ...section(vscode.l10n.t('loaded'), found('')),
  ];
  /** Limited, since there may be a hundred thousand known referrals. */
  const found = (typed: string): PickRow[] => {
    const { hits, count } = search.search(typed, maxShown, boosts);
    const rows = hits
      .filter(({ summary }) => summary.id !== id)
      .map(({ summary, field }) => referralRow(summary, 'briefcase', field));
    return [...rows, ...moreNote(count, hits.length)];
  };
  return showLivePick<PickRow, string>({
    title: vscode.l10n.t('Compare {0} with…', self ? oneLine(titleOf(self)) : id),
    placeholder: vscode.l10n.t('Name, customer, contact, e-mail, ID or CRM reference of a loaded referral'),
    rows: (typed) => withoutDuplicates(typed.trim() === '' ? initialRows() : found(typed)),
    busy: () => !search.complete,
    changes: [search.onDidChange],
    accept: (row) => row?.id,
  });
}
