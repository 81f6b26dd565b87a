import assert from 'node:assert/strict';
import { setImmediate as settled } from 'node:timers/promises';
import { describe, it } from 'mocha';
import { AccountMemory } from '../../../src/auth/accountMemory.ts';
import { MicrosoftTokens } from '../../../src/auth/microsoftTokens.ts';
import { Session, type SessionChange } from '../../../src/auth/session.ts';
import {
  AccountChangedError,
  TokenUnavailableError,
  type AccessToken,
  type TokenSource,
} from '../../../src/auth/tokens.ts';
import { alice, bob, MicrosoftAccounts, Storage } from './microsoftAccounts.ts';

const never = new AbortController().signal;
const signInAs = (account: typeof alice) => ({ again: false, account });

describe('The session', () => {
  let accounts: MicrosoftAccounts;
  let global: Storage;
  let workspace: Storage;
  let session: Session;
  let changes: SessionChange[];
  /** Opens a window of VS Code, or reloads it. */
  const open = (own = workspace): Session => {
    const opened = new Session(
      new MicrosoftTokens(accounts, () => ({ clientId: '', tenantId: '' })),
      new AccountMemory(global, own),
    );
    changes = [];
    opened.onDidChange((change) => changes.push(change));
    return opened;
  };
  const accountOf = async (asked = session): Promise<string | undefined> => (await asked.getToken(never))?.account;
  /** Delays the next call of this kind until the returned function is called. */
  const holdNext = (kind: string, label?: string): (() => void) => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let first = true;
    accounts.when = (call, account) => {
      if (!first || call !== kind || (label !== undefined && account?.label !== label)) return Promise.resolve();
      first = false;
      return held;
    };
    return release;
  };
  beforeEach(() => {
    accounts = new MicrosoftAccounts();
    global = new Storage();
    workspace = new Storage();
    session = open();
  });

  describe('with an account that is still listed but has no token now', () => {
    it('stays signed in and removes nothing, and requests say that the sign-in can’t be renewed now', async () => {
      await session.signIn(signInAs(alice));
      accounts.online = false;
      changes = [];
      await assert.rejects(session.getToken(never), (error) => {
        assert.ok(error instanceof TokenUnavailableError);
        assert.deepEqual(error.because, { kind: 'notRenewable' });
        return true;
      });
      assert.deepEqual(
        [await session.check(), changes],
        [{ kind: 'signedIn', account: alice.label, tenant: undefined }, []],
      );
      accounts.online = true;
      assert.equal(await accountOf(), alice.label);
    });

    it('is not signed out after a reload either, and goes on once it is online', async () => {
      await session.signIn(signInAs(alice));
      accounts.online = false;
      session = open();
      assert.deepEqual(await session.check(), { kind: 'unavailable' });
      assert.deepEqual(
        changes.map(({ removed, signOutConfirmed }) => [removed, signOutConfirmed]),
        [[false, false]],
      );
      accounts.online = true;
      assert.equal(await accountOf(), alice.label);
    });

    it('is signed out without deleting anything where the workspace used no account yet', async () => {
      accounts.online = false;
      assert.deepEqual(await session.check(), { kind: 'signedOut' });
      assert.deepEqual(
        changes.map(({ signOutConfirmed }) => signOutConfirmed),
        [false],
      );
    });
  });

  describe('after a sign-out', () => {
    it('is signed out for good when the account was removed from VS Code, also while the window was closed', async () => {
      await session.signIn(signInAs(alice));
      changes = [];
      accounts.change([bob]);
      await settled();
      assert.deepEqual(session.state, { kind: 'signedOut' });
      assert.deepEqual(
        changes.map(({ removed, signOutConfirmed }) => [removed, signOutConfirmed]),
        [[true, true]],
      );
      session = open();
      await session.check();
      assert.deepEqual(
        changes.map(({ state, signOutConfirmed }) => [state.kind, signOutConfirmed]),
        [['signedOut', true]],
      );
    });

    it('confirms each Sign Out of a person, also where nobody was signed in', async () => {
      for (const prepare of [() => session.signIn(signInAs(alice)), () => (accounts.listed = [])]) {
        workspace = new Storage();
        global = new Storage();
        session = open();
        await prepare();
        await session.check();
        changes = [];
        await session.signOut();
        assert.deepEqual(
          changes.map(({ signOutConfirmed }) => signOutConfirmed),
          [true],
        );
      }
    });

    it('counts in this window also if it can’t be stored, until the person signs in', async () => {
      await session.signIn(signInAs(alice));
      const { update } = global;
      global.update = workspace.update = () => Promise.reject(new Error('The disk is full.'));
      await assert.rejects(session.signOut(), /disk is full/);
      assert.equal(await accountOf(), undefined);
      global.update = workspace.update = update;
      assert.ok(await session.signIn(signInAs(alice)));
      assert.equal(await accountOf(), alice.label);
    });

    it('stays signed out over a reload until the person signs in', async () => {
      await session.signIn(signInAs(alice));
      await session.signOut();
      session = open();
      assert.equal(await accountOf(), undefined);
      assert.ok(await session.signIn(signInAs(alice)));
      assert.equal(await accountOf(), alice.label);
      session = open();
      assert.equal(await accountOf(), alice.label);
    });

    it('is not signed in again by a sign-in in another window', async () => {
      await session.signIn(signInAs(alice));
      await session.signOut();
      const other = open(new Storage());
      await other.signIn(signInAs(bob));
      for (const window of [session, open()]) assert.equal(await accountOf(window), undefined);
      assert.equal(await accountOf(other), bob.label);
      // A workspace in which the user never signed in or out uses the latest choice in others.
      assert.notEqual(await accountOf(open(new Storage())), undefined);
    });

    it('signs out every window, also one that had not asked meanwhile', async () => {
      await session.signIn(signInAs(alice));
      const other = open(new Storage());
      await other.signIn(signInAs(bob));
      await other.signOut();
      await other.signIn(signInAs(bob));
      assert.equal(await accountOf(), undefined);
      assert.deepEqual(session.state, { kind: 'signedOut' });
    });

    it('gives no token to a request that was waiting for one', async () => {
      await session.signIn(signInAs(alice));
      const release = holdNext('silent');
      const waiting = session.getToken(never);
      await settled();
      await session.signOut();
      release();
      assert.equal(await waiting, undefined);
      assert.deepEqual(session.state, { kind: 'signedOut' });
    });
  });

  describe('when the account is switched', () => {
    it('ignores a silent check that began before: neither state nor workspace go back', async () => {
      const release = holdNext('silent');
      const early = session.getToken(never);
      await settled();
      await session.signIn(signInAs(bob));
      release();
      assert.equal((await early)?.account, bob.label);
      assert.deepEqual(
        [session.state.kind, await accountOf(), workspace.get('partnerReferrals.account')],
        [...['signedIn', bob.label, bob.id]],
      );
    });

    it('fails a request of the former account instead of sending it as the new one', async () => {
      await session.signIn(signInAs(alice));
      const token = await session.getToken(never);
      const release = holdNext('silent');
      const early = session.getToken(never);
      await settled();
      await session.signIn(signInAs(bob));
      release();
      await assert.rejects(early, AccountChangedError);
      assert.ok(token?.superseded?.aborted);
      assert.equal((await session.getToken(never))?.superseded?.aborted, false);
    });

    it('keeps tokens valid when the person signs in once more with the same account', async () => {
      await session.signIn(signInAs(alice));
      const token = await session.getToken(never);
      await session.signIn({ again: true });
      assert.equal(token?.superseded?.aborted, false);
    });

    it('takes the account that was chosen last, though an earlier prompt is answered later', async () => {
      const release = holdNext('ifNeeded', alice.label);
      const first = session.signIn(signInAs(alice));
      await settled();
      assert.deepEqual([await session.signIn(signInAs(bob)), await accountOf()], [true, bob.label]);
      release();
      assert.deepEqual([await first, await accountOf()], [false, bob.label]);
    });

    it('ignores a prompt that is answered after the person signed out', async () => {
      const release = holdNext('ifNeeded');
      const signIn = session.signIn(signInAs(alice));
      await settled();
      await session.signOut();
      release();
      assert.deepEqual([await signIn, await accountOf(), session.state.kind], [false, undefined, 'signedOut']);
    });

    it('shows one prompt for the same request, which succeeds for all who asked', async () => {
      const release = holdNext('always');
      const results = [1, 2, 3].map(() => session.signIn({ again: true }));
      await settled();
      release();
      assert.deepEqual([await Promise.all(results), accounts.prompts], [[true, true, true], 1]);
    });
  });

  describe('whose silent requests end in another order than they began', () => {
    /** A source that returns tokens when the test releases them. */
    const withAnswers = () => {
      const waiting: ((token: AccessToken | undefined) => void)[] = [];
      const source: Partial<TokenSource> = {
        method: 'deviceCode',
        getToken: () => new Promise((resolve) => waiting.push(resolve)),
        signIn: () => Promise.resolve({ value: 'b', account: 'b@x.example' }),
        onDidChange: () => ({ dispose: () => undefined }),
      };
      return { waiting, session: new Session(source as TokenSource, new AccountMemory(global, workspace)) };
    };
    const tokenOf = (name: string, accountId?: string): AccessToken => ({
      value: name,
      account: `${name}@x.example`,
      accountId,
    });

    it('asks again after a sign-in, also where accounts have no ids to compare', async () => {
      const { waiting, session } = withAnswers();
      const early = session.getToken(never);
      await session.signIn({ again: false });
      waiting[0]?.(tokenOf('a'));
      await settled();
      assert.deepEqual(session.state, { kind: 'signedIn', account: 'b@x.example', tenant: undefined });
      waiting[1]?.(tokenOf('b'));
      assert.equal((await early)?.value, 'b');
    });

    it('uses the account of the first answer where two requests began before any was pinned', async () => {
      const { waiting, session } = withAnswers();
      const [first, second] = [session.getToken(never), session.getToken(never)];
      waiting[0]?.(tokenOf('a', 'id-a'));
      await first;
      waiting[1]?.(tokenOf('b', 'id-b'));
      await settled();
      waiting[2]?.(tokenOf('a', 'id-a'));
      assert.equal((await second)?.value, 'a');
    });

    it('asks again when an older answer says that there is no token and a newer one has one', async () => {
      const { waiting, session } = withAnswers();
      const [older, newer] = [session.getToken(never), session.getToken(never)];
      waiting[1]?.(tokenOf('a'));
      await newer;
      waiting[0]?.(undefined);
      await settled();
      assert.equal(session.state.kind, 'signedIn');
      waiting[2]?.(tokenOf('a'));
      assert.equal((await older)?.value, 'a');
    });
  });

  it('remembers accounts by their id, not by their name', async () => {
    await session.signIn(signInAs(alice));
    await session.signOut();
    assert.doesNotMatch([...global.values, ...workspace.values].join(' '), /@/);
  });

  describe('whose source fails', () => {
    const withSource = (getToken: TokenSource['getToken']): Session => {
      const source: Partial<TokenSource> = {
        method: 'azureCli',
        getToken,
        onDidChange: () => ({ dispose: () => undefined }),
      };
      const failing = new Session(source as TokenSource, new AccountMemory(global, workspace));
      failing.onDidChange((change) => changes.push(change));
      return failing;
    };

    it('counts as signed out when nothing else is known, which is no reason to delete anything', async () => {
      const failing = withSource(() => Promise.reject(new Error('az can’t be reached')));
      assert.equal((await failing.check()).kind, 'signedOut');
      assert.deepEqual(
        changes.map(({ removed, signOutConfirmed }) => [removed, signOutConfirmed]),
        [[false, false]],
      );
    });

    it('keeps the account that was in use', async () => {
      let answer: TokenSource['getToken'] = () => Promise.resolve({ value: 't', account: 'a@x.example' });
      const failing = withSource((...given) => answer(...given));
      await failing.check();
      answer = () => Promise.reject(new Error('offline'));
      assert.equal((await failing.check()).kind, 'signedIn');
      assert.equal(changes.length, 1);
    });

    it('never passes on the token of an account that the workspace doesn’t use', async () => {
      await workspace.update('partnerReferrals.account.azureCli', 'id-a');
      const failing = withSource(() => Promise.resolve({ value: 't', account: 'b@x.example', accountId: 'id-b' }));
      await assert.rejects(failing.getToken(never), TokenUnavailableError);
      assert.deepEqual(failing.state, { kind: 'unavailable' });
    });
  });
});
