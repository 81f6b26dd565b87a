import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { AccessToken, SignIn, SilentTokens } from '../../../src/auth/tokens.ts';
import { Session, type SessionChange } from '../../../src/ui/connection/session.ts';

describe('the session', () => {
  const changesOf = (getToken: () => Promise<AccessToken | undefined>): [Session, SessionChange[]] => {
    const auth: Partial<SilentTokens & SignIn> = { getToken, onDidChange: () => ({ dispose: () => undefined }) };
    const session = new Session(auth as SilentTokens & SignIn);
    const changes: SessionChange[] = [];
    session.onDidChange((change) => changes.push(change));
    return [session, changes];
  };

  it('tells being signed out from not being able to ask: only the first is a reason to forget', async () => {
    const [offline, unasked] = changesOf(() => Promise.reject(new Error('az can’t be reached')));
    assert.equal((await offline.look()).kind, 'signedOut');
    assert.deepEqual(
      unasked.map(({ told, left }) => [told, left]),
      [[false, false]],
    );
    const [nobody, told] = changesOf(() => Promise.resolve(undefined));
    await nobody.look();
    assert.deepEqual(
      told.map((change) => change.told),
      [true],
    );
  });

  it('keeps the account when it can’t be asked for a moment', async () => {
    let answer = (): Promise<AccessToken | undefined> => Promise.resolve({ value: 't', account: 'a@x.example' });
    const [session, changes] = changesOf(() => answer());
    await session.look();
    answer = () => Promise.reject(new Error('offline'));
    assert.equal((await session.look()).kind, 'signedIn');
    assert.equal(changes.length, 1);
  });
});
