import { ApiError, type Failure } from '../../api/failure.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { ConnectionId } from '../connection/connection.ts';
import type { Question } from './question.ts';

/** The server's response to a question. */
export type Answer =
  | { readonly kind: 'found'; readonly items: readonly ReferralSummary[] }
  | { readonly kind: 'nothing' }
  /** The server can't filter by this property. */
  | { readonly kind: 'unsupported' }
  /** Without `failure` if the cause is a bug of this extension. */
  | { readonly kind: 'failed'; readonly failure: Failure | undefined };

/** Sends requests for a typed text. It only reads and never causes a sign-in. */
export class ServerSearch {
  readonly #catalog: Pick<Catalog, 'open' | 'search' | 'of'>;
  readonly #onUnexpectedError: (error: unknown) => void;

  constructor(catalog: Pick<Catalog, 'open' | 'search' | 'of'>, onUnexpectedError: (error: unknown) => void) {
    this.#catalog = catalog;
    this.#onUnexpectedError = onUnexpectedError;
  }

  /** Sends a question to the server. Rejects only with the signal's reason. */
  async ask(connection: ConnectionId, question: Question, signal: AbortSignal): Promise<Answer> {
    try {
      const items = await this.#itemsFor(connection, question, signal);
      signal.throwIfAborted();
      if (items === 'unsupported') return { kind: 'unsupported' };
      return items.length > 0 ? { kind: 'found', items } : { kind: 'nothing' };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ApiError) return { kind: 'failed', failure: error.failure };
      this.#onUnexpectedError(error);
      return { kind: 'failed', failure: undefined };
    }
  }

  async #itemsFor(
    connection: ConnectionId,
    question: Question,
    signal: AbortSignal,
  ): Promise<readonly ReferralSummary[] | 'unsupported'> {
    if (question.kind === 'reference') {
      return this.#catalog.search(connection, 'externalReferenceId', question.reference, { signal });
    }
    if (question.kind === 'id') {
      try {
        return [(await this.#catalog.open(connection, question.id, { signal })).summary];
      } catch (error) {
        if (!(error instanceof ApiError) || error.failure.kind !== 'notFound') throw error;
      }
    }
    return this.#catalog.search(connection, 'engagementId', question.id, { signal });
  }
}
