import assert from 'node:assert/strict';
import { createReferralClient, type ReferralClient } from '../../../../src/api/client.ts';
import { TransportError, type HttpRequest, type HttpResponse } from '../../../../src/api/transport.ts';
import type { SessionState } from '../../../../src/auth/session.ts';
import { createSandbox } from '../../../../src/sandbox/http/createSandbox.ts';
import { Catalog } from '../../../../src/services/catalog/catalog.ts';
import type { Memory } from '../../../../src/services/catalog/recent.ts';
import type { Connection } from '../../../../src/services/connection/connection.ts';
import { WriteAllowance } from '../../../../src/services/connection/writeAllowance.ts';
import type { Decision } from '../../../../src/services/edit/create.ts';
import type { Side } from '../../../../src/services/edit/creationProgress.ts';
import { createThrough, type SendOutcome } from '../../../../src/services/edit/createThrough.ts';
import type { Deal } from '../../../../src/services/edit/dealText.ts';
import { sameSender, senderOf, type Sender } from '../../../../src/services/edit/sender.ts';
import { now } from './creationStage.ts';
import { never } from './writers.ts';

/** What happens to a POST. `late`: it is carried out when `arrive` is called. */
export type Fate = 'answered' | 'lostBefore' | 'lostAfter' | 'late' | 'refused';

interface Post {
  readonly fate: Fate;
  /** Who is in use from the moment that the server has it. */
  readonly then?: string | undefined;
}

export interface Sent {
  readonly account: string;
  readonly side: Side;
  readonly fate: Fate;
}

/** Partner Center with several accounts, each of which has its own deals, and a session that changes between them. */
export class AccountStage {
  readonly #sandbox = createSandbox({ seed: '[]', now: () => this.clock });
  readonly #catalog: Catalog;
  readonly #late: HttpRequest[] = [];
  readonly #parts;
  #kept = new Map<string, unknown>();
  #memory = this.#memoryOf();
  readonly #ask = { signal: never, now: () => this.clock };
  #account: string | undefined = 'a';
  readonly #writing = new WriteAllowance(async () => true);
  /** Of this machine and of the server. */
  clock = now;
  /** The accounts through which POSTs were sent. */
  readonly posts: string[] = [];
  /** The same POSTs with what they create and what became of them. */
  readonly sent: Sent[] = [];
  /** What happens to the next POSTs. */
  fates: Post[] = [];
  /** The next answers to the GET of a single referral say that there is none. */
  hidden = 0;
  /** Called when progress is kept, and before a list is asked for. */
  onKeep: () => void = () => undefined;
  onList: () => void = () => undefined;

  constructor() {
    const client = createReferralClient({
      origin: 'http://127.0.0.1',
      tokens: { getToken: async () => this.#token(), renew: async () => this.#token() },
      transport: { send: (request) => this.#transport(request) },
      mayWrite: () => this.#writing.mayWrite(),
      onCall: () => undefined,
      random: () => 0,
      wait: async () => undefined,
    });
    const list: ReferralClient['list'] = (...all) => {
      this.onList();
      return client.list(...all);
    };
    const live: Connection = { id: 'partner-center', needsSignIn: true, client: async () => ({ ...client, list }) };
    const connections = { get: () => live };
    this.#catalog = new Catalog(connections);
    const accountOf = (): string | undefined => this.#account;
    const session = {
      get state(): SessionState {
        const account = accountOf();
        return account === undefined ? { kind: 'signedOut' } : { kind: 'signedIn', account, tenant: 't' };
      },
      get accountId() {
        return accountOf();
      },
      check: async () => session.state,
    };
    const sandbox = { url: async () => '' };
    this.#parts = { connections, catalog: this.#catalog, session, sandbox };
  }

  /** As the next start of the extension finds it. What is kept has to be JSON. */
  reload(): void {
    const kept = [...this.#kept].filter(([, value]) => value !== undefined);
    this.#kept = new Map(JSON.parse(JSON.stringify(kept)) as [string, unknown][]);
    this.#memory = this.#memoryOf();
  }

  #memoryOf(): Memory {
    return {
      get: (key) => this.#kept.get(key),
      update: async (key, value) => {
        this.#kept.set(key, value);
        this.onKeep();
      },
    };
  }

  /** How many deals have something that is not complete. */
  get begun(): number {
    return [...this.#kept.values()].filter((value) => value !== undefined).length;
  }

  /** As the extension does: what is known goes with the account. */
  use(account: string | undefined): void {
    if (account === this.#account) return;
    const had = this.#account !== undefined;
    this.#account = account;
    if (!had) return;
    this.#writing.withdraw();
    this.#catalog.forget('partner-center');
  }

  sender(): Promise<Sender> {
    return senderOf(this.#parts, 'partner-center');
  }

  /** @param formers what the document said when it was sent before */
  send(deal: Deal, sender: Sender, formers: readonly Deal[] = []): Promise<SendOutcome> {
    return createThrough(this.#all, sender, deal, { ...this.#ask, formers });
  }

  /** A button of a message; undefined if it refuses. */
  async retry(
    deal: Deal,
    then: Sender,
    decision: Decision,
    formers: readonly Deal[] = [],
  ): Promise<SendOutcome | undefined> {
    const same = await sameSender(this.#parts, then);
    const wasSignedOut = then.account === undefined;
    return same && createThrough(this.#all, same, deal, { ...this.#ask, decision, wasSignedOut, formers });
  }

  get #all() {
    return { ...this.#parts, memory: this.#memory };
  }

  /** Whether a POST of the account is still on its way. */
  isLate(account: string): boolean {
    return this.#late.some(({ headers }) => headers['authorization'] === tokenOf(account));
  }

  async arrive(): Promise<void> {
    for (const request of this.#late.splice(0)) await this.#answer(request);
  }

  /** The sides that an account has, in order. */
  async sides(account: string): Promise<string[]> {
    const url = 'http://127.0.0.1/v1.0/engagements/referrals';
    const { body } = await this.#answer({ method: 'GET', url, headers: { authorization: tokenOf(account) } });
    const { value } = JSON.parse(body) as { value: { organizationId: string }[] };
    return value.map(({ organizationId }) => (organizationId === 'msft' ? 'microsoft' : 'own')).sort();
  }

  #token(): { value: string; account: string; accountId: string } | undefined {
    const account = this.#account;
    return account === undefined ? undefined : { value: tokenOf(account).slice(7), account, accountId: account };
  }

  async #transport(request: HttpRequest): Promise<HttpResponse> {
    if (request.method === 'GET' && /referrals\/[^/?]+$/.test(request.url) && this.hidden > 0) {
      this.hidden--;
      return { status: 404, header: () => undefined, body: '' };
    }
    if (request.method !== 'POST') return this.#answer(request);
    this.posts.push(/@(.*)$/.exec(request.headers['authorization'] ?? '')?.[1] ?? '');
    const { fate, then } = this.fates.shift() ?? { fate: 'answered' };
    const isInvitation = /"target":\[[^\]]*"msft"/.test(request.body ?? '');
    this.sent.push({ account: this.posts.at(-1) ?? '', side: isInvitation ? 'microsoft' : 'own', fate });
    const isCarriedOut = fate === 'answered' || fate === 'lostAfter';
    const response = isCarriedOut ? await this.#answer(request) : undefined;
    if (fate === 'late') this.#late.push(request);
    if (then !== undefined) this.use(then);
    if (fate === 'refused') return { status: 403, header: () => undefined, body: '' };
    if (fate === 'late') return { status: 503, header: () => undefined, body: '' };
    if (fate !== 'answered') throw new TransportError({ kind: 'unreachable', code: 'ECONNRESET' });
    assert.ok(response);
    return response;
  }

  async #answer({ method, url, headers, body }: Omit<HttpRequest, 'signal'>): Promise<HttpResponse> {
    const response = await this.#sandbox.fetch(new Request(url, { method, headers, body: body ?? null }));
    const answer = await response.text();
    return { status: response.status, header: (name) => response.headers.get(name) ?? undefined, body: answer };
  }
}

function tokenOf(account: string): string {
  return `Bearer sandbox-admin@${account}`;
}
