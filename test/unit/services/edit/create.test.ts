import assert from 'node:assert/strict';
import { ownOf, untouched } from '../../../../src/services/edit/creationProgress.ts';
import { dealFrom, owners, reference, Stage, worth } from './creationStage.ts';

describe('Creating a deal', () => {
  it('posts a private deal once, and a shared one in two steps with one engagement', async () => {
    const single = new Stage();
    assert.equal((await single.send(await dealFrom('private'))).kind, 'created');
    assert.deepEqual(await owners(single), ['own']);
    const shared = new Stage();
    const outcome = await shared.send(await dealFrom('shared'));
    assert.equal(outcome.kind, 'created');
    assert.deepEqual(await owners(shared), ['microsoft', 'own']);
    const [first, second] = await shared.stored();
    assert.equal(first?.engagementId, second?.engagementId);
    const microsofts = [first, second].find((each) => each?.organizationId === 'msft');
    assert.deepEqual(microsofts?.target, [{ type: 'BusinessProfileLocation', id: 'msft' }]);
    assert.equal(microsofts.inviteContext['notes'], 'What you ask Microsoft for');
    assert.equal(shared.progress.kind, 'done');
    assert.deepEqual(
      shared.keptBefore.map(({ kind }) => kind),
      ['ownUnsure', 'invitationUnsure'],
    );
    assert.ok(ownOf(shared.keptBefore[1]!));
  });

  it('finds the deal by its CRM reference when the answer is lost, and posts nothing twice', async () => {
    for (const trouble of ['lostAfter', 'timeoutAfter'] as const) {
      const stage = new Stage();
      const outcome = await stage.send(await dealFrom('private', reference), [trouble]);
      assert.equal(outcome.kind, 'created', trouble);
      assert.equal(stage.posts, 1);
      assert.deepEqual(await owners(stage), ['own']);
    }
  });

  it('does not know whether the deal is there when it is cancelled on its way, and finds it the next time', async () => {
    const stage = new Stage();
    const deal = await dealFrom('private', reference);
    const outcome = await stage.send(deal, ['cancelledAfter']);
    assert.deepEqual([outcome.kind, stage.progress.kind], ['uncertain', 'ownUnsure']);
    assert.equal((await stage.send(deal)).kind, 'created');
    assert.deepEqual([stage.posts, await owners(stage)], [1, ['own']]);
  });

  it('posts nothing again by itself, since a server that failed may still carry it out', async () => {
    const errors = [500, 502, 503, 504] as const;
    for (const trouble of [
      'lostBefore',
      'timeoutBefore',
      'cancelledBefore',
      ...errors.map((each) => `late${each}` as const),
    ] as const) {
      const stage = new Stage();
      const deal = await dealFrom('private', reference);
      const outcome = await stage.send(deal, [trouble]);
      assert.equal(outcome.kind, 'uncertain', trouble);
      assert.deepEqual(outcome.kind === 'uncertain' && outcome.candidates, []);
      assert.equal((await stage.send(deal)).kind, 'uncertain', 'It looks first, also when it is called again.');
      await stage.arrive();
      if (trouble.startsWith('late')) assert.equal((await stage.send(deal)).kind, 'created', trouble);
      assert.equal(stage.posts, 1, trouble);
    }
  });

  it('has nothing to look for after a refusal, or where no connection was made', async () => {
    for (const trouble of ['refused', 'throttled', 'notConnected'] as const) {
      const stage = new Stage();
      const deal = await dealFrom('private');
      const outcome = await stage.send(deal, [trouble]);
      assert.equal(outcome.kind, 'failed', trouble);
      assert.deepEqual(stage.progress, untouched);
      assert.equal((await stage.send(deal)).kind, 'created');
      assert.deepEqual(await owners(stage), ['own']);
    }
  });

  it('is as uncertain as before when a repetition is refused', async () => {
    const stage = new Stage();
    const deal = await dealFrom('private', reference);
    await stage.send(deal, ['late503']);
    assert.equal((await stage.send(deal, ['throttled'], { kind: 'again' })).kind, 'failed');
    await stage.arrive();
    assert.equal((await stage.send(deal)).kind, 'created');
    assert.deepEqual(await owners(stage), ['own']);
  });

  it('asks without a CRM reference, and names what may be it', async () => {
    for (const [trouble, candidates] of [
      ['lostBefore', 0],
      ['lostAfter', 1],
    ] as const) {
      const stage = new Stage();
      const outcome = await stage.send(await dealFrom('private'), [trouble]);
      assert.equal(outcome.kind === 'uncertain' && outcome.candidates.length, candidates, trouble);
      assert.equal(stage.posts, 1);
      assert.equal(stage.progress.kind, 'ownUnsure');
    }
  });

  it('does what was decided: sends again, or takes the deal that is there', async () => {
    const stage = new Stage();
    const deal = await dealFrom('private');
    await stage.send(deal, ['lostBefore']);
    assert.equal((await stage.send(deal)).kind, 'uncertain', 'It looks first, also when it is called again.');
    assert.equal(stage.posts, 1);
    assert.equal((await stage.send(deal, [], { kind: 'again' })).kind, 'created');
    assert.deepEqual(await owners(stage), ['own']);
    const other = new Stage();
    const uncertain = await other.send(deal, ['lostAfter']);
    const referral = uncertain.kind === 'uncertain' ? uncertain.candidates[0] : undefined;
    assert.ok(referral);
    assert.deepEqual(await other.send(deal, [], { kind: 'is', referral }), { kind: 'created', id: referral.id });
    assert.equal(other.posts, 1);
    assert.equal(other.progress.kind, 'done');
  });

  it('repeats only the invitation of Microsoft when that failed', async () => {
    const deal = await dealFrom('shared', reference);
    const stage = new Stage();
    const failed = await stage.send(deal, ['none', 'refused']);
    assert.equal(failed.kind === 'failed' && failed.side, 'microsoft');
    assert.ok(failed.kind === 'failed' && failed.own !== undefined);
    assert.equal((await stage.send(deal)).kind, 'created');
    assert.deepEqual(await owners(stage), ['microsoft', 'own']);
    const lost = new Stage();
    assert.equal((await lost.send(deal, ['none', 'timeoutAfter'])).kind, 'created', 'Found by the engagement.');
    assert.deepEqual(await owners(lost), ['microsoft', 'own']);
    const missing = new Stage();
    assert.equal((await missing.send(deal, ['none', 'timeoutBefore'])).kind, 'uncertain');
    assert.equal((await missing.send(deal, [], { kind: 'again' })).kind, 'created');
    assert.deepEqual(await owners(missing), ['microsoft', 'own']);
  });

  it('keeps the failure of the search apart from that of the POST', async () => {
    for (const trouble of ['lostBefore', 'late503'] as const) {
      for (const status of [403, 429, 500]) {
        const stage = new Stage();
        stage.listStatus = status;
        const outcome = await stage.send(await dealFrom('private', reference), [trouble]);
        assert.ok(outcome.kind === 'uncertain');
        assert.equal(outcome.lost?.kind, trouble === 'late503' ? 'serverError' : 'unreachable');
        assert.equal(
          outcome.notSearched?.kind,
          { 403: 'forbidden', 429: 'throttled', 500: 'serverError' }[status],
          String(status),
        );
        stage.listStatus = undefined;
        const looked = await stage.send(await dealFrom('private', reference), [], { kind: 'goOn' });
        assert.ok(looked.kind === 'uncertain' && looked.notSearched === undefined && looked.lost === undefined);
      }
    }
    const cancelled = await new Stage().send(await dealFrom('private', reference), ['cancelledAfter']);
    assert.ok(cancelled.kind === 'uncertain');
    assert.deepEqual([cancelled.lost?.kind, cancelled.notSearched?.kind], ['cancelled', 'cancelled']);
  });

  it('reads the engagement where the answer does not name it, and says so if there is none', async () => {
    const stage = new Stage();
    stage.hides = (method) => method === 'POST';
    assert.equal((await stage.send(await dealFrom('shared', reference))).kind, 'created');
    assert.deepEqual(await owners(stage), ['microsoft', 'own']);
    const other = new Stage();
    other.hides = () => true;
    const outcome = await other.send(await dealFrom('shared', reference));
    const [own] = await other.stored();
    assert.deepEqual([outcome.kind, outcome.kind === 'noEngagement' && outcome.own], ['noEngagement', own?.id]);
    assert.equal((await other.send(await dealFrom('shared', reference))).kind, 'noEngagement');
    other.hides = () => false;
    assert.equal((await other.send(await dealFrom('shared', reference), [], { kind: 'goOn' })).kind, 'created');
    assert.deepEqual([other.posts, await owners(other)], [2, ['microsoft', 'own']]);
  });

  it('is created once where the server closes it at once, and tells its engagement only when it is read', async () => {
    for (const hides of [(method: string) => method === 'POST', () => true]) {
      const stage = new Stage();
      stage.hides = hides;
      const ask = stage.ask.bind(stage);
      stage.ask = async (request) => {
        const response = await ask(request);
        return { ...response, body: response.body.replace(/"status":\s*"[^"]*"/, '"status":"Closed"') };
      };
      const isTold = !hides('GET');
      assert.equal((await stage.send(await dealFrom('shared', reference))).kind, isTold ? 'created' : 'noEngagement');
      assert.equal(stage.posts, isTold ? 2 : 1);
    }
  });

  describe('does not take an older deal for the new one', () => {
    const minute = 60_000;
    /** An earlier deal with the same name, customer and CRM reference, and later a POST that never arrives. */
    const later = async (stage: Stage, ms: number, trouble: 'late503' | 'lostAfter') => {
      const deal = await dealFrom('private', reference);
      const first = await stage.send(deal);
      assert.ok(first.kind === 'created');
      stage.clock += ms;
      stage.serverClock += ms;
      const second = await dealFrom('private', { ...reference, ...worth(99_999) });
      return { first: first.id, outcome: await stage.send(second, [trouble]) };
    };

    it('whether it is open or closed', async () => {
      for (const isClosed of [false, true]) {
        const stage = new Stage();
        const deal = await dealFrom('private', reference);
        const first = await stage.send(deal);
        assert.ok(first.kind === 'created');
        if (isClosed) await stage.patch(first.id, { '/status': 'Closed', '/substatus': 'Lost' });
        stage.clock += 60 * minute;
        stage.serverClock += 60 * minute;
        const outcome = await stage.send(await dealFrom('private', { ...reference, ...worth(99_999) }), ['late503']);
        assert.equal(outcome.kind, 'uncertain');
        await stage.arrive();
        const found = await stage.send(await dealFrom('private', { ...reference, ...worth(99_999) }));
        assert.ok(found.kind === 'created' && found.id !== first.id);
      }
    });

    it('at any difference between the clocks, as the server tells its time', async () => {
      for (const ahead of [-90 * minute, -5 * minute, 0, 5 * minute, 90 * minute]) {
        for (const trouble of ['late503', 'lostAfter'] as const) {
          const stage = new Stage();
          stage.clock += ahead;
          const { first, outcome } = await later(stage, 3 * minute, trouble);
          assert.equal(outcome.kind, trouble === 'late503' ? 'uncertain' : 'created', `${ahead} ${trouble}`);
          assert.ok(outcome.kind !== 'created' || outcome.id !== first);
        }
      }
    });

    it('without the server’s time, if the clocks are at most two minutes apart; else it asks', async () => {
      for (const [ahead, expected] of [
        [-minute, 'created'],
        [minute, 'created'],
        [5 * minute, 'uncertain'],
      ] as const) {
        const stage = new Stage();
        stage.isTimeless = true;
        stage.clock += ahead;
        const { first, outcome } = await later(stage, 60 * minute, 'lostAfter');
        assert.equal(outcome.kind, expected, String(ahead));
        if (outcome.kind === 'created') assert.notEqual(outcome.id, first);
        if (outcome.kind !== 'uncertain') continue;
        const [stored] = (await stage.stored()).filter(({ details }) => details.dealValue === 99_999);
        assert.ok(outcome.candidates.some(({ id }) => id === stored?.id.toLowerCase()));
      }
    });

    it('but asks about one that was closed at once', async () => {
      const stage = new Stage();
      const deal = await dealFrom('private', reference);
      await stage.send(deal, ['late503']);
      await stage.arrive();
      const [created] = await stage.stored();
      assert.ok(created);
      await stage.patch(created.id, { '/status': 'Closed', '/substatus': 'Lost' });
      const outcome = await stage.send(deal);
      assert.ok(outcome.kind === 'uncertain');
      assert.deepEqual(
        outcome.candidates.map(({ id }) => id),
        [created.id.toLowerCase()],
      );
    });
  });
});
