import { tryParseJson } from '../../referral/parseReferral.ts';
import type { Catalog, PendingRequest } from '../catalog/catalog.ts';
import type { ConnectionId } from '../connection/connection.ts';
import { failureOf } from './carriedOut.ts';
import { saveEdit, type SaveSettings } from './save.ts';
import { saveClient } from './saveClient.ts';
import { isUnsent, type Edit, type SaveOutcome } from './saveOutcome.ts';
import { saveWithoutBase } from './unknownBase.ts';

interface Document {
  readonly connection: ConnectionId;
  readonly edit: Edit;
  /** False if the edit's base is only what the file has. */
  readonly isBaseKnown: boolean;
  /** The account that the text was typed with; empty where there are no accounts. */
  readonly account: string | undefined;
  readonly isSameAccount: () => boolean;
  /** Tells the server and the session that the text was made with. */
  readonly began: PendingRequest;
}

/** One save of a document: to the server, and as the account, that its text was made with. */
export class DocumentSave {
  readonly #catalog: Catalog;
  readonly #document: Document;
  readonly #settings: SaveSettings;
  #began: PendingRequest;

  constructor(catalog: Catalog, document: Document, settings: SaveSettings) {
    this.#catalog = catalog;
    this.#document = document;
    this.#settings = settings;
    this.#began = document.began;
  }

  /** Tells the server and the session that the outcome is of. */
  get began(): PendingRequest {
    return this.#began;
  }

  async send(): Promise<SaveOutcome> {
    const { edit, account } = this.#document;
    if (this.#isCurrent()) {
      const outcome = await this.#attempt(edit);
      if (!isUnsent(outcome) || this.#isCurrent() || !this.#document.isSameAccount()) return outcome;
      if (account !== '') {
        // The same account has signed in again, and the base is its own.
        this.#began = this.#store.request();
        return this.#saveEdit({ ...edit, sent: outcome.sent });
      }
    }
    const outcome = await this.#outcomeOnOtherServer();
    this.#began = this.#store.request();
    return { ...outcome, sent: edit.sent };
  }

  async #attempt(edit: Edit): Promise<SaveOutcome> {
    const baseless = this.#document.isBaseKnown ? undefined : await this.#outcomeWithoutBase();
    if (baseless) return { ...baseless, sent: edit.sent };
    return this.#saveEdit(edit);
  }

  #saveEdit(edit: Edit): Promise<SaveOutcome> {
    const client = saveClient(this.#catalog, this.#document.connection, this.#began);
    return saveEdit(client, edit, this.#settings);
  }

  /** Undefined if the text is based on the version that the file has. */
  async #outcomeWithoutBase(): Promise<SaveOutcome | undefined> {
    const { connection, edit } = this.#document;
    const known = this.#catalog.find(connection, edit.id)?.fetched;
    // It was forgotten a moment ago: with it, nobody knows who changed what.
    return known?.text === edit.base ? saveWithoutBase(edit.text, known) : { kind: 'stopped' };
  }

  /** What differs from a server on which the text is not based is for the person to decide. */
  async #outcomeOnOtherServer(): Promise<SaveOutcome> {
    const { connection, edit } = this.#document;
    const json = await tryParseJson(edit.text);
    if (!json.ok) return { kind: 'malformed', problem: json.problem };
    try {
      const { fetched } = await this.#catalog.open(connection, edit.id, { signal: this.#settings.signal });
      return (await saveWithoutBase(edit.text, fetched, true)) ?? { kind: 'stopped' };
    } catch (error) {
      return { kind: 'failed', failure: failureOf(error) };
    }
  }

  get #store() {
    return this.#catalog.of(this.#document.connection);
  }

  #isCurrent(): boolean {
    return this.#store.isCurrent(this.#began);
  }
}
