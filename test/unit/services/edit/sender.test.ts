import assert from 'node:assert/strict';
import type { SendOutcome } from '../../../../src/services/edit/createThrough.ts';
import type { Deal } from '../../../../src/services/edit/dealText.ts';
import { AccountStage } from './accountStage.ts';
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
    const again = { kind: 'again', about: aboutOf(await stage.send(deal, sender), 'uncertain') } as const;
    stage.use('b');
    assert.equal(await stage.retry(deal, sender, again), undefined);
    stage.use(undefined);
    assert.equal(await stage.retry(deal, sender, again), undefined);
    stage.use('a');
    assert.equal((await stage.retry(deal, sender, again))?.kind, 'created');
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
    const again = { kind: 'goOn', about: aboutOf(outcome, 'failed') } as const;
    assert.equal((await stage.retry(deal, sender, again))?.kind, 'created');
    assert.deepEqual(stage.posts, ['b']);
    assert.equal((await stage.retry(deal, sender, again))?.kind, 'outdated', 'Once.');
    assert.deepEqual(stage.posts, ['b']);
  });

  it('that was begun is looked for after signing in where nobody was signed in, and not sent again', async () => {
    const stage = new AccountStage();
    stage.fates = [{ fate: 'late' }];
    assert.equal((await stage.send(deal, await stage.sender())).kind, 'uncertain');
    stage.use(undefined);
    const nobody = await stage.sender();
    const outcome = await stage.send(deal, nobody);
    await stage.arrive();
    stage.use('a');
    const retried = await stage.retry(deal, nobody, { kind: 'goOn', about: aboutOf(outcome, 'failed') });
    assert.equal(retried?.kind, 'created');
    assert.deepEqual(stage.posts, ['a']);
  });

  it('is the same deal after its document got another name, for the account that began it', async () => {
    const renamed = await dealFrom('shared', { ...reference, name: 'Another name' });
    const stage = new AccountStage();
    stage.fates = [{ fate: 'answered' }, { fate: 'refused' }];
    await stage.send(shared, await stage.sender());
    stage.use('b');
    assert.equal((await stage.send(renamed, await stage.sender(), [shared])).kind, 'created');
    stage.use('a');
    const outcome = await stage.send(renamed, await stage.sender(), [shared]);
    assert.ok(outcome.kind === 'differs');
    assert.deepEqual(
      outcome.differences.map(({ pointer }) => pointer),
      ['/name'],
    );
    assert.deepEqual([await stage.sides('a'), stage.begun], [['own'], 1]);
    const accept = { kind: 'accept', about: outcome.about } as const;
    assert.equal((await stage.retry(renamed, await stage.sender(), accept))?.kind, 'created');
    assert.deepEqual([await stage.sides('a'), stage.begun], [['microsoft', 'own'], 0]);
  });

  it('asks about a lost answer also after its document got another name', async () => {
    const renamed = await dealFrom('private', { ...reference, name: 'Another name' });
    const stage = new AccountStage();
    stage.fates = [{ fate: 'lostBefore' }];
    await stage.send(deal, await stage.sender());
    const outcome = await stage.send(renamed, await stage.sender(), [deal]);
    const again = { kind: 'again', about: aboutOf(outcome, 'uncertain') } as const;
    assert.equal((await stage.retry(renamed, await stage.sender(), again))?.kind, 'created');
    assert.deepEqual([await stage.sides('a'), stage.begun], [['own'], 0]);
  });

  it('is another deal with another name once it is complete', async () => {
    const renamed = await dealFrom('private', { name: 'Another name' });
    const stage = new AccountStage();
    await stage.send(deal, await stage.sender());
    assert.equal((await stage.send(renamed, await stage.sender(), [deal])).kind, 'created');
    assert.deepEqual(await stage.sides('a'), ['own', 'own']);
  });
});

/** What a message about this outcome is about. */
function aboutOf(outcome: SendOutcome, kind: 'uncertain' | 'failed'): string {
  assert.ok(outcome.kind === kind, outcome.kind);
  return outcome.about;
}
