/** The test's side of test/vscode/standInProvider: Microsoft accounts, their sessions and tokens, as the test wants them. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

export interface Account {
  /** The e-mail address by which people know it. */
  readonly label: string;
  /** Who the sandbox takes its tokens for: `sandbox-admin`, `sandbox-user:<e-mail>` … */
  readonly sandboxToken: string;
}

/** What VS Code asked of the provider. */
export interface ProviderCall {
  readonly method: 'getSessions' | 'createSession' | 'removeSession';
  /** Undefined when VS Code asks for all sessions, e.g. for its Accounts menu. */
  readonly scopes?: readonly string[];
  /** Of a claims challenge: base64 of JSON. */
  readonly claims?: string;
}

interface Session {
  readonly id: string;
  accessToken: string;
  readonly account: { readonly id: string; readonly label: string };
  readonly scopes: readonly string[];
  /** What it was challenged for. */
  claims?: string | undefined;
}

/** A window's extensions know of a change. */
interface Told {
  readonly told: number;
}

interface Question extends ProviderCall {
  readonly id: number;
  readonly session?: string;
  /** Id of the account that is wanted. */
  readonly account?: string;
}

export class StandInAccounts {
  /** All calls so far, oldest first. */
  readonly calls: ProviderCall[] = [];
  /** Every token that was ever given out. */
  readonly issued: string[] = [];
  /** Who signs in at Microsoft's page when VS Code is sent there. */
  person: Account | undefined;
  /** What Microsoft's page says at the next sign-in, in place of signing in. */
  refusal: string | undefined;

  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** By label. */
  readonly #accounts = new Map<string, Account>();
  /** Tokens that the service accepts. */
  readonly #good = new Map<string, Account>();
  /** Refused tokens whose session gets a fresh one as soon as the service has refused them. */
  readonly #renewable = new Set<string>();
  /** Changes that windows have not told their extensions yet. */
  readonly #untold = new Map<number, () => void>();
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

  /** What the provider's environment must say. */
  get env(): Readonly<Record<string, string>> {
    return { PARTNER_REFERRALS_TEST_ACCOUNTS: String((this.#server.address() as AddressInfo).port) };
  }

  get signedIn(): string[] {
    return this.#sessions.map((session) => session.account.label);
  }

  /** The service checks a token: whose it is, undefined when refused. A refusal is what makes a renewable session renew. */
  check(token: string): Account | undefined {
    const session = this.#sessions.find(({ accessToken }) => accessToken === token);
    const account = session && this.#accounts.get(session.account.label);
    if (account && this.#renewable.delete(token)) session.accessToken = this.#issue(account);
    return this.#good.get(token);
  }

  /** From now on the service refuses the tokens that are out; a renewable session has a fresh one after the refusal. */
  revoke({ renewable }: { renewable: boolean }): void {
    this.#good.clear();
    for (const { accessToken } of this.#sessions) if (renewable) this.#renewable.add(accessToken);
  }

  /** Signs an account in outside of the extension, as through VS Code's Accounts menu. Settles when extensions know. */
  async add(account: Account, scopes: readonly string[]): Promise<void> {
    await this.#tell({ added: [this.#create(account, scopes)], removed: [], changed: [] });
  }

  /** Ends all sessions, as signing out in VS Code's Accounts menu does. Settles when extensions know. */
  async removeAll(): Promise<void> {
    const removed = this.#sessions;
    this.#sessions = [];
    this.#good.clear();
    this.#renewable.clear();
    await this.#tell({ added: [], removed, changed: [] });
  }

  /** Nobody is signed in, and this person will be next. What was asked and issued so far stays on record. */
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
    this.#good.set(token, account);
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
          this.#untold.delete(id);
          socket.off('close', done);
          resolve();
        };
        this.#untold.set(id, done);
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
    createInterface({ input: socket }).on('line', (line) => {
      const question = JSON.parse(line) as Question | Told;
      if ('told' in question) return this.#untold.get(question.told)?.();
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
