import * as vscode from 'vscode';
import { forEachAtMost } from '../../../base/async.ts';
import { readReferralIdArgument, textOfArgument } from '../../../referral/readReferralId.ts';
import type { ReferralSummary } from '../../../referral/summary.ts';
import type { Catalog } from '../../../services/catalog/catalog.ts';
import type { ConnectionId } from '../../../services/connection/connection.ts';
import { HumanError } from '../../failures/humanError.ts';
import { withProgress } from '../../progress.ts';
import type { RowActionDeps } from './registerRowCommands.ts';

/** The referrals that a command applies to. */
export interface Chosen {
  readonly connection: ConnectionId;
  /** Lower-case ids without duplicates; at least one. */
  readonly ids: readonly string[];
}

/**
 * Returns the selected rows if the clicked one is among them, otherwise the clicked one. Without a row, asks for a
 * referral.
 */
export async function chooseReferrals(
  deps: Pick<RowActionDeps, 'connections' | 'catalog' | 'choose'>,
  row: unknown,
  selected: unknown,
): Promise<Chosen | undefined> {
  const ids = selectedIds(row, selected);
  const rows: readonly unknown[] = Array.isArray(selected) ? [row, ...(selected as readonly unknown[])] : [row];
  const connection = oneConnection(rows.map(connectionOf)) ?? deps.connections.current.id;
  if (ids.length > 0) return { connection, ids };
  // A key was pressed on a group or a contact.
  if (typeof row === 'object' && row !== null && 'kind' in row) return undefined;
  if (row !== undefined && row !== null) {
    // Servers may use ids that aren't GUIDs. Ids that the catalog has are accepted as they are.
    const given = textOfArgument(row);
    const known = given === undefined ? undefined : deps.catalog.find(connection, given);
    if (known) return { connection, ids: [known.summary.id] };
    const read = readReferralIdArgument(row);
    if (!read.ok) throw new HumanError(read.problem);
    return { connection, ids: [read.id] };
  }
  const picked = await deps.choose();
  return picked === undefined ? undefined : { connection, ids: [picked] };
}

/**
 * The connection of the referrals; undefined if none of them names one. Refuses two: the same ID may mean another
 * referral in the other.
 */
export function oneConnection(connections: readonly (ConnectionId | undefined)[]): ConnectionId | undefined {
  const [first, second] = new Set(connections.filter((each) => each !== undefined));
  if (second === undefined) return first;
  throw new HumanError(
    vscode.l10n.t('These referrals come from the sandbox and from Partner Center. Choose those of one connection.'),
  );
}

/** Returns the ids of the rows that VS Code passed, without duplicates: a referral may have several rows. */
export function selectedIds(row: unknown, selected: unknown): string[] {
  const rows = Array.isArray(selected) && selected.length > 0 ? (selected as readonly unknown[]) : [row];
  const ids = rows.filter(isReferral).map(({ id }) => id.toLowerCase());
  return [...new Set(ids)];
}

interface ReferralLike {
  readonly id: string;
  readonly connection: ConnectionId;
}

export function isReferral(row: unknown): row is ReferralLike {
  if (typeof row !== 'object' || row === null || !('id' in row) || !('connection' in row)) return false;
  return typeof row.id === 'string' && (row.connection === 'sandbox' || row.connection === 'partner-center');
}

function connectionOf(row: unknown): ConnectionId | undefined {
  return isReferral(row) ? row.connection : undefined;
}

/** Returns the summaries. Unknown referrals are fetched. */
export async function summariesOf(catalog: Catalog, { connection, ids }: Chosen): Promise<ReferralSummary[]> {
  const unknown = ids.filter((id) => !catalog.find(connection, id));
  if (unknown.length > 0) await fetchAll(catalog, { connection, ids: unknown });
  return ids.map((id) => catalog.find(connection, id)?.summary).filter((summary) => summary !== undefined);
}

/** Fetches the referrals, two at a time, since the API asks for few requests at once. */
export async function fetchAll(catalog: Catalog, { connection, ids }: Chosen): Promise<void> {
  const title = ids.length === 1 ? vscode.l10n.t('Looking up a referral') : vscode.l10n.t('Looking up referrals');
  await withProgress(title, ({ signal, onWait }) =>
    forEachAtMost(2, ids, (id) => catalog.open(connection, id, { signal, onWait })),
  );
}
