import assert from 'node:assert/strict';
import { setImmediate as settled } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { bearerToken } from '../../../src/api/policies/bearerToken.ts';
import { withPolicies, type Transport } from '../../../src/api/transport.ts';
import { AccountMemory } from '../../../src/auth/accountMemory.ts';
import { MicrosoftTokens } from '../../../src/auth/microsoftTokens.ts';
import { Session } from '../../../src/auth/session.ts';
import type { Account } from '../../../src/auth/tokens.ts';
import { alice, bob, MicrosoftAccounts, Storage } from './microsoftAccounts.ts';

const origin = 'https://api.partner.microsoft.com';

/** An action that can happen at any time. The number is how many pending calls get their results after it. */
const action = fc.record({
  kind: fc.constantFrom(
    ...(['request', 'request', 'write', 'check', 'signIn', 'signIn', 'signOut'] as const),
    ...(['reload', 'sessionsChanged', 'offline', 'online', 'elsewhereSignOut', 'elsewhereSignIn'] as const),
  ),
  account: fc.constantFrom(alice, bob),
  answered: fc.nat({ max: 3 }),
});
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

/** The window under test, a second window, and what the user expects of the first one. */
class World {
  readonly #scheduler: fc.Scheduler;
  readonly #accounts = new MicrosoftAccounts();
  readonly #global = new Storage();
  readonly #workspace = new Storage();
  readonly #elsewhere: Session;
  readonly #running: Promise<unknown>[] = [];
  /** The account of the latest finished sign-in; null after a sign-out; undefined before any choice. */
  #chosen: Account | null | undefined;
  /** The account of a running sign-in that is the user's latest choice. */
  #choosing: Account | undefined;
  #choice = 0;
  #session: Session;
  #api: Transport;

  constructor(scheduler: fc.Scheduler) {
    this.#scheduler = scheduler;
    this.#accounts.when = (call) => scheduler.schedule(Promise.resolve(), call);
    this.#elsewhere = this.#open(new Storage());
    this.#session = this.#open(this.#workspace);
    this.#api = this.#apiOf(this.#session);
  }

  async run(actions: readonly Action[]): Promise<void> {
    for (const { kind, account, answered } of actions) {
      this.#do(kind, account);
      await settled();
      for (let n = 0; n < answered; n++) await this.#answerOne();
    }
    while (this.#scheduler.count() > 0) await this.#answerOne();
    await Promise.all(this.#running);
    await this.#checkEnd();
  }

  #do(kind: Action['kind'], account: Account): void {
    switch (kind) {
      case 'request':
      case 'write':
        return this.#start(this.#send(kind === 'write' ? 'POST' : 'GET'));
      case 'check':
        return this.#start(this.#session.check());
      case 'signIn':
        return this.#start(this.#signIn(account));
      case 'signOut':
        this.#chosen = null;
        this.#choosing = undefined;
        this.#choice++;
        return this.#start(this.#session.signOut());
      case 'reload':
        this.#choice++;
        this.#choosing = undefined;
        this.#session.dispose();
        this.#session = this.#open(this.#workspace);
        this.#api = this.#apiOf(this.#session);
        return;
      case 'sessionsChanged':
        return this.#accounts.change([...this.#accounts.listed]);
      case 'offline':
      case 'online':
        this.#accounts.online = kind === 'online';
        return;
      case 'elsewhereSignOut':
        // A workspace without an account uses the next sign-in of the other one.
        if (this.#workspace.values.length > 0) this.#chosen = null;
        return this.#start(this.#elsewhere.signOut());
      case 'elsewhereSignIn':
        return this.#start(this.#elsewhere.signIn({ again: false, account }));
    }
  }

  async #signIn(account: Account): Promise<void> {
    const session = this.#session;
    const isSame = this.#choosing === account;
    const choice = isSame ? this.#choice : ++this.#choice;
    this.#choosing = account;
    const signedIn = await session.signIn({ again: false, account });
    if (!signedIn || session !== this.#session) return;
    assert.equal(choice, this.#choice, 'An earlier choice took effect after a later one.');
    this.#chosen = account;
    this.#choosing = undefined;
  }

  async #send(method: 'GET' | 'POST'): Promise<void> {
    const request = { method, url: `${origin}/x`, headers: {}, signal: new AbortController().signal };
    await this.#api.send(request).catch((error: unknown) => {
      assert.ok(!(error instanceof assert.AssertionError), error as Error);
    });
  }

  #open(workspace: Storage): Session {
    const tokens = new MicrosoftTokens(this.#accounts, () => ({ clientId: '', tenantId: '' }));
    return new Session(tokens, new AccountMemory(this.#global, workspace));
  }

  #apiOf(session: Session): Transport {
    const send: Transport['send'] = async ({ headers }) => {
      // A closed window has no expectations.
      if (session === this.#session) this.#checkSent(headers['authorization'] ?? '');
      await this.#scheduler.schedule(Promise.resolve(), 'response');
      return { status: 200, header: () => undefined, body: '' };
    };
    return withPolicies({ send }, [bearerToken(origin, session)]);
  }

  #checkSent(authorization: string): void {
    if (this.#chosen === undefined) return;
    const allowed = [this.#chosen, this.#choosing].map((account) => account && `Bearer token of ${account.label}`);
    assert.ok(
      allowed.includes(authorization),
      `${authorization} was sent after ${this.#chosen?.label ?? 'a sign-out'}`,
    );
  }

  async #checkEnd(): Promise<void> {
    this.#accounts.online = true;
    const end = this.#session.check();
    await settled();
    while (this.#scheduler.count() > 0) await this.#answerOne();
    const state = await end;
    if (this.#chosen === null) assert.equal(state.kind, 'signedOut');
    if (!this.#chosen) return;
    assert.deepEqual(state, { kind: 'signedIn', account: this.#chosen.label, tenant: undefined });
    assert.equal(this.#workspace.get('partnerReferrals.account'), this.#chosen.id);
  }

  async #answerOne(): Promise<void> {
    if (this.#scheduler.count() > 0) await this.#scheduler.waitNext(1);
    await settled();
  }

  #start(task: Promise<unknown>): void {
    this.#running.push(task);
    // Failures are reported after all tasks have ended.
    task.catch(() => undefined);
  }
}

describe('Sign-ins, sign-outs and requests in any order', () => {
  it('never send a token of an account that the person has left, and end with the latest choice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(action, { minLength: 2, maxLength: 14 }), (scheduler, actions) =>
        new World(scheduler).run(actions),
      ),
      { numRuns: 300 },
    );
  });
});
