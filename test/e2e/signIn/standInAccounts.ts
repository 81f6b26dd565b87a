/** The counterpart of test/vscode/standInProvider in the tests: Microsoft accounts, their sessions and tokens. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

export interface Account {
  /** The e-mail address, which is the account's label. */
  readonly label: string;
  /** The sandbox token of this account: `sandbox-admin`, `sandbox-user:<e-mail>` … */
  readonly sandboxToken: string;
}

/** A call from VS Code to the provider. */
export interface ProviderCall {
  readonly method: 'getSessions' | 'createSession' | 'removeSession';
  /** Undefined if VS Code requests all sessions, e.g. for its Accounts menu. */
  readonly scopes?: readonly string[];
  /** The claims of a challenge: base64 of JSON. */
  readonly claims?: string;
}

interface Session {
  readonly id: string;
  accessToken: string;
  readonly account: { readonly id: string; readonly label: string };
  readonly scopes: readonly string[];
  /** The claims that the session was requested with. */
  claims?: string | undefined;
}

/** Sent when the extensions of a window have received a change. */
interface Told {
  readonly told: number;
}

interface Question extends ProviderCall {
  readonly id: number;
  readonly session?: string;
  /** Id of the requested account. */
  readonly account?: string;
}

export class StandInAccounts {
  /** All calls, oldest first. */
  readonly calls: ProviderCall[] = [];
  /** All issued tokens. */
  readonly issued: string[] = [];
  /** The account that signs in on Microsoft's page when VS Code opens it. */
  person: Account | undefined;
  /** Error text of Microsoft's page at the next sign-in, instead of signing in. */
  refusal: string | undefined;

  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Accounts by label. */
  readonly #accounts = new Map<string, Account>();
  /** Tokens that the service accepts. */
  readonly #validTokens = new Map<string, Account>();
  /** Tokens whose session is renewed after the service has refused them. */
  readonly #renewable = new Set<string>();
  /** Changes that windows haven't reported to their extensions yet. */
  readonly #pendingChanges = new Map<number, () => void>();
  #sessions: Session[] = [];
  #changes = 0;

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket) => this.#serve(socket));
  }

  static async start(): Promise<StandInAccounts> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new StandInAccounts(server);
  }

  /** Environment variables that the provider needs. */
  get env(): Readonly<Record<string, string>> {
    return { PARTNER_REFERRALS_TEST_ACCOUNTS: String((this.#server.address() as AddressInfo).port) };
  }

  get signedIn(): string[] {
    return this.#sessions.map((session) => session.account.label);
  }

  /**
   * Checks a token for the service. Returns its account; undefined if it is refused. The refusal renews a renewable
   * session.
   */
  check(token: string): Account | undefined {
    const session = this.#sessions.find(({ accessToken }) => accessToken === token);
    const account = session && this.#accounts.get(session.account.label);
    if (account && this.#renewable.delete(token)) session.accessToken = this.#issue(account);
    return this.#validTokens.get(token);
  }

  /** Revokes all issued tokens. A renewable session gets a new one after the refusal. */
  revoke({ renewable }: { renewable: boolean }): void {
    this.#validTokens.clear();
    for (const { accessToken } of this.#sessions) if (renewable) this.#renewable.add(accessToken);
  }

  /**
   * Signs in with an account outside of the extension, as in VS Code's Accounts menu. Resolves when the extensions have
   * received the change.
   */
  async add(account: Account, scopes: readonly string[]): Promise<void> {
    await this.#tell({ added: [this.#create(account, scopes)], removed: [], changed: [] });
  }

  /**
   * Removes all sessions, as signing out in VS Code's Accounts menu does. Resolves when the extensions have received
   * the change.
   */
  async removeAll(): Promise<void> {
    const removed = this.#sessions;
    this.#sessions = [];
    this.#validTokens.clear();
    this.#renewable.clear();
    await this.#tell({ added: [], removed, changed: [] });
  }

  /** Signs out everybody. This account signs in next. Recorded calls and tokens are kept. */
  async reset(person: Account): Promise<void> {
    this.person = person;
    this.refusal = undefined;
    await this.removeAll();
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #issue(account: Account): string {
    const part = (bytes: number) => randomBytes(bytes).toString('base64url');
    const token = `eyJ${part(24)}.${part(90)}.${part(60)}`;
    this.issued.push(token);
    this.#validTokens.set(token, account);
    return token;
  }

  #create(account: Account, scopes: readonly string[]): Session {
    this.#accounts.set(account.label, account);
    const known = { id: `id of ${account.label}`, label: account.label };
    const session = { id: randomBytes(8).toString('hex'), accessToken: this.#issue(account), account: known, scopes };
    this.#sessions = [...this.#sessions.filter((other) => other.account.label !== account.label), session];
    return session;
  }

  #answer({ method, scopes = [], session, account, claims }: Question): unknown {
    switch (method) {
      case 'getSessions': {
        const fits = (other: Session) =>
          (scopes.length === 0 || [...scopes].sort().join() === [...other.scopes].sort().join()) &&
          (account === undefined || other.account.id === account) &&
          (claims === undefined || other.claims === claims);
        return this.#sessions.filter(fits);
      }
      case 'createSession': {
        if (!this.person) throw new Error('Nobody sits before Microsoft’s page.');
        const before = this.#sessions;
        const created = this.#create(this.person, scopes);
        created.claims = claims;
        void this.#tell({
          added: [created],
          removed: before.filter((other) => !this.#sessions.includes(other)),
          changed: [],
        });
        return created;
      }
      case 'removeSession': {
        const removed = this.#sessions.filter(({ id }) => id === session);
        this.#sessions = this.#sessions.filter(({ id }) => id !== session);
        void this.#tell({ added: [], removed, changed: [] });
        return null;
      }
    }
  }

  async #tell(change: object): Promise<void> {
    const told = [...this.#sockets].map((socket) => {
      const id = ++this.#changes;
      return new Promise<void>((resolve) => {
        const done = () => {
          this.#pendingChanges.delete(id);
          socket.off('close', done);
          resolve();
        };
        this.#pendingChanges.set(id, done);
        socket.on('close', done);
        socket.write(`${JSON.stringify({ id, change })}\n`);
      });
    });
    await Promise.all(told);
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
    const lines = createInterface({ input: socket });
    // It repeats those of the socket.
    lines.on('error', () => undefined);
    lines.on('line', (line) => {
      const question = JSON.parse(line) as Question | Told;
      if ('told' in question) return this.#pendingChanges.get(question.told)?.();
      const { method, scopes, claims } = question;
      this.calls.push({ method, ...(scopes && { scopes }), ...(claims && { claims }) });
      const { refusal } = this;
      if (method === 'createSession' && refusal !== undefined) {
        this.refusal = undefined;
        socket.write(`${JSON.stringify({ id: question.id, refusal })}\n`);
        return;
      }
      socket.write(`${JSON.stringify({ id: question.id, result: this.#answer(question) })}\n`);
    });
  }
}
