import * as vscode from 'vscode';
import type { Person } from '../../../referral/summary.ts';
import { paneCommands } from '../../names.ts';
import type { ContactRow, OtherDraftRow, Row } from '../items/rows.ts';
import { isReferral, selectedIds } from './chosen.ts';
import type { RowActionDeps } from './registerRowCommands.ts';

/** `row` is the clicked row, or the focused row for a keyboard shortcut. */
type PaneAction = (deps: RowActionDeps, row: unknown, selection: readonly Row[]) => Promise<void>;

export const paneActions: Readonly<Record<(typeof paneCommands)[keyof typeof paneCommands], PaneAction>> = {
  [paneCommands.copyContactName]: (_deps, row) => copyOf(row, 'name'),
  [paneCommands.copyContactEmail]: (_deps, row) => copyOf(row, 'email'),
  [paneCommands.copyContactPhone]: (_deps, row) => copyOf(row, 'phone'),
  [paneCommands.previewRow]: async (deps, row, selection) => {
    const wanted = focused(row, selection);
    if (isReferral(wanted)) return deps.preview(wanted.connection, wanted.id);
    // The default action of this key in VS Code's trees.
    await vscode.commands.executeCommand('list.toggleExpand');
  },
  [paneCommands.discardOtherDraft]: async ({ drafts }, row) => {
    if (!isOtherDraft(row)) return;
    const { discardOtherDraft } = await import('../../documents/discardChanges.ts');
    await discardOtherDraft(await drafts(), row.key);
  },
  [paneCommands.copyRows]: async (_deps, row, selection) => {
    const wanted = focused(row, selection);
    const rows = selection.some((each) => each === wanted) ? selection : [wanted];
    const ids = selectedIds(wanted, rows);
    if (ids.length > 0) return vscode.env.clipboard.writeText(ids.join('\n'));
    if (isContact(wanted)) return copyOf(wanted, wanted.person.email === undefined ? 'phone' : 'email');
  },
};

/**
 * Returns the focused row from the arguments of the keyboard shortcut. If VS Code doesn't pass it, returns the first
 * selected row.
 */
function focused(row: unknown, selection: readonly Row[]): unknown {
  return typeof row === 'object' && row !== null && 'kind' in row ? row : selection[0];
}

async function copyOf(row: unknown, what: keyof Person): Promise<void> {
  const value = isContact(row) ? row.person[what] : undefined;
  if (value !== undefined) await vscode.env.clipboard.writeText(value);
}

function isOtherDraft(row: unknown): row is OtherDraftRow {
  return typeof row === 'object' && row !== null && 'kind' in row && row.kind === 'otherDraft';
}

function isContact(row: unknown): row is ContactRow {
  return typeof row === 'object' && row !== null && 'kind' in row && row.kind === 'contact';
}
