import assert from 'node:assert/strict';
import { dealFrom, owners, Stage, templateJson, worth } from './creationStage.ts';

describe('A deal of which only the own referral was created', () => {
  /** The invitation was refused. */
  const half = async (stage: Stage): Promise<string> => {
    const outcome = await stage.send(await dealFrom('shared'), ['none', 'refused']);
    assert.ok(outcome.kind === 'failed' && outcome.own !== undefined);
    return outcome.own;
  };

  it('is completed with the same document, also with other words for Microsoft', async () => {
    for (const change of [{}, { inviteContext: { notes: 'Other words' } }]) {
      const stage = new Stage();
      const own = await half(stage);
      const deal = await dealFrom('shared', change);
      assert.deepEqual(await stage.send(deal), { kind: 'created', id: own.toLowerCase() });
      assert.deepEqual(await owners(stage), ['microsoft', 'own']);
      assert.equal(stage.progress.kind, 'done');
    }
  });

  it('is not completed with other values unasked, and the values that the own referral has are told', async () => {
    const stage = new Stage();
    const own = await half(stage);
    const changed = await dealFrom('shared', worth(99_999, 'shared'));
    const outcome = await stage.send(changed);
    assert.ok(outcome.kind === 'differs');
    assert.equal(outcome.own, own);
    assert.equal(outcome.invitation, 'none');
    assert.deepEqual(
      outcome.differences.map(({ pointer, theirs }) => [pointer, (theirs as { raw: string }).raw]),
      [['/details/dealValue', '25000']],
    );
    assert.deepEqual(await owners(stage), ['own']);
    assert.equal((await stage.send(changed)).kind, 'differs', 'It is asked again.');
    await stage.patch(own, { '/details/dealValue': 99_999 });
    assert.equal((await stage.send(changed)).kind, 'created', 'The own referral has the values now.');
    assert.deepEqual(await owners(stage), ['microsoft', 'own']);
  });

  it('is completed with other values if that was decided, also when that answer is lost', async () => {
    const stage = new Stage();
    await half(stage);
    const changed = await dealFrom('shared', worth(99_999, 'shared'));
    assert.equal((await stage.send(changed, ['timeoutBefore'], { kind: 'accept' })).kind, 'uncertain');
    assert.equal((await stage.send(changed, [], { kind: 'again' })).kind, 'created');
    assert.deepEqual(await owners(stage), ['microsoft', 'own']);
  });

  it('is left alone if the document is another deal', async () => {
    const stage = new Stage();
    const own = await half(stage);
    const changed = await dealFrom('shared', worth(99_999, 'shared'));
    const outcome = await stage.send(changed, [], { kind: 'other' });
    assert.ok(outcome.kind === 'created' && outcome.id !== own);
    assert.deepEqual(await owners(stage), ['microsoft', 'own', 'own']);
    assert.equal(stage.progress.kind, 'done');
  });

  it('counts as changed neither for the order of names nor for the spelling of numbers and dates', async () => {
    const stage = new Stage();
    await half(stage);
    const details = templateJson('shared')['details'] as Record<string, string>;
    const { closingDateTime = '', ...others } = details;
    const time = new Date(closingDateTime).toISOString();
    const deal = await dealFrom('shared', { details: { closingDateTime: time, ...others }, externalReferenceId: null });
    assert.equal((await stage.send(deal)).kind, 'created');
  });

  it('is asked about its invitation before its document, and never told as not invited while that isn’t known', async () => {
    const changed = await dealFrom('shared', worth(99_999, 'shared'));
    const stage = new Stage();
    await stage.send(await dealFrom('shared'), ['none', 'late503']);
    const unsure = await stage.send(changed);
    assert.ok(unsure.kind === 'uncertain' && unsure.side === 'microsoft' && unsure.own !== undefined);
    await stage.arrive();
    const found = await stage.send(changed);
    assert.ok(found.kind === 'differs');
    assert.equal(found.invitation, 'made');
    assert.deepEqual(
      found.differences.map(({ pointer }) => pointer),
      ['/details/dealValue'],
    );
    await stage.patch(found.own, { '/details/dealValue': 99_999 });
    assert.equal((await stage.send(changed)).kind, 'created');
    assert.deepEqual([stage.posts, await owners(stage)], [2, ['microsoft', 'own']]);
    const missing = new Stage();
    await missing.send(await dealFrom('shared'), ['none', 'lostBefore']);
    await missing.send(changed);
    const differs = await missing.send(changed, [], { kind: 'again' });
    assert.ok(differs.kind === 'differs' && differs.invitation === 'none', 'Somebody has said so.');
    assert.equal((await missing.send(changed, [], { kind: 'accept' })).kind, 'created');
    assert.deepEqual(await owners(missing), ['microsoft', 'own']);
  });

  it('is not begun anew by a button when it was closed meanwhile', async () => {
    for (const choice of [{ kind: 'goOn' }, { kind: 'accept' }] as const) {
      const stage = new Stage();
      const own = await half(stage);
      await stage.patch(own, { '/status': 'Closed', '/substatus': 'Lost' });
      assert.equal((await stage.send(await dealFrom('shared'), [], choice)).kind, 'outdated');
      assert.deepEqual(await owners(stage), ['own']);
    }
  });

  it('begins anew when it was closed meanwhile', async () => {
    const stage = new Stage();
    const own = await half(stage);
    await stage.patch(own, { '/status': 'Closed', '/substatus': 'Lost' });
    const outcome = await stage.send(await dealFrom('shared'));
    assert.ok(outcome.kind === 'created' && outcome.id !== own);
    assert.deepEqual(await owners(stage), ['microsoft', 'own', 'own']);
  });

  it('begins anew on request when it is gone, and nothing is created unasked', async () => {
    const stage = new Stage();
    await half(stage);
    stage.replaceServer();
    const deal = await dealFrom('shared');
    for (const time of [1, 2]) {
      const outcome = await stage.send(deal);
      assert.ok(outcome.kind === 'uncertain' && outcome.wasThere && outcome.side === 'own', `time ${time}`);
      assert.deepEqual(await owners(stage), []);
    }
    assert.equal((await stage.send(deal, [], { kind: 'again' })).kind, 'created');
    assert.deepEqual(await owners(stage), ['microsoft', 'own']);
    assert.equal(stage.progress.kind, 'done');
  });
});

describe('A deal that was found after a lost answer', () => {
  it('tells what it has if the document was changed since, and is complete when it has the same', async () => {
    const stage = new Stage();
    const reference = { externalReferenceId: 'crm-1' };
    await stage.send(await dealFrom('private', reference), ['late504']);
    await stage.arrive();
    const changed = await dealFrom('private', { ...reference, ...worth(99_999) });
    const outcome = await stage.send(changed);
    assert.ok(outcome.kind === 'differs' && outcome.invitation === 'unwanted');
    await stage.patch(outcome.own, { '/details/dealValue': 99_999 });
    assert.equal((await stage.send(changed)).kind, 'created');
    assert.equal(stage.posts, 1);
    assert.equal(stage.progress.kind, 'done');
  });
});
