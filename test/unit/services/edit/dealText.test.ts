import assert from 'node:assert/strict';
import { isObject, type Json, type JsonObject } from '../../../../src/base/json.ts';
import { readDeal } from '../../../../src/services/edit/dealText.ts';
import { templateOf } from '../../../../src/services/edit/templates.ts';
import { dealFrom, now, reference, Stage, templateJson } from './creationStage.ts';

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
    const { text } = templateOf('private', now);
    for (const number of ['1e400', '-1e-400']) {
      assert.deepEqual(await places(text.replace('25000', number)), ['/details/dealValue'], number);
    }
    for (const number of ['0.12345678901234567890', '1e300', '0e400']) {
      assert.deepEqual(await places(text.replace('25000', number)), ['deal'], number);
    }
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
