import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { Failure } from '../../api/failure.ts';
import { delay } from '../../base/async.ts';
import { prettyJson } from '../../referral/prettyJson.ts';
import type { Catalog, PendingRequest } from '../../services/catalog/catalog.ts';
import { untilReachable } from '../../services/edit/carriedOut.ts';
import { conflictBetween } from '../../services/edit/conflict.ts';
import type { Draft } from '../../services/edit/drafts.ts';
import type { PatchOperation } from '../../services/edit/patch.ts';
import { DocumentSave } from '../../services/edit/documentSave.ts';
import { earlierSave } from '../../services/edit/earlierSaves.ts';
import { needsPreview } from '../../services/edit/preview.ts';
import type { Conflict, EarlierSave, Edit } from '../../services/edit/saveOutcome.ts';
import type { Failures } from '../failures/failures.ts';
import { locale } from '../locale.ts';
import { readSettings } from '../settings.ts';
import { documentAt, replaceText, type DraftDocuments, type FileVersion } from './draftDocuments.ts';
import { DocumentOrigins } from './documentOrigins.ts';
import { readReferralUri } from './referralUri.ts';
import { saveFailure, showNotSent, showSaveFailure, type ResendActions, type SaveActions } from './saveMessages.ts';
import { SavePreview } from './savePreview.ts';
import { TheirsDocuments } from './theirsDocuments.ts';

/** A longer wait for the server, in ms, is told. */
const longWait = 15_000;

/** While a person goes on typing during each save, at most so many are kept. */
const mostSaves = 10;

type MadeFrom = Pick<Draft, 'base' | 'saves'>;

interface Saved {
  readonly server: Pick<FileVersion, 'text' | 'eTag'>;
  readonly madeFrom: Pick<FileVersion, 'text' | 'eTag'> & { readonly saves: readonly EarlierSave[] };
}

/** Sends the changes of documents when they are saved. */
export class DocumentSaves implements vscode.Disposable {
  readonly #catalog: Catalog;
  readonly #drafts: DraftDocuments;
  readonly #failures: Failures;
  readonly #onSaved: (uri: vscode.Uri, save: EarlierSave) => void;
  readonly #origins: DocumentOrigins;
  readonly #theirs = new TheirsDocuments();
  readonly #preview = new SavePreview();
  /** Documents whose first change was confirmed in this window. */
  readonly #confirmed = new Set<string>();
  /** Why each document is being saved. */
  readonly #reasons = new Map<string, vscode.TextDocumentSaveReason>();
  /** Of each document that is being saved, the end of the last save that was asked for. */
  readonly #turns = new Map<string, Promise<unknown>>();
  #limitOffered = false;
  readonly #ended = new AbortController();
  readonly #listening = vscode.workspace.onWillSaveTextDocument(({ document, reason }) => {
    if (readReferralUri(document.uri)) this.#reasons.set(document.uri.toString(), reason);
  });

  /** @param onSaved called when the server has taken a save */
  constructor(
    catalog: Catalog,
    drafts: DraftDocuments,
    failures: Failures,
    onSaved: (uri: vscode.Uri, save: EarlierSave) => void,
  ) {
    this.#onSaved = onSaved;
    this.#catalog = catalog;
    this.#drafts = drafts;
    this.#origins = new DocumentOrigins(catalog);
    this.#failures = failures;
  }

  /** Runs one save of a document at a time, so that a person's own one is no change of others for the next. */
  inTurn<T>(uri: vscode.Uri, save: () => Promise<T>): Promise<T> {
    const key = uri.toString();
    const saved = (this.#turns.get(key) ?? Promise.resolve()).then(save);
    const forget = (): void => {
      if (this.#turns.get(key) === ended) this.#turns.delete(key);
    };
    const ended = saved.then(forget, forget);
    this.#turns.set(key, ended);
    return saved;
  }

  /**
   * Sends what differs from the version that the text is based on. Resolves with the server's text, and with what a text that
   * was typed meanwhile is made from.
   * @throws FileSystemError when the document must stay as it is; the person was told why
   */
  async save(uri: vscode.Uri, text: string, version: FileVersion): Promise<Saved> {
    const key = uri.toString();
    const named = readReferralUri(uri);
    if (!named) throw vscode.FileSystemError.FileNotFound(uri);
    const { connection, id } = named;
    const draft = await this.#drafts.find(uri);
    const account = draft?.account ?? this.#drafts.account(connection);
    const isSameAccount = (): boolean => this.#drafts.account(connection) === account;
    if (!isSameAccount()) throw vscode.FileSystemError.Unavailable(otherAccount());
    const isBaseKnown = draft?.base !== undefined;
    const { text: base, eTag } = isBaseKnown ? { text: draft.base, eTag: draft.eTag } : version;
    const edit = { id, base, eTag, text, sent: draft?.sent, saves: draft?.saves };
    const keep = async (changes: Partial<Draft>): Promise<void> => {
      const document = documentAt(uri);
      if (document && isSameAccount()) await this.#drafts.update(document, changes);
    };
    const asks = needsPreview(readSettings.editPreview(), connection, this.#confirmed.has(key));
    let isConfirmed = false;
    const confirm = async (operations: readonly PatchOperation[]): Promise<boolean> =>
      (isConfirmed ||= await this.#preview.confirm(uri, operations));
    const settings = {
      signal: this.#ended.signal,
      ...(asks && { confirm }),
      // The window, the session or this process may end before the answer comes. What is sent has a known base.
      beforeSend: (sent: readonly string[]) => keep({ sent, ...(!isBaseKnown && { base, eTag }) }),
    };
    // What an account has typed is its own also after it has signed in again. Without accounts, it is for its server alone.
    const made = account === '' ? this.#origins.of(uri, connection) : this.#catalog.of(connection).request();
    const typed = { connection, edit, isBaseKnown, account, isSameAccount, began: made };
    const save = new DocumentSave(this.#catalog, typed, settings);
    const outcome = await save.send();
    const { began } = save;
    if (outcome.kind === 'saved' || outcome.kind === 'unchanged') {
      this.#origins.set(uri, began);
      if (outcome.kind === 'saved' && outcome.isSent) this.#confirmed.add(key);
      const taken = outcome.kind === 'saved' ? [earlierSave(edit, outcome)] : [];
      for (const each of taken) this.#onSaved(uri, each);
      const saves = [...(draft?.saves ?? []), ...taken];
      const latest = saves.at(-1);
      const server = latest ? { text: latest.server, eTag: latest.eTag } : { text: base, eTag };
      if (saves.length <= mostSaves) return { server, madeFrom: { text: base, eTag, saves } };
      // What is typed next can't take back what was sent before.
      return { server, madeFrom: { text, eTag, saves: [] } };
    }
    await keep({ sent: outcome.sent });
    const actions = this.#actions(uri, { ...edit, sent: outcome.sent }, began);
    await showSaveFailure(outcome, named, actions, this.#failures);
    throw vscode.FileSystemError.Unavailable(saveFailure(outcome));
  }

  /**
   * Ends a save for which the version that the text is based on is not known and can't be asked for, so nothing was sent.
   * The next save asks again, and sends only what is based on what the server has then.
   * @throws FileSystemError always; the person was told why
   */
  async failToLook(uri: vscode.Uri, text: string, failure: Failure): Promise<never> {
    const named = readReferralUri(uri);
    if (named) await showNotSent(failure, named, this.#resend(uri, text), this.#failures);
    throw vscode.FileSystemError.Unavailable(saveFailure({ kind: 'failed', failure }));
  }

  /**
   * False if the file is written otherwise than by a save of its document. A pause in typing must not send half a change to
   * other people.
   * @throws FileSystemError if VS Code saves the document by itself
   */
  isSavedByPerson(uri: vscode.Uri): boolean {
    const key = uri.toString();
    const reason = this.#reasons.get(key);
    this.#reasons.delete(key);
    if (reason === undefined) return false;
    if (reason === vscode.TextDocumentSaveReason.Manual) return true;
    this.#offerLimit();
    throw vscode.FileSystemError.Unavailable(vscode.l10n.t('A referral is sent only when you save it yourself.'));
  }

  /**
   * Shows another text of a referral beside its document.
   * @param query tells texts of the same referral apart
   */
  async compare(uri: vscode.Uri, text: string, title: string, query = ''): Promise<void> {
    await vscode.commands.executeCommand('vscode.diff', this.#theirs.show(uri, text, query), uri, title);
  }

  async compareTexts(uri: vscode.Uri, theirs: string, mine: string): Promise<void> {
    const sides = [this.#theirs.show(uri, theirs), this.#theirs.show(uri, mine, 'mine')] as const;
    await vscode.commands.executeCommand('vscode.diff', ...sides, vscode.l10n.t('Theirs ↔ Yours'));
  }

  dispose(): void {
    this.#ended.abort();
    this.#listening.dispose();
    this.#origins.dispose();
    this.#theirs.dispose();
    this.#preview.dispose();
  }

  /** Auto Save can be limited to files of the workspace, which documents of referrals are not. */
  #offerLimit(): void {
    if (this.#limitOffered) return;
    this.#limitOffered = true;
    const limit = vscode.l10n.t('Limit Auto Save');
    const text = vscode.l10n.t(
      'Auto Save doesn’t send a changed referral: save it yourself. Auto Save can be limited to files of the workspace.',
    );
    void vscode.window.showInformationMessage(text, limit).then((choice) => {
      if (choice !== limit) return;
      const { Global } = vscode.ConfigurationTarget;
      void vscode.workspace.getConfiguration().update('files.autoSaveWorkspaceFilesOnly', true, Global);
    });
  }

  /**
   * @param text what was to be saved
   * @param version what it is based on; undefined if that is not known
   */
  #resend(uri: vscode.Uri, text: string, version?: MadeFrom): ResendActions {
    return {
      save: () => this.#saveAgain(uri),
      saveWhenOnline: async () => {
        await this.#untilOnline(uri);
        const document = documentAt(uri);
        if (!document?.isDirty) return;
        if (document.getText() === text) await this.#saveAgain(uri);
        else await this.inTurn(uri, () => this.#sendEarlier(document, text, version));
      },
    };
  }

  #actions(uri: vscode.Uri, edit: Edit, began: PendingRequest): SaveActions {
    return {
      ...this.#resend(uri, edit.text, edit),
      compare: async (told) => {
        const conflict = await this.#stillOpen(uri, edit, told);
        if (!conflict) return;
        await this.#adopt(uri, conflict, conflict.mine, began);
        await this.compare(uri, conflict.current.text, vscode.l10n.t('Theirs ↔ Yours'));
      },
      showProblems: async (told) => {
        const conflict = told && (await this.#stillOpen(uri, edit, told));
        if (conflict) await this.#adopt(uri, conflict, conflict.mine, began);
        await vscode.commands.executeCommand('workbench.actions.view.problems');
      },
      take: async (told, side) => {
        const conflict = await this.#stillOpen(uri, edit, told);
        if (!conflict) return;
        await this.#adopt(uri, conflict, conflict[side], began);
        await this.#saveAgain(uri);
      },
      goTo: async (line, column) => {
        const at = new vscode.Position(line - 1, column - 1);
        await vscode.window.showTextDocument(uri, { selection: new vscode.Range(at, at) });
      },
    };
  }

  /**
   * The conflict that a message told of, with the text as it is now: the person may have gone on typing. A text that can't
   * be merged is saved again, which tells why. If the conflict was decided otherwise meanwhile, nothing is sent: nobody has
   * asked to send what was typed since.
   */
  async #stillOpen(uri: vscode.Uri, edit: Edit, told: Conflict): Promise<Conflict | undefined> {
    const document = documentAt(uri);
    if (!document?.isDirty) return undefined;
    const text = document.getText();
    const draft = await this.#drafts.find(uri);
    if (draft && !isSameState(draft, edit)) {
      const words = vscode.l10n.t('This has been decided since. Save the document to send what you have typed.');
      return void vscode.window.showInformationMessage(words);
    }
    if (text === edit.text) return told;
    const conflict =
      draft?.base === undefined
        ? undefined
        : await conflictBetween({ base: draft.base, text, sent: draft.sent, saves: draft.saves }, told.current);
    if (!conflict) await this.#saveAgain(uri);
    return conflict;
  }

  /** From now on the text is based on another version of the server, which was asked for after `began`. */
  async #adopt(uri: vscode.Uri, { current }: Conflict, text: string, began: PendingRequest): Promise<void> {
    const document = documentAt(uri);
    if (!document) return;
    this.#origins.set(uri, began);
    const version = { base: current.text, eTag: current.eTag, sent: undefined, saves: undefined };
    await this.#drafts.update(document, version);
    await replaceText(document, prettyJson(text));
  }

  async #saveAgain(uri: vscode.Uri): Promise<void> {
    const document = documentAt(uri) ?? (await vscode.workspace.openTextDocument(uri));
    await document.save();
  }

  /**
   * Sends a text that was saved before. Nobody has asked to send what was typed since, which may be half a sentence: it stays
   * unsaved, based on what was sent.
   */
  async #sendEarlier(document: vscode.TextDocument, text: string, version: MadeFrom | undefined): Promise<void> {
    const { uri } = document;
    const draft = await this.#drafts.find(uri);
    if (!document.isDirty) return;
    // With another version, a later text was saved meanwhile, which the earlier one would take back.
    if (draft?.base === undefined || !version || !isSameVersion(draft, version)) {
      const words = vscode.l10n.t('The server can be reached again. Save the document to send your change.');
      return void vscode.window.showInformationMessage(words);
    }
    let madeFrom: Saved['madeFrom'];
    try {
      ({ madeFrom } = await this.save(uri, text, { ...draft, text: draft.base, eTag: draft.eTag }));
    } catch (error) {
      if (error instanceof vscode.FileSystemError) return;
      throw error;
    }
    // The person may have given up or saved meanwhile what was typed since.
    if (!documentAt(uri)?.isDirty) return;
    // VS Code doesn't know of this save, so the file stays the one that it has read.
    const { text: madeOf, eTag, saves } = madeFrom;
    await this.#drafts.update(document, { base: madeOf, eTag, saves, sent: undefined });
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The change that you saved was sent. What you have typed since is not saved yet.'),
    );
  }

  /** Resolves when the server answers, or when the document has no changes any more. */
  async #untilOnline(uri: vscode.Uri): Promise<void> {
    const named = readReferralUri(uri);
    const { signal } = this.#ended;
    await untilReachable(
      async () => {
        if (named && documentAt(uri)?.isDirty) await this.#catalog.open(named.connection, named.id, { signal });
      },
      async (ms) => {
        if (!documentAt(uri)?.isDirty) return;
        if (ms > longWait) {
          const time = new Date(Date.now() + ms).toLocaleTimeString(locale());
          const words = vscode.l10n.t('The server asks to wait. Your change is sent at {0}.', time);
          void vscode.window.showInformationMessage(words);
        }
        await delay(ms, signal);
      },
    );
  }
}

/** True if nothing was saved and no conflict was decided since the edit. */
function isSameState(draft: Draft, edit: Edit): boolean {
  const version = { ...draft, base: draft.base ?? edit.base };
  return isSameVersion(version, edit) && isDeepStrictEqual(draft.sent ?? [], edit.sent ?? []);
}

function otherAccount(): string {
  return vscode.l10n.t('It was typed with another account. Sign in with that one to send it. Nothing was sent.');
}

/** True if nothing was saved between two texts, and both are made from the same version. */
function isSameVersion(left: MadeFrom, right: MadeFrom): boolean {
  return left.base === right.base && (left.saves?.length ?? 0) === (right.saves?.length ?? 0);
}
