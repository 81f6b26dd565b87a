import { ApiError, type Failure } from '../../api/failure.ts';
import { odataString } from '../../api/odata.ts';
import type { ReferralSummary } from '../../referral/summary.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { ConnectionId, Connections } from '../connection/connection.ts';
import { hasReference, type Question } from './question.ts';

/** What a server said about a question. */
export type Answer =
  | { readonly kind: 'found'; readonly items: readonly ReferralSummary[] }
  | { readonly kind: 'nothing' }
  /** The server can't filter by this. */
  | { readonly kind: 'unsupported' }
  /** Without `failure` by a mistake of ours. */
  | { readonly kind: 'failed'; readonly failure: Failure | undefined };

interface Filter {
  readonly name: 'engagementId' | 'externalReferenceId';
  readonly text: string;
  /** The server's answer is not taken on trust: one that ignores filters sends everything it has. */
  readonly meets: (summary: ReferralSummary) => boolean;
}

/**
 * Asks servers by filter, and remembers for each connection which filters were refused: `externalReferenceId` is not
 * among the documented ones (reference §4.2). Only reads, and never causes a sign-in.
 */
export class ServerSearch {
  readonly #connections: Pick<Connections, 'get'>;
  readonly #catalog: Pick<Catalog, 'open'>;
  readonly #onMistake: (error: unknown) => void;
  readonly #refused = new Set<string>();

  constructor(
    connections: Pick<Connections, 'get'>,
    catalog: Pick<Catalog, 'open'>,
    onMistake: (error: unknown) => void,
  ) {
    this.#connections = connections;
    this.#catalog = catalog;
    this.#onMistake = onMistake;
  }

  /** Rejects with the signal's reason and nothing else. */
  async ask(connection: ConnectionId, question: Question, signal: AbortSignal): Promise<Answer> {
    try {
      const items = await this.#itemsFor(connection, question, signal);
      signal.throwIfAborted();
      if (items === 'unsupported') return { kind: 'unsupported' };
      return items.length > 0 ? { kind: 'found', items } : { kind: 'nothing' };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ApiError) return { kind: 'failed', failure: error.failure };
      this.#onMistake(error);
      return { kind: 'failed', failure: undefined };
    }
  }

  /** True once a server has refused to filter by CRM reference. */
  refusesReferences(connection: ConnectionId): boolean {
    return this.#refused.has(`${connection}/externalReferenceId`);
  }

  async #itemsFor(
    connection: ConnectionId,
    question: Question,
    signal: AbortSignal,
  ): Promise<readonly ReferralSummary[] | 'unsupported'> {
    if (question.kind === 'reference') return this.#byReference(connection, question.reference, signal);
    if (question.kind === 'id') {
      try {
        return [(await this.#catalog.open(connection, question.id, { signal })).summary];
      } catch (error) {
        if (!(error instanceof ApiError) || error.failure.kind !== 'notFound') throw error;
      }
    }
    const found = await this.#byFilter(connection, engagement(question.id), signal);
    return found === 'unsupported' ? [] : found;
  }

  async #byReference(
    connection: ConnectionId,
    reference: string,
    signal: AbortSignal,
  ): Promise<readonly ReferralSummary[] | 'unsupported'> {
    return this.#byFilter(
      connection,
      { name: 'externalReferenceId', text: reference, meets: (summary) => hasReference(summary, reference) },
      signal,
    );
  }

  async #byFilter(
    connection: ConnectionId,
    { name, text, meets }: Filter,
    signal: AbortSignal,
  ): Promise<readonly ReferralSummary[] | 'unsupported'> {
    const key = `${connection}/${name}`;
    if (this.#refused.has(key)) return 'unsupported';
    const client = await this.#connections.get(connection).client();
    signal.throwIfAborted();
    try {
      const { items } = await client.search(`${name} eq ${odataString(text)}`, { signal });
      const met = items.filter(meets);
      if (met.length === items.length) return met;
    } catch (error) {
      if (!(error instanceof ApiError) || error.failure.kind !== 'invalidRequest') throw error;
    }
    this.#refused.add(key);
    return 'unsupported';
  }
}

function engagement(id: string): Filter {
  return { name: 'engagementId', text: id, meets: (summary) => summary.engagementId?.toLowerCase() === id };
}
