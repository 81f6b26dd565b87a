import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CreationOutcome } from '../../../../src/services/edit/create.ts';
import type { Deal } from '../../../../src/services/edit/dealText.ts';
import type { Sender } from '../../../../src/services/edit/sender.ts';
import { AccountStage, type Fate } from './accountStage.ts';
import { dealFrom, reference } from './creationStage.ts';

describe('A deal that is sent while accounts change', () => {
  let deal: Deal;
  let shared: Deal;

  before(async () => {
    deal = await dealFrom('private', reference);
    shared = await dealFrom('shared', reference);
  });

  it('is created by the account in use, and again by another only when that one sends it', async () => {
    const stage = new AccountStage();
    assert.equal((await stage.send(shared, await stage.sender())).kind, 'created');
    stage.use('b');
    assert.equal((await stage.send(shared, await stage.sender())).kind, 'created');
    assert.deepEqual(stage.posts, ['a', 'a', 'b', 'b']);
    assert.equal(stage.begun, 0);
  });

  it('is neither searched for nor sent through the new account when the answer is lost', async () => {
    for (const fate of ['lostBefore', 'lostAfter', 'late', 'answered'] as const) {
      const stage = new AccountStage();
      stage.fates = [{ fate, then: 'b' }];
      const sender = await stage.sender();
      const outcome = await stage.send(deal, sender);
      assert.deepEqual([outcome.kind, sender.isCurrent()], ['uncertain', false], fate);
      assert.deepEqual(stage.posts, ['a']);
      assert.deepEqual(await stage.sides('b'), []);
      await stage.arrive();
      stage.use('a');
      const again = await stage.send(deal, await stage.sender());
      assert.equal(again.kind, fate === 'lostBefore' ? 'uncertain' : 'created', fate);
      assert.deepEqual(stage.posts, ['a']);
    }
  });

  it('does not invite Microsoft through the new account', async () => {
    const stage = new AccountStage();
    stage.fates = [{ fate: 'answered' }, { fate: 'refused' }];
    const outcome = await stage.send(shared, await stage.sender());
    assert.equal(outcome.kind, 'failed');
    stage.use('b');
    assert.equal((await stage.send(shared, await stage.sender())).kind, 'created');
    assert.deepEqual(await stage.sides('b'), ['microsoft', 'own'], 'A deal of its own.');
    assert.deepEqual(await stage.sides('a'), ['own']);
    stage.use('a');
    assert.equal((await stage.send(shared, await stage.sender())).kind, 'created');
    assert.deepEqual(await stage.sides('a'), ['microsoft', 'own']);
  });

  it('is not sent through the new account when the change comes between two requests', async () => {
    const between = new AccountStage();
    let kept = 0;
    // Before each of the two POSTs and after the first one.
    between.onKeep = () => ++kept === 2 && between.use('b');
    const sender = await between.sender();
    assert.equal((await between.send(shared, sender)).kind, 'failed');
    assert.deepEqual(between.posts, ['a']);
    const before = new AccountStage();
    before.onKeep = () => before.use('b');
    assert.equal((await before.send(deal, await before.sender())).kind, 'failed');
    assert.deepEqual([before.posts, before.begun], [[], 0]);
  });

  it('is not found among the deals of the new account', async () => {
    const stage = new AccountStage();
    stage.use('b');
    await stage.send(deal, await stage.sender());
    stage.use('a');
    stage.fates = [{ fate: 'lostBefore' }];
    stage.onList = () => stage.use('b');
    const outcome = await stage.send(deal, await stage.sender());
    assert.ok(outcome.kind === 'uncertain');
    assert.deepEqual(outcome.candidates, []);
    assert.deepEqual(stage.posts, ['b', 'a']);
  });

  it('is not sent by the button of an older message, except by the same account', async () => {
    const stage = new AccountStage();
    stage.fates = [{ fate: 'lostBefore' }];
    const sender = await stage.sender();
    assert.equal((await stage.send(deal, sender)).kind, 'uncertain');
    stage.use('b');
    assert.equal(await stage.retry(deal, sender, { kind: 'again' }), undefined);
    stage.use(undefined);
    assert.equal(await stage.retry(deal, sender, { kind: 'again' }), undefined);
    stage.use('a');
    assert.equal((await stage.retry(deal, sender, { kind: 'again' }))?.kind, 'created');
    assert.deepEqual(stage.posts, ['a', 'a']);
  });

  it('is sent after signing in where nobody was signed in, and nothing before', async () => {
    const stage = new AccountStage();
    stage.use(undefined);
    const sender = await stage.sender();
    const outcome = await stage.send(deal, sender);
    assert.equal(outcome.kind === 'failed' && outcome.failure.kind, 'signedOut');
    stage.use('b');
    assert.equal((await stage.send(deal, sender)).kind, 'failed', 'Not by a request that is known as nobody’s.');
    assert.deepEqual([stage.posts, stage.begun], [[], 0]);
    assert.equal((await stage.retry(deal, sender))?.kind, 'created');
    assert.deepEqual(stage.posts, ['b']);
  });

  it('is the same deal after its document got another name, for the account that began it', async () => {
    const renamed = await dealFrom('shared', { ...reference, name: 'Another name' });
    const stage = new AccountStage();
    stage.fates = [{ fate: 'answered' }, { fate: 'refused' }];
    await stage.send(shared, await stage.sender());
    stage.use('b');
    assert.equal((await stage.send(renamed, await stage.sender(), undefined, shared)).kind, 'created');
    stage.use('a');
    const outcome = await stage.send(renamed, await stage.sender(), undefined, shared);
    assert.ok(outcome.kind === 'differs');
    assert.deepEqual(
      outcome.differences.map(({ pointer }) => pointer),
      ['/name'],
    );
    assert.deepEqual([await stage.sides('a'), stage.begun], [['own'], 1]);
    assert.equal((await stage.send(renamed, await stage.sender(), { kind: 'accept' })).kind, 'created');
    assert.deepEqual([await stage.sides('a'), stage.begun], [['microsoft', 'own'], 0]);
  });

  it('asks about a lost answer also after its document got another name', async () => {
    const renamed = await dealFrom('private', { ...reference, name: 'Another name' });
    const stage = new AccountStage();
    stage.fates = [{ fate: 'lostBefore' }];
    await stage.send(deal, await stage.sender());
    assert.equal((await stage.send(renamed, await stage.sender(), undefined, deal)).kind, 'uncertain');
    assert.equal((await stage.retry(renamed, await stage.sender(), { kind: 'again' }))?.kind, 'created');
    assert.deepEqual([await stage.sides('a'), stage.begun], [['own'], 0]);
  });

  it('is another deal with another name once it is complete', async () => {
    const renamed = await dealFrom('private', { name: 'Another name' });
    const stage = new AccountStage();
    await stage.send(deal, await stage.sender());
    assert.equal((await stage.send(renamed, await stage.sender(), undefined, deal)).kind, 'created');
    assert.deepEqual(await stage.sides('a'), ['own', 'own']);
  });

  it('is never there twice nor in another account than the one that sent it, whatever gets lost', async () => {
    const fates: readonly Fate[] = ['answered', 'lostBefore', 'lostAfter', 'late', 'refused'];
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('send' as const),
        fates: fc.array(
          fc.record({
            fate: fc.constantFrom(...fates),
            then: fc.option(fc.constantFrom('a', 'b'), { nil: undefined, freq: 3 }),
          }),
          { maxLength: 3 },
        ),
      }),
      fc.record({ kind: fc.constant('click' as const) }),
      fc.record({ kind: fc.constant('use' as const), account: fc.constantFrom('a', 'b', undefined) }),
      fc.record({ kind: fc.constant('arrive' as const) }),
    );
    let created = 0;
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(step, { minLength: 1, maxLength: 12 }), async (isShared, steps) => {
        const stage = new AccountStage();
        const which = isShared ? shared : deal;
        const done = new Set<string>();
        let message: { sender: Sender; outcome: CreationOutcome } | undefined;
        /** Everything that was posted since was posted by this account. */
        const follow = async (sender: Sender, send: () => Promise<CreationOutcome | undefined>): Promise<void> => {
          const before = stage.posts.length;
          const outcome = await send();
          const account = nameOf(sender);
          assert.deepEqual(new Set(stage.posts.slice(before)), new Set(stage.posts.length > before ? [account] : []));
          if (outcome) message = { sender, outcome };
          if (outcome?.kind === 'created') done.add(account ?? '');
        };
        for (const each of steps) {
          if (each.kind === 'use') stage.use(each.account);
          else if (each.kind === 'arrive') await stage.arrive();
          else if (each.kind === 'send') {
            const sender = await stage.sender();
            // Sending a deal that is complete creates another one, which is meant.
            if (done.has(nameOf(sender) ?? '')) continue;
            stage.fates = [...each.fates];
            await follow(sender, () => stage.send(which, sender));
          } else if (message) {
            const { sender, outcome } = message;
            message = undefined;
            stage.fates = [];
            const account = nameOf(sender);
            if (account === undefined || done.has(account)) continue;
            // The person knows what the server has, and says so.
            const isThere =
              outcome.kind === 'uncertain' &&
              (stage.isLate(account) || (await stage.sides(account)).includes(outcome.side));
            const decision = outcome.kind === 'uncertain' && !isThere ? ({ kind: 'again' } as const) : undefined;
            await follow(sender, () => stage.retry(which, sender, decision));
          }
        }
        await stage.arrive();
        for (const account of ['a', 'b']) {
          const sides = await stage.sides(account);
          assert.equal(new Set(sides).size, sides.length, `${account}: ${sides.join()}`);
          if (done.has(account)) assert.deepEqual(sides, isShared ? ['microsoft', 'own'] : ['own']);
          if (sides.length > 0) assert.ok(stage.posts.includes(account));
        }
        created += done.size;
      }),
      { numRuns: 300 },
    );
    assert.ok(created > 50, String(created));
  });
});

function nameOf({ account }: Sender): string | undefined {
  return account === undefined ? undefined : (JSON.parse(account) as string[])[0];
}
