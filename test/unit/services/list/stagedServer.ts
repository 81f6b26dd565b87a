import type { ReferralClient, ReferralPage } from '../../../../src/api/client.ts';
import { ApiError, type Failure } from '../../../../src/api/failure.ts';
import type { ListQuery } from '../../../../src/api/listQuery.ts';
import type { SkipToken } from '../../../../src/api/paging.ts';
import { Emitter } from '../../../../src/base/event.ts';
import type { ReferralSummary } from '../../../../src/referral/summary.ts';
import { Catalog } from '../../../../src/services/catalog/catalog.ts';
import type { Connection } from '../../../../src/services/connection/connection.ts';
import { ReferralList } from '../../../../src/services/list/referralList.ts';
import { referral } from './referrals.ts';

export const minute = 60_000;
const start = Date.UTC(2026, 0, 1);

/**
 * A list of rows on a fake server. Tests can change thousands of rows at once, which the rules of the sandbox don't
 * allow.
 */
export class StagedServer {
  /** By id. */
  readonly rows = new Map<string, ReferralSummary>();
  readonly catalog: Catalog;
  readonly list: ReferralList;
  /** Called before each response. If it rejects, the request fails. */
  beforeAnswer: () => Promise<void> = async () => undefined;
  /** Called before each request, as when a sandbox starts for it. */
  onConnect: () => void = () => undefined;
  requests = 0;
  /** Ids of rows that are returned whatever status is filtered by. */
  readonly unfiltered = new Set<string>();
  /** Increase this to make all earlier tokens expire. */
  age = 0;
  now = start;

  constructor(count: number) {
    for (let n = 0; n < count; n++) this.put(`r${String(n)}`, n % 2 === 0 ? 'Active' : 'New');
    const client = { list: this.#answer } as Partial<ReferralClient> as ReferralClient;
    const connect = async (): Promise<ReferralClient> => {
      this.onConnect();
      return client;
    };
    const connection: Connection = { id: 'sandbox', client: connect, needsSignIn: false };
    this.catalog = new Catalog({ get: () => connection });
    const current = { current: connection, onDidChange: new Emitter<void>().event };
    this.list = new ReferralList(current, this.catalog, () => this.now);
  }

  /** Changes or adds a row. */
  put(id: string, status: string, name = '', team: readonly object[] = []): void {
    this.now += minute;
    this.rows.set(id, referral(id, { status, name, team, updatedDateTime: new Date(this.now).toISOString() }));
  }

  failOnce(failure: Failure): void {
    this.beforeAnswer = async () => {
      this.beforeAnswer = async () => undefined;
      throw new ApiError(failure);
    };
  }

  /** Ids of the items that differ from the server's rows. */
  get stale(): string[] {
    return this.list.state.items
      .filter((item) => this.rows.get(item.id)?.updatedDateTime !== item.updatedDateTime)
      .map(({ id }) => id);
  }

  readonly #answer = async (
    token: SkipToken | undefined,
    { signal }: { signal: AbortSignal },
    { filter }: ListQuery,
  ): Promise<ReferralPage> => {
    this.requests++;
    await this.beforeAnswer();
    if (signal.aborted) throw new ApiError({ kind: 'cancelled' });
    const all = [...this.rows.values()]
      .filter(({ id, status }) => !filter.status || status === filter.status || this.unfiltered.has(id))
      // In OData, `eq` is case-sensitive.
      .filter(({ team }) => filter.teamEmail === undefined || team.some(({ email }) => email === filter.teamEmail))
      .sort((a, b) => Date.parse(b.updatedDateTime!) - Date.parse(a.updatedDateTime!));
    const [age, at] = (token ?? `${this.age}.0`).split('.').map(Number) as [number, number];
    const facts = { status: 404, code: 'itemNotFound', requestId: undefined, message: undefined };
    if (age !== this.age) throw new ApiError({ kind: 'notFound', facts });
    const rest = `${this.age}.${at + 100}` as SkipToken;
    const next = at + 100 < all.length ? ({ kind: 'more', token: rest } as const) : undefined;
    return { items: all.slice(at, at + 100), unreadable: 0, next: next ?? { kind: 'none' } };
  };
}
