import * as vscode from 'vscode';
import { Emitter } from '../../base/event.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import type { ConnectionId } from '../../services/connection/connection.ts';
import { LiveQuestion } from '../../services/server/liveQuestion.ts';
import { textIndexOf, type FoundByReference } from '../../services/search/textIndex.ts';
import type { PickerDeps } from './finder.ts';
import { asLabel } from '../failures/escape.ts';
import { showLivePick } from './livePick.ts';
import {
  action,
  withoutDuplicates,
  failureNote,
  moreNote,
  maxShown,
  note,
  referralRow,
  searchedOnlyHereNote,
  section,
  type PickRow,
} from './rows.ts';
import { fromClipboard, fromSelection } from './suggestions.ts';

export type PickedReference =
  | { readonly id: string }
  /** Search for it on the server. */
  | { readonly reference: string }
  /** Search for it in all referrals of the server. */
  | { readonly reference: string; readonly all: true };

/** Asks for a CRM reference. Known references are matched by their beginning after each keystroke. */
export async function pickReference(deps: PickerDeps, connection: ConnectionId): Promise<PickedReference | undefined> {
  const { catalog, server } = deps;
  const references = textIndexOf(catalog.of(connection));
  const asking = new LiveQuestion((question, signal) => server.ask(connection, question, signal));
  const suggested = new Emitter<void>();
  let suggestions = fromSelection(catalog, connection);
  void fromClipboard(catalog, connection).then((ids) => {
    suggestions = [...suggestions, ...ids];
    suggested.fire();
  });

  const rows = (typed: string): PickRow[] =>
    withoutDuplicates(typed.trim() === '' ? initialRows() : rowsFor(typed.trim()));

  const initialRows = (): PickRow[] => {
    const found = suggestions.flatMap((id) => catalog.find(connection, id)?.summary ?? []);
    const known = references.findReference('', maxShown);
    const hint = note(vscode.l10n.t('Enter the deal’s reference in your CRM.'));
    return [
      ...section(
        vscode.l10n.t('from the selection or the clipboard'),
        found
          .filter(({ externalReferenceId }) => externalReferenceId !== undefined)
          .map((summary) => referenceRow(summary, 'sparkle')),
      ),
      ...section(vscode.l10n.t('loaded'), shown(known)),
      ...(known.count === 0 ? [hint] : []),
    ];
  };

  const rowsFor = (reference: string): PickRow[] => {
    const known = references.findReference(reference, maxShown);
    return [
      ...section(vscode.l10n.t('matches'), shown(known)),
      ...section(vscode.l10n.t('on the server'), known.exact ? [] : serverRows(reference)),
    ];
  };

  const serverRows = (reference: string): PickRow[] => {
    const { state } = asking;
    const all = action(
      'all',
      vscode.l10n.t('Search all referrals for “{0}”', reference),
      vscode.l10n.t('page by page'),
    );
    switch (state.kind) {
      case 'found':
        return state.items.map((summary) => referenceRow(summary, 'cloud'));
      case 'nothing':
        return [note(vscode.l10n.t('The server has no referral with exactly this reference.'), 'cloud'), all];
      case 'unsupported': {
        const searched = references.size;
        return [all, searchedOnlyHereNote(searched)];
      }
      case 'failed':
        return [failureNote(state.failure, connection)];
      case 'asking':
      case 'idle':
        return [
          action(
            'server',
            vscode.l10n.t('Search for “{0}” on the server', reference),
            state.kind === 'asking' ? vscode.l10n.t('searching…') : '',
          ),
        ];
    }
  };

  const title = vscode.l10n.t('Find by CRM Reference');
  try {
    return await showLivePick<PickRow, PickedReference>({
      title: connection === 'sandbox' ? vscode.l10n.t('{0} (Sandbox)', title) : title,
      placeholder: vscode.l10n.t('The deal’s reference in your CRM, e.g. CRM-50977'),
      typed: (text) => {
        const reference = text.trim();
        const known = reference === '' || references.findReference(reference, 1).exact;
        asking.put(known ? undefined : { kind: 'reference', reference });
      },
      rows,
      busy: () => asking.busy,
      changes: [asking.onDidChange, suggested.event, references.onDidChange],
      accept: (row, typed) => {
        if (row?.id !== undefined) return { id: row.id };
        const reference = typed.trim();
        if (row?.search === undefined || reference === '') return undefined;
        return row.search === 'all' ? { reference, all: true } : { reference };
      },
    });
  } finally {
    asking.dispose();
    suggested.dispose();
  }
}

function shown({ hits, count }: FoundByReference): PickRow[] {
  const rows = hits.map((summary) => referenceRow(summary, 'briefcase'));
  return [...rows, ...moreNote(count, rows.length)];
}

/** The label is the reference, since the user searches for it. */
function referenceRow(summary: ReferralSummary, icon: string): PickRow {
  const row = referralRow({ ...summary, externalReferenceId: undefined }, icon);
  const title = [row.label, row.description].filter((part) => part !== '').join(' · ');
  return { ...row, label: asLabel(summary.externalReferenceId ?? summary.id), description: title };
}
