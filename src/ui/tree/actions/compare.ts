import * as vscode from 'vscode';
import { isMicrosoftSide, titleOf, type ReferralSummary } from '../../../referral/summary.ts';
import { statusWords } from '../../../referral/words.ts';
import type { Catalog } from '../../../services/catalog.ts';
import type { ConnectionId } from '../../../services/connection.ts';
import { relatedTo } from '../../../services/engagement.ts';
import { referralUri } from '../../documents/referralUri.ts';
import { asLabel } from '../../failures/escape.ts';
import { fetchAll } from './chosen.ts';
import type { RowActionDeps } from './index.ts';

/** Opens two referrals' documents side by side; fetched first, so that what can't be had is told and opens nothing. */
export async function compareReferrals(
  catalog: Catalog,
  connection: ConnectionId,
  [left, right]: readonly [string, string],
): Promise<void> {
  await fetchAll(catalog, { connection, ids: [left, right] });
  const nameOf = (id: string): string => {
    const summary = catalog.find(connection, id)?.summary;
    const title = summary ? titleOf(summary) : id;
    const short = title.length > 40 ? `${title.slice(0, 39)}…` : title;
    // The sides of an engagement have the same name.
    return summary && isMicrosoftSide(summary) ? vscode.l10n.t('{0} (Microsoft’s side)', short) : short;
  };
  const title = `${nameOf(left)} ↔ ${nameOf(right)}`.replace(/\s+/g, ' ');
  await vscode.commands.executeCommand(
    'vscode.diff',
    referralUri(connection, left),
    referralUri(connection, right),
    title,
  );
}

type Choice = vscode.QuickPickItem & { readonly id?: string };

/** Asks for another known referral, those of the same engagement first. Undefined when dismissed. */
export async function pickOther(
  { catalog, recent }: Pick<RowActionDeps, 'catalog' | 'recent'>,
  connection: ConnectionId,
  id: string,
): Promise<string | undefined> {
  const self = catalog.find(connection, id)?.summary;
  const all = catalog.all(connection);
  const seen = new Set([id]);
  const choicesOf = (ids: readonly string[]): Choice[] =>
    ids.flatMap((each) => {
      const summary = catalog.find(connection, each)?.summary;
      if (!summary || seen.has(each)) return [];
      seen.add(each);
      return [choiceOf(summary)];
    });
  const part = (label: string, ids: readonly string[]): Choice[] => {
    const choices = choicesOf(ids);
    return choices.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...choices];
  };
  const items = [
    ...part(vscode.l10n.t('same engagement'), self ? relatedTo(self, all).map((other) => other.id) : []),
    ...part(vscode.l10n.t('recently opened'), recent.list(connection)),
    ...part(
      vscode.l10n.t('known'),
      all.map(({ summary }) => summary.id),
    ),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Compare {0} with…', self ? asLabel(titleOf(self)) : id),
    placeHolder: vscode.l10n.t('A referral that was loaded, by name, customer or ID'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.id;
}

function choiceOf(summary: ReferralSummary): Choice {
  const owner = isMicrosoftSide(summary) ? vscode.l10n.t('Microsoft’s side') : undefined;
  const customer = summary.name === undefined ? undefined : summary.customerName;
  return {
    id: summary.id,
    label: `$(briefcase) ${asLabel(titleOf(summary))}`,
    description: [owner, customer, statusWords(summary.status, summary.substatus)]
      .filter((text) => text !== undefined)
      .map(asLabel)
      .join(' · '),
    detail: asLabel(summary.id),
  };
}
