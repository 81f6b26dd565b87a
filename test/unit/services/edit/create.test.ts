import assert from 'node:assert/strict';
import { TransportError, type HttpRequest } from '../../../../src/api/transport.ts';
import type { JsonObject } from '../../../../src/base/json.ts';
import { createSandbox } from '../../../../src/sandbox/http/createSandbox.ts';
import {
  createDeal,
  type CreationOutcome,
  type CreationProgress,
  type Decision,
} from '../../../../src/services/edit/create.ts';
import { readDeal, type Deal } from '../../../../src/services/edit/dealText.ts';
import { templateOf } from '../../../../src/services/edit/templates.ts';
import { clientOver } from './writers.ts';

/** What happens to the next POST. */
type Trouble =
  'none' | 'lostBefore' | 'lostAfter' | 'timeoutAfter' | 'timeoutBefore' | 'error500' | 'refused' | 'cancelledAfter';

const now = Date.parse('2026-06-15T12:00:00Z');
const reference = { externalReferenceId: 'crm-1' };

async function dealFrom(kind: 'private' | 'shared', change: JsonObject = {}): Promise<Deal> {
  const read = await readDeal(JSON.stringify({ ...(JSON.parse(templateOf(kind, now).text) as JsonObject), ...change }));
  assert.equal(read.kind, 'deal');
  return (read as { deal: Deal }).deal;
}

class Stage {
  readonly #sandbox = createSandbox({ seed: '[]', now: () => now });
  progress: CreationProgress = {};
  /** What was kept before each POST. */
  readonly keptBefore: CreationProgress[] = [];
  posts = 0;

  async send(deal: Deal, troubles: Trouble[] = [], decision?: Decision): Promise<CreationOutcome> {
    const ask = async ({ method, url, headers, body, signal }: HttpRequest) => {
      const response = await this.#sandbox.fetch(new Request(url, { method, headers, body: body ?? null, signal }));
      const answer = await response.text();
      return {
        status: response.status,
        header: (name: string) => response.headers.get(name) ?? undefined,
        body: answer,
      };
    };
    const stop = new AbortController();
    const send = async (request: HttpRequest) => {
      if (request.method !== 'POST') return ask(request);
      this.posts++;
      this.keptBefore.push(this.progress);
      const trouble = troubles.shift() ?? 'none';
      if (trouble === 'lostBefore') throw new TransportError({ kind: 'unreachable', code: 'ECONNRESET' });
      if (trouble === 'timeoutBefore') throw new TransportError({ kind: 'timeout', afterMs: 1 });
      if (trouble === 'error500') return { status: 500, header: () => undefined, body: '' };
      if (trouble === 'refused') return { status: 403, header: () => undefined, body: '' };
      const response = await ask(request);
      if (trouble === 'lostAfter') throw new TransportError({ kind: 'unreachable', code: 'ECONNRESET' });
      if (trouble === 'cancelledAfter') {
        stop.abort();
        throw stop.signal.reason as Error;
      }
      if (trouble === 'timeoutAfter') throw new TransportError({ kind: 'timeout', afterMs: 1 });
      return response;
    };
    return createDeal(clientOver(send), deal, {
      signal: stop.signal,
      decision,
      progress: this.progress,
      keep: async (progress) => void (this.progress = progress),
    });
  }

  async stored(): Promise<
    { organizationId: string; engagementId: string; target: object[]; inviteContext: JsonObject }[]
  > {
    const response = await this.#sandbox.fetch(
      new Request('http://127.0.0.1/v1.0/engagements/referrals', {
        headers: { authorization: 'Bearer sandbox-admin' },
      }),
    );
    return ((await response.json()) as { value: never[] }).value;
  }
}

const owners = async (stage: Stage): Promise<string[]> =>
  (await stage.stored()).map(({ organizationId }) => (organizationId === 'msft' ? 'microsoft' : 'own')).sort();

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
    assert.deepEqual(shared.keptBefore[0], { unsure: 'own' });
    assert.equal(shared.keptBefore[1]?.unsure, 'microsoft');
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
    assert.deepEqual([outcome.kind, stage.progress], ['uncertain', { unsure: 'own' }]);
    assert.equal((await stage.send(deal)).kind, 'created');
    assert.deepEqual([stage.posts, await owners(stage)], [1, ['own']]);
  });

  it('posts again by itself when the deal certainly is not there', async () => {
    for (const trouble of ['lostBefore', 'error500'] as const) {
      const stage = new Stage();
      assert.equal((await stage.send(await dealFrom('private', reference), [trouble])).kind, 'created');
      assert.equal(stage.posts, 2);
      assert.deepEqual(await owners(stage), ['own']);
    }
  });

  it('asks when that is not certain: after a time-out, without a CRM reference, after two lost answers', async () => {
    for (const [troubles, change, candidates, posts] of [
      [['timeoutBefore'], reference, 0, 1],
      [['lostBefore'], {}, 0, 1],
      [['lostAfter'], {}, 1, 1],
      [['lostBefore', 'lostBefore'], reference, 0, 2],
    ] as const) {
      const stage = new Stage();
      const outcome = await stage.send(await dealFrom('private', change), [...troubles]);
      assert.equal(outcome.kind, 'uncertain', troubles.join());
      assert.equal(outcome.kind === 'uncertain' && outcome.candidates.length, candidates);
      assert.equal(stage.posts, posts);
      assert.deepEqual(stage.progress, { unsure: 'own' });
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

  it('that the server refused leaves nothing to look for', async () => {
    const stage = new Stage();
    const outcome = await stage.send(await dealFrom('private'), ['refused']);
    assert.equal(outcome.kind, 'failed');
    assert.deepEqual(stage.progress, {});
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

  it('that shares without an invitation is one referral', async () => {
    const deal = await dealFrom('shared', { inviteContext: null });
    assert.equal(deal.invites, false);
  });
});
