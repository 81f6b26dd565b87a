import * as vscode from 'vscode';
import { Emitter } from '../../base/event.ts';
import { readReferralId } from '../../referral/readReferralId.ts';
import type { ConnectionId } from '../../services/connection/connection.ts';
import { textIndexOf, type Found, type Hit } from '../../services/search/textIndex.ts';
import { LiveQuestion } from '../../services/server/liveQuestion.ts';
import { idProblem, looksLikeId, questionFor } from '../../services/server/question.ts';
import type { PickerDeps } from './finder.ts';
import { showLivePick } from './livePick.ts';
import { RowButtons } from './rowButtons.ts';
import {
  withoutDuplicates,
  failureNote,
  moreNote,
  maxShown,
  note,
  referralRow,
  searchedOnlyHereNote,
  section,
  unknownRow,
  type PickRow,
} from './rows.ts';
import { fromClipboard, fromSelection, type Suggestions } from './suggestions.ts';

export type Purpose = 'open' | 'openJson' | 'copyId' | 'choose';

export interface Picked {
  readonly id: string;
  /** True if the user pressed the row's button "Open as JSON", whatever the purpose. */
  readonly asJson: boolean;
}

/**
 * Asks for a referral. Loaded referrals are searched after each keystroke. For unknown ids and references, a request is
 * sent, without a sign-in prompt. Undefined if dismissed.
 */
export async function pickReferral(
  deps: PickerDeps,
  connection: ConnectionId,
  purpose: Purpose,
): Promise<Picked | undefined> {
  const { catalog, list, server } = deps;
  const search = textIndexOf(catalog.of(connection));
  const asking = new LiveQuestion((question, signal) => server.ask(connection, question, signal));
  const suggested = new Emitter<void>();
  let suggestions: Suggestions = { selection: fromSelection(catalog, connection), clipboard: [] };
  void fromClipboard(catalog, connection).then((clipboard) => {
    suggestions = { ...suggestions, clipboard };
    suggested.fire();
  });
  // If nothing has been loaded, the first page has the names of recent referrals and referrals to search. Not needed
  // for ids.
  const loadFirstPage = (): void => {
    if (list.state.phase === 'new') void list.refresh().catch(deps.onUnexpectedError);
  };
  if (deps.recent.list(connection).some((id) => !catalog.find(connection, id))) loadFirstPage();

  const buttons = new RowButtons(deps, connection, purpose);
  const rows = (typed: string): PickRow[] => {
    const shown = typed.trim() === '' ? initialRows() : rowsFor(typed);
    return withoutDuplicates(shown).map((row) => buttons.withButtons(row));
  };

  const named = (id: string, icon: string): PickRow => {
    const summary = catalog.find(connection, id)?.summary;
    return summary ? referralRow(summary, icon) : unknownRow(id, icon);
  };

  const initialRows = (): PickRow[] => {
    const { hits, count } = search.search('', maxShown);
    const loaded = hits.map(({ summary }) => referralRow(summary, 'briefcase'));
    const all = [
      ...section(
        vscode.l10n.t('from the selection'),
        suggestions.selection.map((id) => named(id, 'sparkle')),
      ),
      ...section(
        vscode.l10n.t('from the clipboard'),
        suggestions.clipboard.map((id) => named(id, 'clippy')),
      ),
      ...section(
        vscode.l10n.t('pinned'),
        (deps.pinned?.list(connection) ?? []).map((id) => named(id, 'pinned')),
      ),
      ...section(
        vscode.l10n.t('recently opened'),
        deps.recent.list(connection).map((id) => named(id, 'history')),
      ),
      ...section(vscode.l10n.t('loaded'), [...loaded, ...moreNote(count, hits.length)]),
    ];
    const { failure } = list.state;
    return failure ? [...all, ...section(vscode.l10n.t('on the server'), [failureNote(failure, connection)])] : all;
  };

  const find = (typed: string): Found => {
    const read = readReferralId(typed);
    const found = search.search(read.ok ? read.id : typed, maxShown, boostsOf(deps, connection));
    if (!read.ok) return found;
    // A referral with this ID comes before referrals with this CRM reference.
    const isOwn = (hit: Hit): boolean => hit.summary.id === read.id;
    return { ...found, hits: [...found.hits.filter(isOwn), ...found.hits.filter((hit) => !isOwn(hit))] };
  };

  const ask = (typed: string): void => {
    if (typed.trim() === '') return asking.put(undefined);
    if (!looksLikeId(typed)) loadFirstPage();
    const known = find(typed).hits.map(({ summary }) => summary);
    asking.put(questionFor(typed, known));
  };

  const rowsFor = (typed: string): PickRow[] => {
    const read = readReferralId(typed);
    const { hits, count } = find(typed);
    const onServer = serverRows(read.ok ? read.id : undefined, search.size, hits.length > 0);
    const matches = hits
      .filter(({ summary: { id } }) => !onServer.some((row) => row.id === id))
      .map(({ summary, field }) => referralRow(summary, 'briefcase', field));
    const found = [
      ...section(vscode.l10n.t('matches'), [...matches, ...moreNote(count, hits.length)]),
      ...section(vscode.l10n.t('on the server'), onServer),
    ];
    if (found.length > 0) return found;
    const problem = idProblem(typed);
    return [
      problem !== undefined
        ? note(problem, 'warning')
        : note(vscode.l10n.t('No loaded referral matches ({0} searched).', search.size), 'search-stop'),
    ];
  };

  const serverRows = (typedId: string | undefined, searched: number, matched: boolean): PickRow[] => {
    const { state } = asking;
    // Enter must open the typed id even before the server has responded.
    const typed = (description: string, icon = 'go-to-file'): PickRow[] =>
      typedId === undefined || catalog.find(connection, typedId) ? [] : [unknownRow(typedId, icon, description)];
    switch (state.kind) {
      case 'found':
        return state.items.map((summary) => referralRow(summary, 'cloud'));
      case 'asking':
        // If there are matches, the progress bar is enough.
        return typedId === undefined
          ? matched
            ? []
            : [note(vscode.l10n.t('Searching the server…'), 'cloud')]
          : typed(vscode.l10n.t('searching the server…'));
      case 'nothing':
        return state.question.kind === 'id'
          ? typed(vscode.l10n.t('the server has no referral or engagement with this ID'), 'question')
          : state.question.kind === 'reference'
            ? [note(vscode.l10n.t('The server has no referral with this CRM reference.'), 'cloud')]
            : [];
      case 'unsupported':
        return state.question.kind === 'id'
          ? typed(vscode.l10n.t('the server has no referral with this ID, and can’t search by engagement'), 'question')
          : [searchedOnlyHereNote(searched)];
      case 'failed':
        return [...typed(vscode.l10n.t('Open')), failureNote(state.failure, connection)];
      case 'idle':
        return asking.busy ? typed(vscode.l10n.t('Open')) : [];
    }
  };

  try {
    return await showLivePick<PickRow, Picked>({
      title: titleFor(purpose, connection),
      placeholder: vscode.l10n.t('Name, customer, contact, e-mail, ID, URL or CRM reference'),
      typed: ask,
      rows,
      busy: () => asking.busy || !search.complete || list.state.phase === 'loading',
      changes: [search.onDidChange, asking.onDidChange, suggested.event, list.onDidChange],
      accept: (row, typed) => {
        const id = accepted(row, typed, rows(typed));
        return id === undefined ? undefined : { id, asJson: false };
      },
      buttons,
    });
  } finally {
    asking.dispose();
    suggested.dispose();
  }

  /** Returns the referral that Enter opens, given the current rows for the text. Undefined keeps the picker open. */
  function accepted(row: PickRow | undefined, typed: string, current: readonly PickRow[]): string | undefined {
    if (row?.id !== undefined && current.some(({ key }) => key === row.key)) return row.id;
    // If Enter is pressed before the picker shows the rows for the last typed or pasted text, the text counts.
    const read = readReferralId(typed);
    if (!read.ok) return row?.id;
    const [only, ...others] = current.flatMap(({ id }) => id ?? []);
    if (only === undefined || catalog.find(connection, read.id)) return read.id;
    // The text is the id of an engagement or a CRM reference, which one or several referrals have.
    return others.length === 0 ? only : undefined;
  }
}

/** Among equal matches, pinned and recently opened referrals come first. */
function boostsOf({ recent, pinned }: PickerDeps, connection: ConnectionId): Map<string, number> {
  const boosts = new Map(recent.list(connection).map((id, at) => [id, at === 0 ? 2 : 1]));
  for (const id of pinned?.list(connection) ?? []) boosts.set(id, 3);
  return boosts;
}

function titleFor(purpose: Purpose, connection: ConnectionId): string {
  const titles: Readonly<Record<Purpose, string>> = {
    open: vscode.l10n.t('Open Referral'),
    openJson: vscode.l10n.t('Open Referral as JSON'),
    copyId: vscode.l10n.t('Copy Referral ID'),
    choose: vscode.l10n.t('Choose a Referral'),
  };
  return connection === 'sandbox' ? vscode.l10n.t('{0} (Sandbox)', titles[purpose]) : titles[purpose];
}
