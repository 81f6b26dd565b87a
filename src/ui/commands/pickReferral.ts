import * as vscode from 'vscode';
import { readReferralId } from '../../referral/readReferralId.ts';
import { findReferralIds } from '../../referral/referralId.ts';
import { titleOf } from '../../referral/summary.ts';
import type { Catalog } from '../../services/catalog.ts';
import type { ConnectionId } from '../../services/connection.ts';
import type { RecentReferrals } from '../../services/recent.ts';
import { asLabel } from '../failures/escape.ts';

interface Choice extends vscode.QuickPickItem {
  /** Undefined for rows that only say something. */
  readonly id: string | undefined;
}

export interface PickDeps {
  readonly catalog: Pick<Catalog, 'find' | 'all'>;
  readonly recent: Pick<RecentReferrals, 'list'>;
}

/** Asks for a referral: an id, a URL that holds one, or one that is known by name. Undefined when dismissed. */
export async function pickReferral(deps: PickDeps, connection: ConnectionId): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick<Choice>();
  pick.title = connection === 'sandbox' ? vscode.l10n.t('Open Referral (Sandbox)') : vscode.l10n.t('Open Referral');
  pick.placeholder = vscode.l10n.t('Referral ID, a URL that contains one, or a name');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  const suggested = selectedIds().map((id) => ({ id, from: vscode.l10n.t('from the selection') }));
  const fill = (): void => {
    pick.items = choicesFor(deps, connection, pick.value, suggested);
  };
  fill();
  pick.show();
  // Reading the clipboard can take a while in a browser; the list doesn't wait for it.
  void vscode.env.clipboard.readText().then(
    (text) => {
      const read = readReferralId(text.slice(0, 2000));
      if (!read.ok || suggested.some((other) => other.id === read.id)) return;
      suggested.push({ id: read.id, from: vscode.l10n.t('from the clipboard') });
      fill();
    },
    () => undefined,
  );
  try {
    return await new Promise<string | undefined>((resolve) => {
      pick.onDidChangeValue(fill);
      pick.onDidAccept(() => {
        // A quick hand presses Enter before the list has caught up with what was typed or pasted.
        const typed = readReferralId(pick.value);
        const id = typed.ok ? typed.id : pick.selectedItems[0]?.id;
        if (id !== undefined) resolve(id);
      });
      pick.onDidHide(() => resolve(undefined));
    });
  } finally {
    pick.dispose();
  }
}

function choicesFor(
  deps: PickDeps,
  connection: ConnectionId,
  typed: string,
  suggested: readonly { id: string; from: string }[],
): Choice[] {
  const named = (id: string, icon: string, from: string): Choice => {
    const summary = deps.catalog.find(connection, id)?.summary;
    return summary
      ? { id, label: `$(${icon}) ${asLabel(titleOf(summary))}`, description: from, detail: asLabel(id) }
      : { id, label: `$(${icon}) ${asLabel(id)}`, description: from };
  };
  const read = readReferralId(typed);
  if (read.ok) return [{ ...named(read.id, 'go-to-file', vscode.l10n.t('Open')), alwaysShow: true }];

  const first = suggested.map(({ id, from }) => named(id, 'sparkle', from));
  const recent = deps.recent.list(connection).map((id) => named(id, 'history', vscode.l10n.t('recently opened')));
  const known = deps.catalog.all(connection).map(({ summary }) => ({
    id: summary.id,
    label: `$(briefcase) ${asLabel(titleOf(summary))}`,
    description: asLabel(summary.name === undefined ? '' : (summary.customerName ?? '')),
    detail: [summary.id, summary.externalReferenceId]
      .filter((part) => part !== undefined)
      .map((part) => asLabel(part))
      .join(' · '),
  }));
  const seen = new Set<string | undefined>();
  const choices = [...first, ...recent, ...known].filter(({ id }) => !seen.has(id) && seen.add(id));
  // Looks like an attempt at an id or a URL rather than a name: say at once what is wrong with it.
  const attempt = /^[{('"]*[0-9a-f-]{9,}[})'"]*$/i.test(typed.trim()) || typed.includes('://');
  return attempt ? [{ id: undefined, label: `$(warning) ${read.problem}`, alwaysShow: true }, ...choices] : choices;
}

/** Ids in the editor's selection, or under its cursor. */
function selectedIds(): string[] {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return [];
  const { document, selection } = editor;
  if (!selection.isEmpty) {
    return findReferralIds(document.getText(selection).slice(0, 2000))
      .slice(0, 5)
      .map((found) => found.id);
  }
  const { character, line } = selection.active;
  const from = Math.max(0, character - 100);
  const text = document.getText(new vscode.Range(line, from, line, character + 100));
  return findReferralIds(text)
    .filter((found) => from + found.start <= character && character <= from + found.end)
    .map((found) => found.id);
}
