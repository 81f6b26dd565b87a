import assert from 'node:assert/strict';
import { isObject, type Json, type JsonObject } from '../../../../src/base/json.ts';
import { readDeal } from '../../../../src/services/edit/dealText.ts';
import { templateOf } from '../../../../src/services/edit/templates.ts';
import { dealFrom, now, owners, reference, Stage, templateJson, worth } from './creationStage.ts';

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
    assert.deepEqual(shared.progress, {});
    assert.equal(shared.keptBefore[0]?.unsure?.side, 'own');
    assert.equal(shared.keptBefore[1]?.unsure?.side, 'microsoft');
    assert.ok(shared.keptBefore[1].own);
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
    assert.deepEqual([outcome.kind, stage.progress.unsure?.side], ['uncertain', 'own']);
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
      assert.deepEqual(stage.progress, {});
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
      assert.equal(stage.progress.unsure?.side, 'own');
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
    assert.deepEqual(other.progress, {});
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

describe('The text of a new deal', () => {
  it('of each template can be sent, and has what the portal asks for', async () => {
    for (const kind of ['private', 'shared', 'fixture'] as const) {
      const read = await readDeal(templateOf(kind, now).text);
      assert.equal(read.kind, 'deal', JSON.stringify(read));
      assert.deepEqual(read.kind === 'deal' && read.deal.warnings, [], kind);
      assert.equal(read.kind === 'deal' && read.deal.invites, kind !== 'private');
    }
  });

  it('of a template is the same as its snippet with the examples', () => {
    for (const kind of ['private', 'shared'] as const) {
      const { text, snippet } = templateOf(kind, now);
      const filled = snippet.replace(/\$\{\d+:([^}]*)\}/g, '$1').replace(/\\([\\$}])/g, '$1');
      assert.equal(filled, text);
      assert.match(snippet, /\$\{1:Example deal\}/);
    }
  });

  it('that breaks a rule is refused with each place', async () => {
    const deal = JSON.parse(templateOf('private', now).text) as JsonObject;
    const places = async (text: string): Promise<string[]> => {
      const read = await readDeal(text);
      return read.kind === 'refused' ? read.violations.map(({ place }) => place) : [read.kind];
    };
    assert.deepEqual(await places('[]'), ['']);
    assert.deepEqual((await places('{}')).sort(), ['/consent', '/customerProfile', '/details', '/type']);
    assert.deepEqual(await places(JSON.stringify({ ...deal, nmae: 'x', details: 1 })), ['/details', '/nmae']);
    assert.deepEqual(await places(JSON.stringify({ ...deal, type: 'Shraed' })), ['/type']);
    const malformed = await readDeal('{\n  "name": x\n}');
    assert.ok(malformed.kind === 'malformed' && malformed.problem.line === 2 && malformed.problem.column === 11);
  });

  it('that sets a property twice is refused at its place, since only the last value would be sent', async () => {
    const { text } = templateOf('private', now);
    const twice = text.replace('"dealValue": 25000', '"dealValue": 25000, "dealValue": 1');
    assert.notEqual(twice, text);
    const read = await readDeal(twice);
    assert.ok(read.kind === 'refused');
    assert.deepEqual(
      read.violations.map(({ place, message }) => [place, message((words) => words)]),
      [
        [
          '/details/dealValue',
          'The property "dealValue" is set more than once, and only the last value counts. Remove the others.',
        ],
      ],
    );
    const same = text.replace('"name": "Example deal"', '"name": "Example deal", "details2": {}, "details2": {}');
    const places = await readDeal(same);
    assert.deepEqual(places.kind === 'refused' && places.violations.map(({ place }) => place), ['/details2']);
  });

  it('with too many levels is refused, whether or not it is JSON', async () => {
    const deep = 100_000;
    const open = await readDeal('[\n' + '['.repeat(deep));
    assert.ok(open.kind === 'malformed', open.kind);
    assert.match(open.problem.what, /too many levels/);
    assert.equal(open.problem.line, 2);
    const mistaken = await readDeal('{ x: ' + '['.repeat(deep));
    assert.ok(mistaken.kind === 'malformed');
    assert.deepEqual([mistaken.problem.line, mistaken.problem.column], [1, 3]);
    const { text } = templateOf('private', now);
    for (const levels of ['['.repeat(deep) + ']'.repeat(deep), '{"a":'.repeat(deep) + '1' + '}'.repeat(deep)]) {
      const whole = await readDeal(text.replace('"team": [', `"other": ${levels}, "team": [`));
      assert.ok(whole.kind === 'refused', whole.kind);
      assert.match(whole.violations[0]?.message((words) => words) ?? '', /too many levels/);
    }
  });

  it('may have what only the server sets, which is not sent; numbers keep their spelling', async () => {
    const deal = JSON.parse(templateOf('private', now).text) as JsonObject;
    const text = JSON.stringify({ ...deal, id: 'x', eTag: '"1"', mpnId: '7300412' }).replace('25000', '25000.50');
    const read = await readDeal(text);
    const own = read.kind === 'deal' ? (read.deal.own ?? '') : '';
    assert.match(own, /"dealValue":25000\.50/);
    assert.match(own, /"mpnId":"7300412"/);
    assert.doesNotMatch(own, /"eTag"|"id":"x"/);
  });

  it('with Microsoft as target and an engagement is Microsoft’s side alone', async () => {
    const deal = await dealFrom('shared', {
      engagementId: 'e',
      target: [{ type: 'BusinessProfileLocation', id: 'msft' }],
    });
    assert.equal(deal.own, undefined);
    assert.equal(deal.engagementId, 'e');
  });

  it('that is a whole record begins an engagement of its own', async () => {
    const read = await readDeal(templateOf('fixture', now).text);
    assert.doesNotMatch(read.kind === 'deal' ? (read.deal.own ?? '') : 'engagementId', /engagementId/);
  });

  it('means the same with names in another case', async () => {
    const inCapitals = (value: Json): Json =>
      Array.isArray(value)
        ? value.map(inCapitals)
        : isObject(value)
          ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name.toUpperCase(), inCapitals(item)]))
          : value;
    const target = [{ type: 'BusinessProfileLocation', id: 'msft' }];
    for (const change of [{}, { target }, { engagementId: 'e', target }, { id: 'x', engagementId: 'e' }]) {
      const json = { ...templateJson('shared'), ...reference, ...change };
      const [usual, other] = await Promise.all([json, inCapitals(json)].map((each) => readDeal(JSON.stringify(each))));
      assert.ok(usual?.kind === 'deal' && other?.kind === 'deal', JSON.stringify(other));
      assert.deepEqual(
        { ...other.deal, microsofts: other.deal.microsofts('e') },
        { ...usual.deal, microsofts: usual.deal.microsofts('e') },
      );
    }
  });

  it('is found after a lost answer whatever the case of its names', async () => {
    const { name = '', externalReferenceId: _none, ...rest } = templateJson('private');
    const read = await readDeal(JSON.stringify({ ...rest, Name: name, ExternalReferenceId: 'crm-1' }));
    assert.ok(read.kind === 'deal');
    const stage = new Stage();
    assert.equal((await stage.send(read.deal, ['lostAfter'])).kind, 'created');
  });

  it('that shares without an invitation is one referral', async () => {
    const deal = await dealFrom('shared', { inviteContext: null });
    assert.equal(deal.invites, false);
  });
});
