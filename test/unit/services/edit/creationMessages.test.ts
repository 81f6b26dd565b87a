import assert from 'node:assert/strict';
import { AccountStage } from './accountStage.ts';
import { dealFrom, reference, worth } from './creationStage.ts';

describe('A button of an older message about a deal', () => {
  const goOn = { kind: 'goOn' } as const;
  const again = { kind: 'again' } as const;

  it('sends nothing once the deal was found', async () => {
    const deal = await dealFrom('private', reference);
    for (const choice of [goOn, again]) {
      const stage = new AccountStage();
      stage.fates = [{ fate: 'late' }];
      const sender = await stage.sender();
      const first = await stage.send(deal, sender);
      assert.ok(first.kind === 'uncertain');
      await stage.arrive();
      const found = await stage.send(deal, await stage.sender());
      assert.ok(found.kind === 'created');
      const older = await stage.retry(deal, sender, { ...choice, about: first.about });
      assert.deepEqual(older, { kind: 'outdated', referral: found.id }, choice.kind);
      assert.deepEqual([stage.posts.length, await stage.sides('a')], [1, ['own']]);
    }
  });

  it('sends nothing once another message was answered with "Already Created…"', async () => {
    const stage = new AccountStage();
    const deal = await dealFrom('private');
    stage.fates = [{ fate: 'lostAfter' }];
    const sender = await stage.sender();
    const [first, second] = [await stage.send(deal, sender), await stage.send(deal, await stage.sender())];
    assert.ok(first.kind === 'uncertain' && second.kind === 'uncertain');
    const [referral] = second.candidates;
    assert.ok(referral);
    const is = { kind: 'is', referral } as const;
    assert.equal((await stage.retry(deal, sender, { ...is, about: second.about }))?.kind, 'created');
    for (const choice of [is, goOn, again]) {
      assert.equal((await stage.retry(deal, sender, { ...choice, about: first.about }))?.kind, 'outdated');
    }
    assert.deepEqual([stage.posts.length, await stage.sides('a')], [1, ['own']]);
  });

  it('invites Microsoft once, whichever of two messages about a changed document is answered first', async () => {
    const stage = new AccountStage();
    const deal = await dealFrom('shared', reference);
    const changed = await dealFrom('shared', { ...reference, ...worth(777, 'shared') });
    stage.fates = [{ fate: 'answered' }, { fate: 'refused' }];
    const sender = await stage.sender();
    const failed = await stage.send(deal, sender);
    const [first, second] = [await stage.send(changed, sender, [deal]), await stage.send(changed, sender, [deal])];
    assert.ok(failed.kind === 'failed' && first.kind === 'differs' && second.kind === 'differs');
    assert.equal((await stage.retry(changed, sender, { kind: 'accept', about: second.about }))?.kind, 'created');
    for (const [which, choice] of [
      [changed, { kind: 'accept', about: first.about }],
      [changed, { kind: 'other', about: first.about }],
      [deal, { kind: 'goOn', about: failed.about }],
    ] as const) {
      assert.equal((await stage.retry(which, sender, choice))?.kind, 'outdated');
    }
    assert.deepEqual([stage.posts.length, await stage.sides('a')], [3, ['microsoft', 'own']]);
  });

  it('sends nothing after the deal was sent again by the command, and tries again once otherwise', async () => {
    const stage = new AccountStage();
    const deal = await dealFrom('private', reference);
    stage.fates = [{ fate: 'refused' }, { fate: 'refused' }];
    const sender = await stage.sender();
    const [first, second] = [await stage.send(deal, sender), await stage.send(deal, sender)];
    assert.ok(first.kind === 'failed' && second.kind === 'failed');
    assert.equal((await stage.retry(deal, sender, { ...goOn, about: second.about }))?.kind, 'created');
    assert.equal((await stage.retry(deal, sender, { ...goOn, about: first.about }))?.kind, 'outdated');
    assert.deepEqual(await stage.sides('a'), ['own']);
  });

  it('sends nothing after the document was sent under another name', async () => {
    const [deal, renamed] = [await dealFrom('private', reference), await dealFrom('private', { name: 'Another name' })];
    for (const fate of ['refused', 'lostBefore'] as const) {
      const stage = new AccountStage();
      stage.fates = [{ fate }];
      const sender = await stage.sender();
      const first = await stage.send(deal, sender);
      assert.ok(first.kind === 'failed' || first.kind === 'uncertain');
      const next = await stage.send(renamed, sender, [deal]);
      if (next.kind === 'uncertain') await stage.retry(renamed, sender, { ...again, about: next.about });
      for (const choice of [goOn, again]) {
        assert.equal((await stage.retry(deal, sender, { ...choice, about: first.about }))?.kind, 'outdated', fate);
      }
      assert.deepEqual(await stage.sides('a'), ['own']);
    }
  });

  it('does not begin a deal that the account which signs in at it has begun under another name', async () => {
    const [deal, renamed] = [await dealFrom('private', reference), await dealFrom('private', { name: 'Another name' })];
    const stage = new AccountStage();
    stage.fates = [{ fate: 'late' }];
    await stage.send(deal, await stage.sender(), [deal]);
    stage.use(undefined);
    const nobody = await stage.sender();
    const refused = await stage.send(renamed, nobody, [deal, renamed]);
    assert.ok(refused.kind === 'failed');
    stage.use('a');
    const outcome = await stage.retry(renamed, nobody, { ...goOn, about: refused.about }, [deal, renamed]);
    assert.equal(outcome?.kind, 'outdated');
    assert.deepEqual(stage.posts, ['a']);
  });
});

describe('A deal that is sent twice at once', () => {
  it('is posted once, and the second one neither waits nor says that the server does not respond', async () => {
    const deal = await dealFrom('private', reference);
    const renamed = await dealFrom('private', { name: 'Another name' });
    for (const other of [deal, renamed]) {
      const stage = new AccountStage();
      const sender = await stage.sender();
      const outcomes = await Promise.all([stage.send(deal, sender), stage.send(other, sender, [deal])]);
      assert.deepEqual(
        outcomes.map(({ kind }) => kind),
        ['created', 'running'],
      );
      assert.deepEqual(await stage.sides('a'), ['own']);
    }
  });

  it('is posted once while the first POST is on its way', async () => {
    const deal = await dealFrom('shared', reference);
    const stage = new AccountStage();
    const sender = await stage.sender();
    const others: Promise<unknown>[] = [];
    stage.onKeep = () => others.push(stage.send(deal, sender).then(({ kind }) => kind));
    assert.equal((await stage.send(deal, sender)).kind, 'created');
    assert.deepEqual(new Set(await Promise.all(others)), new Set(['running']));
    assert.deepEqual(await stage.sides('a'), ['microsoft', 'own']);
  });

  it('can be sent again when the first one has ended, however that was', async () => {
    const deal = await dealFrom('private', reference);
    const stage = new AccountStage();
    const sender = await stage.sender();
    stage.onKeep = () => {
      throw new Error('disk full');
    };
    await assert.rejects(stage.send(deal, sender), /disk full/);
    stage.onKeep = () => undefined;
    assert.equal((await stage.send(deal, sender)).kind, 'uncertain');
    assert.deepEqual(stage.posts, []);
  });
});
